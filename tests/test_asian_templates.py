"""Pages as Chinese, Korean, Indian, South-East Asian, African and Latin American papers build them, with what hangs on their stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from pipelines import extract

TITLE = "云栖老码头变身滨江步道"
STORY = [
    "云栖市河东区的老码头改造工程本周一正式完工，改造后的岸线全长一点八公里，沿线新增步道、书屋和儿童沙池。",
    "河东区住建局副局长梁启文介绍，工程历时十四个月，总投资约六千三百万元，原有的三座吊机被完整保留下来。",
    "“以前晚上没人敢来，现在饭后都往这儿走。”家住附近的居民周桂兰说，她每天早上要在步道上走两个来回。",
    "下一步，云栖市将启动码头二期工程，把上游的旧粮仓改造成地方戏曲展示馆，预计明年年底前向市民免费开放。",
]
PARAGRAPHS = "".join(f"<p>　　{text}</p>" for text in STORY)


def page(inside: str, *, below: str = "", title: str = f"{TITLE}_云栖网", info: str = "2023-06-07 10:20　来源：云栖晚报") -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div><a href="/">首页</a> &gt; 正文</div><h1>{TITLE}</h1>'
        f'<div class="info">{info}</div><div class="content">{inside}</div>{below}</body></html>'
    )


@dataclass(frozen=True)
class Foot:
    """Lines below a story, none of which is its text, and whom they credit."""

    lines: str
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)


FEET = [
    Foot("文图：罗晓鸣", ["罗晓鸣"]),
    Foot("【撰文】罗晓鸣 【摄影】张立柱 【责编】石磊", ["罗晓鸣"], [], ["石磊"]),
    Foot("【作者】 罗晓鸣;关绮\n【来源】 云栖客户端", ["罗晓鸣", "关绮"]),
    Foot("编　辑：温子衿\n责　编：石磊\n监　制：邹小燕", [], ["温子衿"], ["石磊"]),
    Foot("记 者丨罗晓鸣\n编 辑丨温子衿\n责 编丨石磊\n总监制丨何苗\n出 品丨融媒体中心", ["罗晓鸣"], ["温子衿"], ["石磊"]),
    Foot("责编/版式：温子衿", [], [], ["温子衿"]),
    Foot("编辑：温子衿 　二审：石磊 　三审：邹小燕", [], ["温子衿"]),
    Foot("一审：温子衿\n二审：石磊\n三审：何苗"),
    Foot("编辑 温子衿　审校 石磊", [], ["温子衿"]),
    Foot("值班编辑：温子衿　值班主任：何苗", [], ["温子衿"]),
    Foot("来源：云栖日报·云上客户端（记者 罗晓鸣 编辑 温子衿）", ["罗晓鸣"], ["温子衿"]),
    Foot("（来源：云栖日报 记者 罗晓鸣）", ["罗晓鸣"]),
    Foot("云栖日报首席记者 罗晓鸣 见习记者 关绮 文/摄", ["罗晓鸣", "关绮"]),
    Foot("融媒体记者 罗晓鸣/文 张立柱/图", ["罗晓鸣"]),
    Foot("21世纪经济报道记者 罗晓鸣 云栖报道", ["罗晓鸣"]),
    Foot("通讯员 田晓光 云栖报道", ["田晓光"]),
    Foot("作者：罗晓鸣，系云栖大学教授", ["罗晓鸣"]),
    Foot("文｜罗晓鸣\n编辑｜温子衿\n运营｜关绮\n头图｜视觉中国", ["罗晓鸣"], ["温子衿"]),
    Foot("（完）"),
    Foot("点击“阅读原文”查看更多"),
    Foot("阅读 1234　在看 12"),
    Foot("【打印】【关闭】"),
    Foot("新闻热线：0571-80000000"),
    Foot("投稿邮箱：yunqi@example.com"),
    Foot("往期推荐"),
    Foot("1 2 3 下一页"),
    Foot("题图来源：云栖图库"),
    Foot("（本文来自云栖观察）"),
]


@pytest.mark.parametrize("foot", FEET, ids=lambda foot: foot.lines.splitlines()[0])
@pytest.mark.parametrize("mark", ["<p>{}</p>", "{}<br>"], ids=["p", "br"])
def test_what_stands_below_a_chinese_story(foot: Foot, mark: str) -> None:
    article = extract(page(PARAGRAPHS + "".join(map(mark.format, foot.lines.splitlines()))), url="http://www.example.cn/a.html")
    assert article.text.splitlines() == STORY, "see credit_words.py for labels, prompt_words.py for the rest"
    people = article.authors, article.editors, article.responsible_editors
    assert people == (foot.authors, foot.editors, foot.responsible)
    assert article.source == "云栖晚报", "the source above the story is the article's"


def _wechat() -> str:
    sections = "".join(f'<section><span style="font-size:15px">{text}</span></section>' for text in STORY)
    return (
        f'<html><head><meta charset="utf-8"><meta property="og:title" content="{TITLE}"></head><body><h1>{TITLE}</h1>'
        '<div><a id="js_name">云栖发布</a> <em id="publish_time">2023-06-07 18:20</em></div>'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; ">{sections}<p>编辑：温子衿</p></div>'
        "<div>微信扫一扫<br>关注该公众号</div><div>： ， ， ， ， 。 视频 小程序 赞 ，轻点两下取消赞 在看 ，轻点两下取消在看 分享 留言 收藏 听过</div></body></html>"
    )


def _epaper() -> str:
    return (
        '<html><head><meta charset="utf-8"><title>云栖日报数字报</title></head><body><table><tr><td>2017年06月07日 星期三</td></tr></table>'
        f"<table><tr><td>城市更新进行时</td></tr><tr><td><founder-title>{TITLE}</founder-title></td></tr></table>"
        f"<div><founder-content>{PARAGRAPHS}</founder-content></div></body></html>"
    )


_PLATFORM = "该文观点仅代表作者本人，云栖平台仅提供信息存储空间服务。"
_SENT = "中新网云栖6月7日电 (罗晓鸣 张立柱)"
_ABOUT = "本文来自微信公众号“云栖商评”（ID：yunqi），作者：罗晓鸣，编辑：温子衿，题图来自：视觉中国，云栖网经授权发布。"
_KOREAN = [
    "하동시는 옛 항구의 3호 창고를 고쳐 문을 연 강변도서관에 개관 일주일 만에 1만 명이 넘게 다녀갔다고 12일 밝혔다.",
    "1932년에 지어진 이 창고는 철거가 검토됐으나 주민들의 요구로 보존이 결정됐고 공사에는 모두 40억 원이 들었다.",
    "시는 내년에 옆에 있는 4호 창고도 지역사 전시실로 꾸밀 계획이며 관련 예산을 본예산안에 담을 예정이다.",
]


def _captioned() -> str:
    return (
        '<html lang="ko"><head><meta charset="utf-8"><title>옛 항구 창고가 도서관으로</title>'
        '<meta property="og:article:author" content="하동일보 | 네이버"></head><body><h2>옛 항구 창고가 도서관으로</h2>'
        '<article><span class="end_photo_org"><img src="a.jpg"><em class="img_desc">강변도서관 내부 [하동시 제공]</em></span>'
        f"(하동=하동일보) 김하늘 기자 = {'<br><br>'.join(_KOREAN)}</article></body></html>"
    )


PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "text that is faded in": (_wechat(), {"text": "\n".join(STORY), "editors": ["温子衿"]}),
    "title that the founder CMS marks": (_epaper(), {"title": TITLE, "text": "\n".join(STORY)}),
    "names in a wire's lead": (page(f"<p>{_SENT}</p>{PARAGRAPHS}"), {"authors": ["罗晓鸣", "张立柱"], "text": "\n".join([_SENT, *STORY])}),
    "where a story is from": (
        page(f"<blockquote><p>{_ABOUT}</p></blockquote>{PARAGRAPHS}"),
        {"authors": ["罗晓鸣"], "editors": ["温子衿"], "text": "\n".join(STORY)},
    ),
    "notice in the article's own footer": (
        page(PARAGRAPHS, below=f'<div class="article-footer-txt"><p>{_PLATFORM}</p></div>'),
        {"notice": _PLATFORM, "text": "\n".join(STORY)},
    ),
    "caption inside a line": (
        _captioned(),
        {"authors": ["김하늘"], "text": "\n".join(["(하동=하동일보) 김하늘 기자 = " + _KOREAN[0], *_KOREAN[1:]])},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_template(name: str) -> None:
    html, expected = PAGES[name]
    article = extract(html, url="https://news.example.com/a/1").to_dict()
    assert {key: article[key] for key in expected} == expected


@pytest.mark.parametrize(
    "line",
    [
        "இதையும் படிக்க: துறைமுகத்தின் கதை",
        "আরও পড়ুন: বন্দরের ইতিহাস",
        "อ่านข่าวที่เกี่ยวข้อง",
        "مزید پڑھیں: بندرگاہ کی کہانی",
        "انتهای پیام/",
        "Soma zaidi: Historia ya bandari",
        "📱 Participe do canal do Porto Velho no WhatsApp",
        "VÍDEOS: tudo sobre a região",
        "Simak breaking news dan berita pilihan kami langsung di ponselmu.",
        "Haber-Kamera: Elif ŞAHİN/YEŞİLOVA, (DHA)",
        "Theo Báo Hà Đông",
        "(Except for the headline, this story has not been edited by our staff and is published from a syndicated feed.)",
        "請繼續往下閱讀...",
        "【秋の特別企画】会員記事が読み放題！",
    ],
)
def test_a_prompt_of_other_countries(line: str) -> None:
    article = extract(page(PARAGRAPHS.replace("</p><p>", f"</p><p>{line}</p><p>", 1)), url="http://www.example.com/a.html")
    assert article.text.splitlines() == STORY, "say how it begins in prompt_words.py"
