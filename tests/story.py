"""A story of our own to build pages around: the tests vary its markup and nothing else."""

from __future__ import annotations

from html import escape

TITLE = "Harbour town votes to keep its old ferry"
PARAGRAPHS = [
    "The council of Nordhavn decided on Monday evening to keep the ferry that has crossed the harbour since 1931, after a debate of four hours.",
    "Eleven of the nineteen members voted for repairs, which will cost about two million crowns over the next three years.",
    "“Nobody comes here for a bridge,” said Marit Solheim, who has steered the boat for twenty years. “They come for the crossing.”",
    "Opponents had argued that a foot bridge would be cheaper to run, and that the crossing is closed on forty days a year because of ice.",
    "The shipyard on the north bank is to begin with the hull in March, and the ferry will be back in service before the summer holidays.",
]
HEADING = "Ice closes the crossing"
CHINESE_TITLE = "港城决定保留百年渡轮"
CHINESE = [
    "本报北港10月6日电 北港市议会周一晚间经过四小时辩论，决定保留自1931年起往返港湾的渡轮，十一名议员投票赞成维修。",
    "维修费用约为两百万元，分三年支付。渡轮驾驶员林海生说，来到这里的人不是为了看桥，而是为了坐船过海。",
    "反对者认为修建人行桥的运营成本更低，并指出每年约有四十天因结冰而停航，居民出行十分不便，意见分歧由来已久。",
    "北岸的造船厂计划三月开始更换船底，渡轮预计将在暑假之前恢复运行，届时票价不会上涨。",
]
NAVIGATION = '<ul class="menu"><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul>'
RELATED = (
    '<div class="rel-box"><h3>Related stories</h3><ul><li><a href="/a">Bridge plans are shelved for the third time</a></li>'
    '<li><a href="/b">Shipyard takes on twelve apprentices</a></li></ul></div>'
)
FOOTER = '<div class="bottom"><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a> © 2024 The Harbour Post</div>'


def page(body: str, *, title: str = TITLE, lang: str = "en", head: str = "", after: str = RELATED, charset: str = "utf-8") -> str:
    """A whole page around the markup of a story."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="{charset}"><title>{escape(title)} - The Harbour Post</title>{head}</head>'
        f'<body><div id="top">{NAVIGATION}</div><div id="page"><h1>{escape(title)}</h1>{body}{after}</div>{FOOTER}</body></html>'
    )


def paragraphs(texts: list[str]) -> str:
    """Paragraphs in <p>."""
    return "".join(f"<p>{text}</p>" for text in texts)
