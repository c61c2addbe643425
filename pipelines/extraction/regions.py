"""What a block is for, by its tag and by the words of its class and id."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extraction.lines import Block

# Tags whose content is never the article's text.
APART = frozenset(("nav", "footer", "aside", "form", "dialog", "figcaption", "caption", "menu", "fieldset", "address"))

_WORDS = """
    related relate relatednews recommend recommends recommended recommendation recommendations recirc recirculation readmore read-more
    more-on more-news more-stories more-from moreon see-also also-read most-read most-viewed mostread popular trending trends latest
    share shares sharing sharebar sharebox sharethis addthis addtoany social socials sns follow follow-us bdsharebuttonbox jiathis
    comment comments commentlist comment-list disqus respond responses replies livefyre remark pinglun discuss discussion
    sidebar side-bar rail right-rail sidecol widget widgets
    newsletter newsletters subscribe subscription subscriptions signup sign-up optin mailing-list membership register login
    promo promos promotion promotional promobox sponsor sponsored sponsors advert adverts advertisement advertising ad ads adv advs ad-slot
    adbox adsbygoogle dfp gpt banner banners outbrain taboola dianomi zergnet teads mgid affiliate
    breadcrumb breadcrumbs crumb crumbs nav navi navbar navigation menu submenu footer foot pagefoot page-footer copyright
    toolbar tools article-tools tool pager pagination paging page-nav pagenav prevnext prev-next
    tag tags taglist tag-list keywords topics topic-list topic-tags labels
    byline bylines author-bio author-box authorbox about-author author-info author-card authors-bio post-author article-author bio
    caption captions figcaption photo-caption image-caption img-caption wp-caption-text wp-caption-dd pic-caption photo-credit image-credit
    photo-info photoinfo cutline credit credits
    popup modal overlay lightbox tooltip cookie cookies consent gdpr paywall-prompt
    poll quiz vote rating ratings feedback survey donate donation donation-box
    playlist video-list gallery-thumbs thumbs thumbnails
    print-only printonly visually-hidden sr-only screen-reader screen-reader-text screenreader hidden visuallyhidden element-invisible
    teaser teasers teaserlist storylist story-list headlines headline-list article-list article-teaser linklist link-list links-list
    relatedlinks related-links infobox factbox wechat weixin qrcode qr-code ewm erweima jubao report-error correction-form
    timestamp dateline post-meta entry-meta article-meta meta-info postmeta skip-link skiplink
    top-nav site-header masthead global-header page-header siteheader
"""
_JUNK = re.compile(r"(?:^|[\s-])(?:" + "|".join(sorted(_WORDS.split(), key=len, reverse=True)) + r")(?=[\s-]|\d*(?:[\s-]|$))")
_BODY = re.compile(
    r"(?:^|[\s-])(?:article-?body|article-?content|article-?text|article-?copy|story-?body|story-?content|story-?text|story-?copy|post-?body|"
    r"post-?content|entry-?content|entry-?body|news-?body|news-?content|news-?text|body-?text|body-?copy|main-?content|content-?body|content-?text|"
    r"article-?detail|text-?content|rich-?text|full-?text|detail-?content|the-?content|td-?post-?content|body-?content|articulo-?cuerpo|"
    r"zhengwen|abody|article-?con|art-?body|art-?content|artical-?content|show-?content|content-?article|content-?main|txt-?body)(?=[\s-]|\d*(?:[\s-]|$))"
)


def is_apart(block: Block) -> bool:
    """True if the block says of itself that it is not the text: navigation, related stories, sharing, captions, comments."""
    return block.tag in APART or (bool(block.name) and _named_junk(block.name))


def is_body(block: Block) -> bool:
    """True if the block's name says that it holds an article's text."""
    return bool(block.name) and _named_body(block.name)


@lru_cache(maxsize=8192)
def _named_junk(name: str) -> bool:
    return _JUNK.search(name) is not None and not _named_body(name)


@lru_cache(maxsize=8192)
def _named_body(name: str) -> bool:
    return _BODY.search(name) is not None
