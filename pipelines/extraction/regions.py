"""What a block is for, by its tag and by the words of its class, id and role."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extraction.lines import Block

# Tags whose content is never the article's text.
APART = frozenset(("nav", "header", "footer", "aside", "form", "dialog", "figcaption", "caption", "menu", "fieldset", "address"))
# Blocks that hold everything; content systems write categories and tags into their classes.
_LARGE = frozenset(("html", "body", "main", "article"))

# Words of class names; a hyphen stands for a hyphen or nothing.
_WORDS = """
    related relates relate relatednews relatedposts relatedstories relations
    recommend recommends recommended recommendation recommendations recirc recirculation
    read-more read-also read-next readnext more-on more-news more-stories more-from more-articles see-also also-read next-up up-next
    most-read most-viewed most-popular popular trending trends latest
    share shares sharing sharebar sharebox share-this addthis addtoany social-share social-sharing social-links social-icons social-buttons
    social-bar social-media-share social sns follow follow-us bdsharebuttonbox jiathis
    comment comments commentlist disqus respond livefyre remark pinglun discuss discussion
    sidebar side-bar rail right-rail sidecol widget widgets
    newsletter newsletters mc4wp-form ml-form-embed-container wp-block-tnp-minimal tnp-subscription paywall-message leaky-paywall-message-wrap subscribe subscription subscriptions signup optin mailing-list register login
    promo promos promotion promotional promobox sponsor sponsored sponsors advert adverts advertisement advertisements advertising
    ad ads adv advs adslot adbox adsbygoogle dfp gpt banner banners outbrain taboola dianomi zergnet teads mgid affiliate
    breadcrumb breadcrumbs crumb crumbs nav navi navbar navigation menu submenu footer foot pagefoot copyright
    toolbar article-tools tools pager pagination paging pagenav page-nav prevnext
    tags taglist keywords topics topic-list labels
    byline bylines author-bio author-box authors-box authors-boxes-wrapper saboxplugin-wrap about-author about-the-author author-info author-card authors-bio bio
    caption captions figcaption wp-caption-text photo-credit image-credit img-credit photo-info cutline credit credits image-desc pic-desc img-desc
    popup modal overlay lightbox tooltip cookie cookies consent gdpr
    poll vote rating ratings feedback survey donate donation
    playlist thumbs thumbnails
    pullquote pull-quote
    print-only visually-hidden sr-only screen-reader screen-reader-text element-invisible
    teaser teasers storylist headlines headline-list article-list linklist links-list relatedlinks related-links
    wechat weixin qrcode qr-code ewm erweima jubao report-error
    infobox info-box factbox fact-box expandable-box collapsible accordion
    subtitle sub-title deck dek standfirst kicker preface chapo chapeau article-summary summary-list summary-art highlights story-highlights
    storyhighlights key-points keypoints takeaways at-a-glance whatsapp whatsapp-group telegram
    timestamp dateline post-meta entry-meta article-meta meta-info skip-link
    top-nav site-header masthead global-header
"""
_JUNK = re.compile(
    r"(?:^|[\s-])(?:"
    + "|".join(sorted(_WORDS.replace("-", "-?").split(), key=len, reverse=True))
    + r")\d*(?=[\s-]|$)(?!-?embed|-media-embed)"
)
_COMMENT = re.compile(r"(?:^|[\s-])comments?(?:-?list|-?(?:entry|item|body|text|content|thread))?(?=[\s-]|$)")
_BODY = re.compile(
    r"(?:^|[\s-])(?:(?:article|story|post|entry|news|content|art|artical|txt|main|detail|page)-?-?(?:body|content|text|copy|con|detail)|body-?(?:text|copy|content)|"
    r"text-?content|rich-?text|full-?text|the-?content|articulo-?cuerpo|zhengwen|abody|show-?content|content-?(?:article|main))\d*(?=[\s-]|$)"
)
_WHOLE = re.compile(
    r"(?:^|\s)(?:hidden|hide|d-none|is-hidden|navigation|banner|complementary|contentinfo|search|dialog|alert|menu|menubar|tablist)(?:$|\s)"
)


def is_apart(block: Block) -> bool:
    """True if the block says of itself that it is not the text: navigation, related stories, sharing, captions, comments."""
    return block.tag in APART or says_apart(block.tag, block.name)


def says_apart(tag: str, name: str) -> bool:
    """The same by the name alone."""
    return bool(name) and tag not in _LARGE and _named_junk(name)


def is_comment(block: Block) -> bool:
    """True if the block's name says that it holds readers' comments."""
    return "comment" in block.name and block.tag not in _LARGE and _COMMENT.search(block.name) is not None


def is_body(block: Block) -> bool:
    """True if the block's name says that it holds an article's text."""
    return bool(block.name) and _named_body(block.name)


@lru_cache(maxsize=8192)
def _named_junk(name: str) -> bool:
    return (_JUNK.search(name) is not None or _WHOLE.search(name) is not None) and not _named_body(name)


@lru_cache(maxsize=8192)
def _named_body(name: str) -> bool:
    return _BODY.search(name) is not None
