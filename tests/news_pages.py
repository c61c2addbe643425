"""Small news pages for the metadata tests, written here and parsed as captures are."""

from __future__ import annotations

from datetime import datetime, timezone

from pipelines.capture import Capture
from pipelines.extraction import metadata
from pipelines.extraction.page import Page
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.process import read_page

NOW = datetime(2019, 12, 28, 4, 0, tzinfo=timezone.utc)
ZH = "".join(
    f"<p>第{n}段：市政府昨天召开会议，研究部署今年城市公园建设工作，会议要求各部门加强协作，按时完成全部任务，为市民提供更好的休闲空间。</p>"
    for n in "一二三四"
)
EN = "".join(
    f"<p>Paragraph {n}: the city council met on Tuesday to discuss the new park, and its members said that the work would begin in spring "
    "once the money for the trees had been found and the neighbours were heard.</p>"
    for n in range(4)
)
DE = "".join(
    f"<p>Absatz {n}: Der Stadtrat hat am Dienstag über den neuen Park beraten, und seine Mitglieder sagten, dass die Arbeiten im Frühjahr "
    "beginnen sollen, sobald das Geld für die Bäume gefunden ist und die Nachbarn gehört sind.</p>"
    for n in range(4)
)
JA = "".join(
    f"<p>{n}段落目。市は昨日、新しい公園の整備について話し合う会議を開き、春までに工事を始める方針を示した。"
    "住民の声を聞きながら、木を植える場所を決めるという。</p>"
    for n in "一二三四"
)
KO = "".join(
    f"<p>{n}번째 단락이다. 시는 어제 새 공원을 만드는 문제를 논의하는 회의를 열었고 봄까지 공사를 시작한다는 방침을 밝혔다. "
    "주민의 목소리를 들으면서 나무를 심을 자리를 정한다고 한다.</p>"
    for n in "일이삼사"
)


def page(
    html: str,
    url: str = "http://news.example.cn/a/1.html",
    *,
    fetched_at: datetime | None = NOW,
    headers: tuple[tuple[str, str], ...] = (),
    rules: SiteRules = NO_RULES,
) -> Page:
    """A page as extraction meets it."""
    found = read_page(Capture(url=url, fetched_at=fetched_at, headers=headers), html.encode(), rules)
    assert isinstance(found, Page)
    return found


def read(html: str, url: str = "http://news.example.cn/a/1.html", **options: object) -> metadata.Metadata:
    """The metadata of a page."""
    return metadata.read(page(html, url, **options))  # type: ignore[arg-type]


def story(top: str, foot: str = "", body: str = ZH, *, title: str = "全市今年将新建公园二十座", head: str = "", lang: str = "zh-CN") -> str:
    """A whole page: menu, headline, what stands between it and the body, the body, its foot, related stories, the page's foot."""
    menu = "".join(f'<li><a href="/{n}/">栏目{n}</a></li>' for n in range(12))
    related = "".join(f'<li><a href="/r{n}.html">另一条新闻的标题{n}</a> <span>2015-01-0{n + 1} 10:00</span></li>' for n in range(6))
    return (
        f'<html lang="{lang}"><head><title>{title}_某某网</title>{head}</head><body>'
        '<div class="top"><span>2019年12月28日 星期六</span></div>'
        f'<ul class="nav">{menu}</ul><div class="main"><h1>{title}</h1>{top}<div class="content">{body}{foot}</div>'
        f'<div class="related"><h3>相关阅读</h3><ul>{related}</ul></div></div>'
        '<div class="footer"><p>Copyright © 1998-2015 某某网 版权所有 未经书面授权禁止使用</p></div></body></html>'
    )


def pairs(facts: metadata.Metadata) -> list[tuple[str, str]]:
    """The credits as (role, name)."""
    return [(credit.role, credit.name) for credit in facts.credits]
