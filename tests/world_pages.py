"""Pages in the manner of many papers: layouts, datelines, credits, signatures and what stands between the paragraphs, in 27 languages.

Each case sets the story of its language in a layout and says what the article must be. The markup is our own, written as such sites write it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from world import STORIES, Layout, hashed, modern, paragraphs, soup, table

Texts = Callable[[list[str]], Any]


@dataclass
class Case:
    name: str
    html: str
    url: str
    fetched_at: str
    expected: dict[str, Any] = field(default_factory=dict)


CASES: list[Case] = []


def case(
    name: str,
    lang: str,
    layout: Layout,
    url: str = "https://www.example.com/x",
    top: str = "",
    foot: str = "",
    body: Texts = paragraphs,
    text: Texts = list,
    fetched: str = "2024-01-10T08:00:00+00:00",
    **given: Any,
) -> None:
    """Adds a page: `top` stands between headline and body, `body` makes the body's markup of the paragraphs, `text` what must come out."""
    title, texts = STORIES[lang]
    options = {key: given.pop(key) for key in ("head", "site", "sep", "crumbs", "kick") if key in given}
    html = layout(lang, title, top, body(list(texts)), foot, **options)
    CASES.append(Case(name, html, url, fetched, {"status": "ok", "title": title, "text": "\n".join(text(list(texts))), **given}))


def between(html: str) -> Texts:
    """The paragraphs with something in their middle."""
    return lambda p: paragraphs(p[:2]) + html + paragraphs(p[2:])


def joined(texts: list[str]) -> str:
    return "<br><br>".join(texts)


# One line a page, as far as it goes.
# fmt: off
# ---- zh
case("zh-portal-report", "zh", soup, "https://news.example.com.cn/23/0506/10/A.html", '<div class="post_info">2023-05-06 10:21:33　来源: <a href="#">每日经济新闻</a>　四川 <a href="#">举报</a></div>', '<div class="post_author"><a href="/"><img src="end.png" alt="某某" class="icon">本文来源：每日经济新闻</a> 责任编辑：张静_NB1234</div>', body=lambda p: "<p class='otitle'>（原标题：城南旧书市集重开）</p>" + paragraphs(p), source="每日经济新闻", responsible_editors=["张静_NB1234"], published_at="2023-05-06T10:21:33+08:00")
case("zh-gov", "zh", soup, "http://www.example.gov.cn/zwxx/202203/t20220304_1.html", '<div class="info">发布时间：2022-03-04 09:12　　来源：市发展改革委　　浏览次数：<script>1</script>次　　字体：[<a>大</a> <a>中</a> <a>小</a>]</div>', '<div class="qr"><img src="qr.png"><p>扫一扫在手机打开当前页</p></div><div class="print"><a>打印本页</a> <a>关闭窗口</a></div>', source="市发展改革委", published_at="2022-03-04T09:12:00+08:00", crumbs='当前位置：<a href="/">首页</a> &gt; <a href="/zwxx">政务信息</a> &gt; <a href="/zwxx/yw">部门动态</a>', section="部门动态")
case("zh-paper", "zh", soup, "http://epaper.example.com/html/2021-03/12/c_1.htm", '<h2>书香回来了</h2><div class="date">《城南日报》（2021年03月12日 第04版）</div>', body=lambda p: "<p>　　本报记者 王小明 摄影报道</p>" + paragraphs(["　　" + q for q in p]), authors=["王小明"], published_at="2021-03-12")
case("zh-newswire", "zh", soup, "http://www.example.com.cn/sh/2020/11-03/9329.shtml", '<div class="left-t">2020年11月03日 14:22　来源：<a href="/">中国新闻网</a> <a class="hover">参与互动</a></div>', '<div class="left_name">【编辑:李季】</div>', body=lambda p: paragraphs(["　　中新网南宁11月3日电 (记者 林浩)" + p[0], *p[1:]]), text=lambda p: ["中新网南宁11月3日电 (记者 林浩)" + p[0], *p[1:]], authors=["林浩"], editors=["李季"], source="中国新闻网", published_at="2020-11-03T14:22:00+08:00")
case("zh-wechat", "zh", soup, "https://mp.example.com/s/abc", '<div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_text">作者：韩梅</span> <span class="rich_media_meta rich_media_meta_nickname"><a id="js_name">城市观察</a></span> <em id="publish_time" class="rich_media_meta">2021-06-01 08:00</em></div>', "<p>点击下方卡片关注我们</p>", authors=["韩梅"], source="城市观察", published_at="2021-06-01T08:00:00+08:00")
case("zh-agency-site", "zh", soup, "http://www.example.com/local/2019-08/02/c_1124.htm", '<div class="h-info"><span class="h-time"> 2019-08-02 09:30:05</span> 来源： <em id="source">新华网</em></div><div class="share">关注新华网 <a>微博</a> <a>微信</a></div>', '<div class="tadd">【纠错】<span> 责任编辑： 刘阳 </span></div>', source="新华网", responsible_editors=["刘阳"], published_at="2019-08-02T09:30:05+08:00")
case("zh-startup", "zh", soup, "https://www.example.com/p/123", '<div class="article-title-icon"><a class="title-icon-item item-a">李雷</a><span class="title-icon-item item-time">·2023-03-04 11:05</span></div>', body=lambda p: paragraphs([*p, "本文来自微信公众号<a>“书里书外”（ID：shuli）</a>，作者：韩梅梅，编辑：张伟，经授权发布。"]), text=lambda p: p, published_at="2023-03-04T11:05:00+08:00")
case("zh-local-row", "zh", soup, "http://www.example.com/a/1.html", '<div class="infos">稿件来源：城南晚报　记者：张伟　编辑：李静　校对：王芳　审核：赵磊　时间：2022-09-10 16:40</div>', source="城南晚报", authors=["张伟"], editors=["李静"], published_at="2022-09-10T16:40:00+08:00")
case("zh-thepaper", "zh", hashed, "https://www.example.cn/newsDetail_1", "<div>本报记者 张三丰</div><div><span>2023-01-02 07:33</span> <span>来源：城南新闻 ∙ 直击现场 &gt;</span> <span>字号</span></div>", '<div class="x">责任编辑：蒋晨锐 图片编辑：张颖</div><div>校对：栾梦</div><div>城南新闻报料：021-962866</div>', authors=["张三丰"], responsible_editors=["蒋晨锐"], source="城南新闻", published_at="2023-01-02T07:33:00+08:00", site="城南新闻")
case("zh-blog", "zh", modern, "https://blog.example.cn/1", '<div class="meta"><span class="author">小城读书人</span> <span class="time">2018-07-08 21:14</span> <span class="view">阅读(2103)</span> <span class="cmt">评论(12)</span></div>', site="读书人", published_at="2018-07-08T21:14:00+08:00")
case("zh-2002", "zh", table, "http://news.example.com.cn/c/2002-07-08/1234.html", "<font size=2>http://www.example.com.cn 2002年07月08日12:34 <a href=x>北京晚报</a></font>", body=lambda p: "<br><br>".join("　　" + q for q in p), site="城南网", source="北京晚报", published_at="2002-07-08T12:34:00+08:00")
# ---- zh-Hant
case("tw-agency", "zh-Hant", modern, "https://www.example.com.tw/news/ahel/1.aspx", '<div class="updatetime"><span>2023/11/5 17:20（11/5 18:02 更新）</span></div>', body=lambda p: paragraphs(["（中央社記者王小明台北5日電）" + p[0], *p[1:-1], p[-1] + "（編輯：陳大文）1121105"]), text=lambda p: ["（中央社記者王小明台北5日電）" + p[0], *p[1:-1], p[-1] + "（編輯：陳大文）1121105"], authors=["王小明"], editors=["陳大文"], published_at="2023-11-05T17:20:00+08:00", site="中央社")
case("tw-udn", "zh-Hant", modern, "https://example.com.tw/story/7266/1", '<section class="authors"><time>2023-11-05 17:20</time><span><a href="#">聯合報</a>／ 記者<a href="#">王小明</a>／台北即時報導</span></section>', authors=["王小明"], source="聯合報", published_at="2023-11-05T17:20:00+08:00")
case("tw-ltn", "zh-Hant", modern, "https://news.example.com.tw/life/1", '<span class="time">2023/11/05 17:20</span>', body=lambda p: paragraphs(["〔記者王小明／台北報導〕" + p[0], *p[1:], "不用抽 不用搶 現在用APP看新聞 保證天天中獎　 <a>點我下載APP</a>　 <a>按我看活動辦法</a>"]), text=lambda p: ["〔記者王小明／台北報導〕" + p[0], *p[1:]], authors=["王小明"], published_at="2023-11-05T17:20:00+08:00")
case("tw-ettoday", "zh-Hant", modern, "https://www.example.net/news/20231105/1.htm", '<time class="date" itemprop="datePublished" datetime="2023-11-05T17:20:00+08:00">2023年11月05日 17:20</time>', body=lambda p: "<p><img src=a.jpg></p><p><strong>▲舊港碼頭的書店。（圖／店家提供）</strong></p><p>記者王小明／綜合報導</p>" + paragraphs(p), authors=["王小明"], published_at="2023-11-05T17:20:00+08:00")
case("hk-01", "zh-Hant", hashed, "https://www.example.hk/news/1", '<div>撰文：<span><a>陳大文</a></span></div><div>出版：<time datetime="2023-11-05T17:20:00+08:00">2023-11-05 17:20</time></div><div>更新：<time datetime="2023-11-05T18:02:00+08:00">2023-11-05 18:02</time></div>', authors=["陳大文"], published_at="2023-11-05T17:20:00+08:00", modified_at="2023-11-05T18:02:00+08:00")
case("hk-mp", "zh-Hant", modern, "https://news.example.hk/1", "<h6>2023年11月5日星期日</h6>", body=lambda p: paragraphs(["【本報專訊】" + p[0], *p[1:]]), text=lambda p: ["【本報專訊】" + p[0], *p[1:]], published_at="2023-11-05")
case("hk-rthk", "zh-Hant", soup, "https://news.example.hk/ch/1.htm", '<div class="createddate">2023-11-05 HKT 17:20</div>', published_at="2023-11-05T17:20:00+08:00")
# ---- ja
case("ja-names-time", "ja", modern, "https://www.example.jp/articles/1.html", '<div class="mod"><span>山田太郎、鈴木花子</span><time datetime="2023-11-05T08:20:00.000Z">2023年11月5日 17時20分</time></div>', authors=["山田太郎", "鈴木花子"], published_at="2023-11-05T17:20:00+09:00", site="川北新聞")
case("ja-mainichi", "ja", modern, "https://example.jp/articles/2", '<div class="articletag"><p>川北新聞</p><p>2023/11/5 17:20（最終更新 11/5 18:02）</p><p>有料記事</p><p>1234文字</p></div>', body=lambda p: paragraphs([*p[:-1], p[-1] + "【山田太郎、鈴木花子】"]), text=lambda p: [*p[:-1], p[-1] + "【山田太郎、鈴木花子】"], authors=["山田太郎", "鈴木花子"], published_at="2023-11-05T17:20:00+09:00", site="川北新聞")
case("ja-nikkei", "ja", hashed, "https://www.example.com/article/3", '<div><time datetime="2023-11-05T17:20:00+09:00">2023年11月5日 17:20</time> <span>(<time datetime="2023-11-05T18:02:00+09:00">2023年11月5日 18:02</time>更新)</span></div>', published_at="2023-11-05T17:20:00+09:00", modified_at="2023-11-05T18:02:00+09:00")
case("ja-it", "ja", soup, "https://www.example.co.jp/news/articles/2311/05/news1.html", '<div id="update">2023年11月05日 17時20分 公開</div><div id="byline"><a>[山田太郎</a>，<a>ITメディア通信]</a></div>', published_at="2023-11-05T17:20:00+09:00", authors=["山田太郎"], sep=" - ", site="ITメディア通信")
case("ja-portal", "ja", hashed, "https://news.example.co.jp/articles/abc", '<p><time>11/5(日) 17:20</time>配信</p><p><a href="/media/kyodo">共同通信</a></p>', fetched="2023-11-06T00:00:00+09:00", published_at="2023-11-05T17:20:00+09:00", source="共同通信")
case("ja-portal2", "ja", hashed, "https://news.example.co.jp/articles/abd", '<p><time>11/5(日) 17:20</time>配信</p><p>56コメント56件</p><p><a href="/media/k"><img alt="川北新聞オンライン"></a></p>', foot="<p>川北新聞オンライン</p><p>【関連記事】</p>", fetched="2023-11-06T00:00:00+09:00", published_at="2023-11-05T17:20:00+09:00")
case("ja-sankei", "ja", modern, "https://www.example.com/article/20231105-1/", '<div class="article-meta-upper"><time dateTime="2023-11-05T17:20:00+09:00">2023/11/5 17:20</time></div>', body=lambda p: paragraphs([*p[:-1], p[-1] + "（山田太郎）"]), text=lambda p: [*p[:-1], p[-1] + "（山田太郎）"], authors=["山田太郎"], published_at="2023-11-05T17:20:00+09:00")
case("ja-labels", "ja", modern, "https://mag.example.jp/5", '<p class="date">公開日：2023年11月5日　更新日：2023年11月6日</p><p class="credit">取材・文＝山田太郎　写真＝鈴木花子　編集＝佐藤次郎</p>', authors=["山田太郎"], editors=["佐藤次郎"], published_at="2023-11-05", modified_at="2023-11-06")
case("ja-jiji", "ja", modern, "https://www.example.com/jc/article?k=2023", '<p class="ArticleTitleDate">時事通信 社会部<span>2023年11月05日17時20分配信</span></p>', published_at="2023-11-05T17:20:00+09:00", source="時事通信 社会部")
case("ja-2005", "ja", table, "http://www.example.co.jp/national/news/20051105i1.htm", "", body=lambda p: "<br>".join("　" + q for q in p) + "<br>（2005年11月5日17時20分  川北新聞）", text=lambda p: p, published_at="2005-11-05T17:20:00+09:00", source="川北新聞", site="KITA ONLINE")
# ---- ko
case("ko-agency", "ko", modern, "https://www.example.co.kr/view/AKR1", '<p class="update-time" data-published-time="20231105172000"><span class="txt">송고시간</span>2023-11-05 17:20</p>', foot='<p class="txt-copyright">&lt;저작권자(c) 강변통신, 무단 전재-재배포, AI 학습 및 활용 금지&gt; 2023/11/05 17:20 송고</p>', body=lambda p: '<div class="writer"><strong class="name">홍길동 기자</strong></div>' + paragraphs(["(서울=연합뉴스) 홍길동 기자 = " + p[0], *p[1:], "hong@example.co.kr"]), text=lambda p: ["(서울=연합뉴스) 홍길동 기자 = " + p[0], *p[1:]], authors=["홍길동"], published_at="2023-11-05T17:20:00+09:00")
case("ko-chosun", "ko", hashed, "https://www.example.com/national/1/", "<div><a>홍길동 기자</a></div><div><span>입력 2023.11.05. 17:20</span><span>업데이트 2023.11.05. 18:02</span></div>", authors=["홍길동"], published_at="2023-11-05T17:20:00+09:00", modified_at="2023-11-05T18:02:00+09:00")
case("ko-hani", "ko", modern, "https://www.example.co.kr/arti/1.html", "<ul><li>홍길동<!-- --> 기자</li><li>수정 2023-11-05 18:02</li><li>등록 2023-11-05 17:20</li></ul>", authors=["홍길동"], published_at="2023-11-05T17:20:00+09:00", modified_at="2023-11-05T18:02:00+09:00")
case("ko-newsis", "ko", soup, "https://www.example.com/view/?id=1", '<p class="txt"><span>등록 2023.11.05 17:20:00</span></p>', body=lambda p: joined(["[강변=뉴시스] 홍길동 기자 = " + p[0], *p[1:], "◎공감언론 뉴시스 hong@example.com"]), text=lambda p: ["[강변=뉴시스] 홍길동 기자 = " + p[0], *p[1:]], authors=["홍길동"], published_at="2023-11-05T17:20:00+09:00")
case("ko-portal", "ko", soup, "https://n.example.com/mnews/article/1", '<div class="media_end_head_info"><span>입력</span><span class="_DATE">2023.11.05. 오후 5:20</span> <span>수정</span><span>2023.11.05. 오후 6:02</span> <a>기사원문</a></div><div class="byline"><em>홍길동 기자</em></div>', foot='<p class="byline_p"><span class="byline_s">홍길동 기자 (hong@example.com)</span></p><div class="copyright">Copyright ⓒ 강변신문. All rights reserved. 무단 전재 및 재배포 금지.</div>', authors=["홍길동"], published_at="2023-11-05T17:20:00+09:00", modified_at="2023-11-05T18:02:00+09:00")
case("ko-source", "ko", soup, "https://www.example.kr/1", '<div class="info">출처 : 강변일보 | 2023년 11월 5일 17:20 | 기자 : 홍길동</div>', authors=["홍길동"], source="강변일보", published_at="2023-11-05T17:20:00+09:00")
# ---- de
case("de-place", "de", hashed, "https://www.example.de/a-1.html", '<div>Von <a href="/i/1">Erika Muster</a>, Kiew</div><div><time datetime="2023-11-05 17:20:11">05.11.2023, 17.20 Uhr</time></div>', authors=["Erika Muster"], published_at="2023-11-05T17:20:11+01:00")
case("de-words", "de", modern, "https://www.example.de/2", '<time>5. November 2023, 17:20 Uhr</time><div class="lesezeit">Lesezeit: 3 min</div><p class="authors">Von Erika Muster und Max Beispiel, Berlin</p>', authors=["Erika Muster", "Max Beispiel"], published_at="2023-11-05T17:20:00+01:00")
case("de-updated", "de", modern, "https://www.example.de/3", '<div class="byline">Eine Analyse von <a>Erika Muster</a></div><div class="metadata">Aktualisiert am 5. November 2023, 18:02 Uhr  5. November 2023, 17:20 Uhr  Quelle: Stadtpost, dpa, em</div>', authors=["Erika Muster"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("at-agencies", "de", modern, "https://www.example.at/stories/1", '<div class="meta">Online seit gestern, 17.20 Uhr</div>', body=lambda p: paragraphs([*p, "(red, ORF/Agenturen)"]), text=lambda p: p, fetched="2023-11-06T08:00:00+01:00", published_at="2023-11-05T17:20:00+01:00")
case("at-apa", "de", modern, "https://www.example.at/2", '<span class="date">05. November 2023 17:20 Uhr</span> <span>Akt.: 05. November 2023 18:02 Uhr</span>', body=lambda p: paragraphs([*p[:-1], p[-1] + " (APA)"]), text=lambda p: [*p[:-1], p[-1] + " (APA)"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("ch-pub", "de", modern, "https://www.example.ch/3", "<div>Erika Muster</div><div>Publiziert: 05.11.2023, 17:20</div><div>Aktualisiert: 05.11.2023, 18:02</div>", authors=["Erika Muster"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("de-dpa-end", "de", soup, "https://www.example.de/4", '<div class="datum">Stand: 05.11.2023, 17:20 Uhr</div>', foot='<div class="quelle">Quelle: dpa</div><p><i>© dpa-infocom, dpa:231105-99-123456/3</i></p>', source="dpa", published_at="2023-11-05T17:20:00+01:00", sep=" - ", site="Stadtpost")
case("de-kicker", "de", modern, "https://www.example.de/5", '<p class="lead">Ein Dorf am Fluss hat sich seinen Turm zurückgeholt.</p><div class="author">Von Erika Muster</div><time datetime="2023-11-05T16:20:00Z">05.11.2023</time>', kick='<span class="kicker">Kultur am Fluss</span>', authors=["Erika Muster"], published_at="2023-11-05T16:20:00+00:00")
case("de-aside", "de", modern, "https://www.example.de/6", '<div class="author">Erika Muster</div><time datetime="2023-11-05T17:20:00+01:00">5.11.2023</time>', body=lambda p: ( paragraphs(p[:2]) + '<div class="box"><p><b>Mehr zum Thema:</b></p><ul><li><a href=1>Der Streit um den Turm dauert an</a></li><li><a href=2>Wie die Fischer den Fluss sehen</a></li></ul></div>' + "<h2>Ein Turm für alle</h2>" + paragraphs(p[2:]) + "<p><em>Dieser Text erschien zuerst in unserem Newsletter „Am Fluss“. <a>Hier anmelden</a>.</em></p>" ), text=lambda p: [*p[:2], "Ein Turm für alle", *p[2:]], authors=["Erika Muster"])
# ---- fr
case("fr-monde", "fr", modern, "https://www.example.fr/article/1.html", '<p class="article__desc">Un village a repris sa tour.</p><section class="meta"><span class="meta__author">Par <a>Jeanne Dupont</a> <span>(Kiev, envoyée spéciale)</span></span><p class="meta__publisher">Publié le 05 novembre 2023 à 17h20, modifié le 05 novembre 2023 à 18h02</p><p>Temps de Lecture 3 min.</p></section>', authors=["Jeanne Dupont"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("fr-afp", "fr", modern, "https://www.example.fr/2", "<div>Par <span>Le Courrier avec AFP</span></div><div>Publié le 5 novembre 2023 à 17:20, mis à jour le 5 novembre 2023 à 18:02</div>", published_at="2023-11-05T17:20:00+01:00", site="Le Courrier")
case("fr-parisien", "fr", hashed, "https://www.example.fr/3", "<div>Par Jeanne Dupont et Marc Lefèvre </div><div>Le 5 novembre 2023 à 17h20, modifié le 5 novembre 2023 à 18h02</div>", authors=["Jeanne Dupont", "Marc Lefèvre"], published_at="2023-11-05T17:20:00+01:00")
case("fr-lire", "fr", modern, "https://www.example.fr/4", '<p class="author">Jeanne Dupont</p><p class="date">05/11/2023 17:20</p>', body=lambda p: paragraphs(p[:2]) + '<p><strong>À lire aussi :</strong> <a href=1>La bataille du phare continue</a></p><p class="lire"><a href=2>Lire aussi&nbsp;: Les pêcheurs et le fleuve</a></p>' + paragraphs(p[2:]) + "<p><strong>Jeanne Dupont (avec AFP)</strong></p>", text=lambda p: p, authors=["Jeanne Dupont"], published_at="2023-11-05T17:20:00+01:00")
case("fr-source", "fr", soup, "https://www.example.be/5", '<div class="infos">Belga, publié le dimanche 05 novembre 2023 à 17h20</div>', foot="<p>Source : Belga</p>", source="Belga", published_at="2023-11-05T17:20:00+01:00", sep=" - ", site="Le Courrier")
# ---- es
case("es-pais", "es", modern, "https://example.es/1.html", '<div class="a_md"><div class="a_md_a"><a>Juan Pérez</a></div><div class="a_md_f"><span>Madrid - </span><time datetime="2023-11-05T16:20:00.000Z"><a>05 nov 2023 - 17:20 CET</a></time></div></div>', authors=["Juan Pérez"], published_at="2023-11-05T17:20:00+01:00")
case("es-mundo", "es", modern, "https://www.example.es/2.html", '<div class="ue-c-article__author-name">JUAN PÉREZ</div><a>@juanperez</a> <span>Madrid</span><div>Actualizado Domingo, 5 noviembre 2023 - 17:20</div>', authors=["JUAN PÉREZ"], published_at="2023-11-05T17:20:00+01:00")
case("es-latam", "es", soup, "https://www.example.com.ar/3", '<div class="firma">Por: <b>Redacción El Faro</b></div><div class="fecha">05 de Noviembre 2023 · 17:20 hs</div>', published_at="2023-11-05T17:20:00-03:00", sep=" - ", site="El Faro")
case("es-efe", "es", modern, "https://www.example.es/4", '<p class="firma">EFE</p><p class="fecha">05/11/2023 17:20 Actualizado a 05/11/2023 18:02</p>', body=lambda p: paragraphs(["Madrid, 5 nov (EFE).- " + p[0], *p[1:], "EFE"]), text=lambda p: ["Madrid, 5 nov (EFE).- " + p[0], *p[1:]], authors=["EFE"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("es-por-slash", "es", modern, "https://www.example.com.mx/5", "<p>Por Juan Pérez / EFE</p><p>Publicado: 5 de noviembre de 2023, 5:20 p.m.</p>", body=lambda p: paragraphs(p[:2]) + "<p><strong>Te puede interesar:</strong> <a>La pelea por el faro</a></p>" + paragraphs(p[2:]) + "<p>Síguenos en Google News para recibir la mejor información.</p>", text=lambda p: p, authors=["Juan Pérez"], source="EFE", published_at="2023-11-05T17:20:00-06:00")
# ---- it
case("it-rep", "it", modern, "https://www.example.it/1", '<div class="story__author">di <a>Mario Rossi</a></div><time class="story__date">05 Novembre 2023 alle 17:20</time> | Aggiornato alle 18:02 | 2 minuti di lettura', foot="<p>© Riproduzione riservata</p>", authors=["Mario Rossi"], published_at="2023-11-05T17:20:00+01:00")
case("it-corr", "it", modern, "https://www.example.it/2", '<p class="author">di Mario Rossi e Anna Bianchi</p>', foot='<p class="date">5 novembre 2023 (modifica il 5 novembre 2023 | 18:02)</p><p>© RIPRODUZIONE RISERVATA</p>', authors=["Mario Rossi", "Anna Bianchi"], published_at="2023-11-05")
case("it-ansa", "it", soup, "https://www.example.it/3", '<div class="news-author">Redazione ANSA</div><div class="news-date">ROMA <strong>05 novembre 2023</strong> <span>17:20</span></div>', body=lambda p: paragraphs(["(ANSA) - ROMA, 05 NOV - " + p[0], *p[1:-1], p[-1] + " (ANSA)."]), text=lambda p: ["(ANSA) - ROMA, 05 NOV - " + p[0], *p[1:-1], p[-1] + " (ANSA)."], published_at="2023-11-05T17:20:00+01:00", sep=" - ", site="Il Molo")
# ---- pt
case("br-g1", "pt", modern, "https://g1.example.com.br/1.ghtml", '<p class="content-publication-data__from">Por <a>João Silva</a>, g1 SP</p><p><time datetime="2023-11-05T20:20:00.000Z">05/11/2023 17h20</time> <time>Atualizado há 2 horas</time></p>', authors=["João Silva"], published_at="2023-11-05T17:20:00-03:00", fetched="2023-11-05T22:20:00-03:00")
case("br-uol", "pt", modern, "https://www.example.com.br/2", '<p class="p-author">Do Correio, em São Paulo</p><time>05/11/2023 17h20 Atualizada em 05/11/2023 18h02</time>', published_at="2023-11-05T17:20:00-03:00", modified_at="2023-11-05T18:02:00-03:00", site="Correio")
case("pt-publico", "pt", modern, "https://www.example.pt/3", '<div class="byline"><a rel="author">João Silva</a></div><time>5 de Novembro de 2023, 17:20</time>', body=lambda p: paragraphs(p[:1]) + '<div class="assine"><p>Continua após a publicidade</p></div>' + paragraphs(p[1:3]) + "<p><strong>Leia também: </strong><a>A luta pelo farol continua</a></p>" + paragraphs(p[3:]), text=lambda p: p, authors=["João Silva"], published_at="2023-11-05T17:20:00+00:00")
# ---- nl
case("nl-nos", "nl", hashed, "https://example.nl/artikel/1", '<div>NOS Nieuws•<time datetime="2023-11-05T17:20:00+01:00">Zondag 5 november 2023, 17:20</time></div><ul><li><p>Jan Jansen</p><p>redacteur Buitenland</p></li></ul>', authors=["Jan Jansen"], published_at="2023-11-05T17:20:00+01:00")
case("nl-vk", "nl", modern, "https://www.example.nl/2", '<div class="byline"><span>Jan Jansen</span> <time>5 november 2023, 17:20</time></div>', authors=["Jan Jansen"], published_at="2023-11-05T17:20:00+01:00")
case("nl-ad", "nl", modern, "https://www.example.nl/3", '<div><span class="author">Jan Jansen</span> <span>05-11-23, 17:20</span> <span>Laatste update: 05-11-23, 18:02</span></div>', authors=["Jan Jansen"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("be-bron", "nl", modern, "https://www.example.be/4", "<div>Door: redactie</div><div>5/11/23 - 17u20 Bron: Belga</div>", source="Belga", published_at="2023-11-05T17:20:00+01:00")
# ---- nordics
case("sv-text", "sv", modern, "https://www.example.se/1", '<div class="dates">Publicerad 2023-11-05 17.20</div><div>Uppdaterad 2023-11-05 18.02</div><div class="byline">Text: Anna Svensson  Foto: Per Lind</div>', authors=["Anna Svensson"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("sv-svt", "sv", modern, "https://www.example.se/2", '<a class="author" href="/a">Anna Svensson</a><div>Publicerad 5 november 2023 17.20</div>', foot="<p>TT</p>", authors=["Anna Svensson"], published_at="2023-11-05T17:20:00+01:00")
case("no-av", "nb", modern, "https://www.example.no/1", '<div class="byline">Av <a>Kari Nordmann</a> (tekst) og <a>Ola Hansen</a> (foto)</div><div>Publisert 5. nov. 2023 kl. 17:20 Oppdatert 5. nov. 2023 kl. 18:02</div>', authors=["Kari Nordmann"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("no-role", "nb", hashed, "https://www.example.no/2", '<div><a>Kari Nordmann</a></div><div>Journalist</div><div><time datetime="2023-11-05T17:20:00+01:00">Publisert i dag kl. 17:20</time></div>', authors=["Kari Nordmann"], published_at="2023-11-05T17:20:00+01:00")
case("da-af", "da", modern, "https://www.example.dk/1", '<div class="author">Af Mette Hansen</div><div class="date">5. nov. 2023, 17:20</div>', foot="<p>/ritzau/</p>", authors=["Mette Hansen"], published_at="2023-11-05T17:20:00+01:00")
case("da-ritzau", "da", modern, "https://www.example.dk/2", "<div>Ritzau</div><div>5. november 2023 kl. 17.20</div>", published_at="2023-11-05T17:20:00+01:00", authors=["Ritzau"])
case("fi-yle", "fi", modern, "https://example.fi/a/1", '<div class="author">Matti Meikäläinen</div><div>5.11.2023 17:20•Päivitetty 5.11.2023 18:02</div>', authors=["Matti Meikäläinen"], published_at="2023-11-05T17:20:00+02:00", modified_at="2023-11-05T18:02:00+02:00")
case("fi-julkaistu", "fi", soup, "https://www.example.fi/2", "<p>Julkaistu: 5.11. 2023 klo 17.20</p><p>Teksti: Matti Meikäläinen, kuva: Liisa Virtanen</p>", authors=["Matti Meikäläinen"], published_at="2023-11-05T17:20:00+02:00", sep=" - ", site="Rannikko")
# ---- east
case("pl-oprac", "pl", modern, "https://www.example.pl/1", "<div>Oprac. Jan Kowalski</div><div>5 listopada 2023, 17:20</div>", foot="<p>Źródło: PAP</p>", authors=["Jan Kowalski"], source="PAP", published_at="2023-11-05T17:20:00+01:00")
case("pl-data", "pl", modern, "https://www.example.pl/2", '<div class="author">Jan Kowalski</div><div>Data utworzenia: 5 listopada 2023, 17:20</div>', body=lambda p: paragraphs(p[:2]) + "<p><strong>Zobacz także: </strong><a>Spór o latarnię trwa</a></p>" + paragraphs(p[2:]), text=lambda p: p, authors=["Jan Kowalski"], published_at="2023-11-05T17:20:00+01:00")
case("cs-ctk", "cs", modern, "https://www.example.cz/1", '<div class="authors">Jan Novák, ČTK</div><div>5. 11. 2023 17:20, aktualizováno 5. 11. 2023 18:02</div>', authors=["Jan Novák"], published_at="2023-11-05T17:20:00+01:00", modified_at="2023-11-05T18:02:00+01:00")
case("cs-autor", "cs", soup, "https://www.example.cz/2", '<div class="info">5. listopadu 2023 17:20</div>', foot="<div>Autor: <a>Jan Novák</a></div>", authors=["Jan Novák"], published_at="2023-11-05T17:20:00+01:00", sep=" - ", site="Břeh")
case("hu-szerzo", "hu", modern, "https://example.hu/1", "<div>Szerző: Kovács János</div><div>2023. november 5. 17:20</div>", foot="<p>(MTI)</p>", authors=["Kovács János"], published_at="2023-11-05T17:20:00+01:00")
case("ro-autor", "ro", modern, "https://www.example.ro/1", "<div>Publicat: 05.11.2023, 17:20 | Actualizat: 05.11.2023, 18:02</div><div>Autor: Ion Popescu</div>", authors=["Ion Popescu"], published_at="2023-11-05T17:20:00+02:00", modified_at="2023-11-05T18:02:00+02:00")
case("tr-giris", "tr", soup, "https://www.example.com.tr/1", '<div class="info"><span>Giriş Tarihi: 05.11.2023 17:20</span> <span>Son Güncelleme: 05.11.2023 18:02</span></div><div>Kaynak: AA</div>', source="AA", published_at="2023-11-05T17:20:00+03:00", modified_at="2023-11-05T18:02:00+03:00", sep=" - ", site="Liman")
case("tr-pipe", "tr", modern, "https://www.example.com.tr/2", '<div class="author">Ayşe Yılmaz</div><div>ANKARA, (DHA)</div><div>5 Kasım 2023 - 17:20</div>', authors=["Ayşe Yılmaz"], published_at="2023-11-05T17:20:00+03:00")
case("ru-autor", "ru", modern, "https://www.example.ru/1", '<div class="meta"><time>5 ноября 2023, 17:20</time></div>', foot="<div>Автор: Иван Иванов</div><div>Фото: Пётр Петров</div>", body=lambda p: paragraphs(p[:2]) + "<p>Читайте также: <a>Спор о маяке продолжается</a></p>" + paragraphs(p[2:]) + "<p>Подписывайтесь на наш канал в Telegram</p>", text=lambda p: p, authors=["Иван Иванов"], published_at="2023-11-05T17:20:00+03:00")
case("ru-tass", "ru", soup, "https://example.ru/2", '<div class="date">5 ноября 2023, 17:20, обновлено 5 ноября 2023, 18:02</div>', body=lambda p: paragraphs(["МОСКВА, 5 ноября. /ТАСС/. " + p[0], *p[1:]]), text=lambda p: ["МОСКВА, 5 ноября. /ТАСС/. " + p[0], *p[1:]], published_at="2023-11-05T17:20:00+03:00", modified_at="2023-11-05T18:02:00+03:00", sep=" - ", site="Берег")
case("uk-autor", "uk", modern, "https://www.example.ua/1", "<div>Іван Шевченко — Неділя, 5 листопада 2023, 17:20</div>", foot="<p>Джерело: Укрінформ</p>", authors=["Іван Шевченко"], source="Укрінформ", published_at="2023-11-05T17:20:00+02:00")
case("el-news", "el", modern, "https://www.example.gr/1", '<div class="date">05.11.2023, 17:20</div><div class="author">Γιώργος Παπαδόπουλος</div>', foot="<p>Πηγή: ΑΠΕ-ΜΠΕ</p>", authors=["Γιώργος Παπαδόπουλος"], source="ΑΠΕ-ΜΠΕ", published_at="2023-11-05T17:20:00+02:00")
case("el-words", "el", modern, "https://www.example.gr/2", "<div>Κυριακή 5 Νοεμβρίου 2023, 17:20</div><div>Τελευταία ενημέρωση: 5 Νοεμβρίου 2023, 18:02</div>", body=lambda p: paragraphs(p[:2]) + "<p><strong>Διαβάστε επίσης: </strong><a>Η διαμάχη για τον φάρο</a></p>" + paragraphs(p[2:]), text=lambda p: p, published_at="2023-11-05T17:20:00+02:00", modified_at="2023-11-05T18:02:00+02:00")
case("ar-katab", "ar", modern, "https://www.example.eg/1", "<div>كتب: أحمد محمد</div><div>الأحد 05 نوفمبر 2023 05:20 م</div>", authors=["أحمد محمد"], published_at="2023-11-05T17:20:00+02:00")
case("he-meet", "he", modern, "https://www.example.co.il/1", "<div>מאת: ישראל ישראלי</div><div>05.11.2023 | 17:20 | עודכן 18:02</div>", authors=["ישראל ישראלי"], published_at="2023-11-05T17:20:00+02:00")
case("id-wib", "id", modern, "https://news.example.co.id/1", '<div class="detail__author">Budi Santoso - <span>LautNews</span></div><div class="detail__date">Minggu, 05 Nov 2023 17:20 WIB</div>', body=lambda p: paragraphs(["<strong>Jakarta</strong> - " + p[0], *p[1:2]]) + "<p>Baca juga: <a>Perebutan mercusuar berlanjut</a></p>" + paragraphs(p[2:]) + "<p>(bud/san)</p>", text=lambda p: ["Jakarta - " + p[0], *p[1:]], authors=["Budi Santoso"], published_at="2023-11-05T17:20:00+07:00", site="LautNews")
case("id-roles", "id", modern, "https://www.example.com/2.id", '<div class="read__time">Laut.com - 05/11/2023, 17:20 WIB</div><div class="credit"><div>Budi Santoso</div><div>Penulis</div><div>Siti Aminah</div><div>Editor</div></div>', authors=["Budi Santoso"], published_at="2023-11-05T17:20:00+07:00", site="Laut.com")
case("vi-end", "vi", modern, "https://example.vn/1.html", '<span class="date">Chủ nhật, 5/11/2023, 17:20 (GMT+7)</span>', body=lambda p: paragraphs(p) + '<p style="text-align:right;"><strong>Lê Phương</strong></p>', text=lambda p: p, authors=["Lê Phương"], published_at="2023-11-05T17:20:00+07:00")
case("hi-ist", "hi", modern, "https://www.example.in/1", "<div>Published by: <a>राहुल शर्मा</a></div><div>Updated Sun, 05 Nov 2023 05:20 PM IST</div>", published_at="2023-11-05T17:20:00+05:30")
# ---- en
case("en-ap", "en", modern, "https://example.com/article/1", '<div class="byline">By <span>JANE DOE</span></div><div>Updated 5:20 PM EST, November 5, 2023</div>', authors=["JANE DOE"], published_at="2023-11-05T17:20:00-05:00")
case("en-bbc", "en", soup, "http://news.example.co.uk/2/hi/1.stm", '<span class="date">5 November 2010</span> <span class="time">Last updated at 17:20 GMT</span>', published_at="2010-11-05", sep=" - ", site="Island News")
case("en-2003", "en", table, "http://www.example.com/2003/11/05/x.html", "<font size=1>By JANE DOE<br>Published: November 5, 2003</font>", body=lambda p: "<p>".join(p), foot="<p><i>John Roe contributed reporting for this article.</i>", authors=["JANE DOE"], published_at="2003-11-05")
case("en-cnn2005", "en", table, "http://www.example.com/2005/WORLD/11/05/x/index.html", "<font size=2>Saturday, November 5, 2005; Posted: 5:20 p.m. EST (2220 GMT)</font>", body=lambda p: "<p><b>THE COAST</b> (Reuters) -- " + "</p><p>".join(p) + "</p>", text=lambda p: ["THE COAST (Reuters) -- " + p[0], *p[1:]], foot="<i>Copyright 2005 <a>Reuters</a>. All rights reserved. This material may not be published, broadcast, rewritten, or redistributed.</i>", published_at="2005-11-05T17:20:00-05:00")
case("en-india", "en", soup, "https://www.example.in/news/1", '<div class="auth">Written By : <a>Rahul Sharma</a> | Edited By : <a>Priya Nair</a> | Updated: Nov 05, 2023, 17:20 IST | Source: PTI</div>', authors=["Rahul Sharma"], editors=["Priya Nair"], source="PTI", published_at="2023-11-05T17:20:00+05:30", sep=" | ", site="Bay Express")
case("en-guardian", "en", modern, "https://www.example.co.uk/x", '<address><a rel="author">Jane Doe</a> in Berlin</address><details><summary>Sun 5 Nov 2023 17.20 GMT</summary>Last modified on Sun 5 Nov 2023 18.02 GMT</details>', authors=["Jane Doe"], published_at="2023-11-05T17:20:00+00:00", modified_at="2023-11-05T18:02:00+00:00")
case("en-au", "en", hashed, "https://www.example.com.au/1", "<div>By <a>Jane Doe</a> and <a>John Roe</a></div><div>Updated <time>November 5, 2023 — 6.02pm</time>, first published at <time>5.20pm</time></div>", authors=["Jane Doe", "John Roe"])
case("en-za", "en", modern, "https://www.example.co.za/1", '<div class="date">05 November 2023 - 17:20</div><div class="author">Jane Doe</div>', foot="<p>Would you like to comment on this article? Sign up (it's quick and free) or sign in now.</p>", authors=["Jane Doe"], published_at="2023-11-05T17:20:00+02:00")
case("en-ke", "en", modern, "https://www.example.co.ke/1", "<p>by JANE DOE</p><p>News5 November 2023 - 17:20</p><h3>In Summary</h3><ul><li>The tower is open again.</li><li>Fishermen did it.</li></ul>", authors=["JANE DOE"], published_at="2023-11-05T17:20:00+03:00")
case("en-rep", "en", modern, "https://www.example.com/world/1", '<div class="info">By Jane Doe</div><div><time datetime="2023-11-05T17:20:00Z">November 5, 2023 5:20 PM UTC</time> Updated 2 hours ago</div>', foot='<p class="signoff">Reporting by Jane Doe in Berlin and John Roe in London; Editing by Mary Major</p><p>Our Standards: <a>The Trust Principles.</a></p>', authors=["Jane Doe", "John Roe"], editors=["Mary Major"], published_at="2023-11-05T17:20:00+00:00")
case("en-blog", "en", modern, "https://blog.example.org/1", '<div class="entry-meta">Posted on <a><time class="entry-date published" datetime="2014-11-05T17:20:00+00:00">November 5, 2014</time></a> by <span class="author vcard"><a class="url fn n">Jane Doe</a></span> / <a href="#comments">12 Comments</a></div>', body=lambda p: paragraphs(p) + '<div class="sharedaddy"><h3>Share this:</h3><ul><li><a>Twitter</a></li><li><a>Facebook</a></li></ul></div>', authors=["Jane Doe"], published_at="2014-11-05T17:20:00+00:00", text=lambda p: p)

# ---- between the paragraphs
case("de-consent", "de", modern, body=between( '<div class="embed-consent"><p>An dieser Stelle finden Sie einen externen Inhalt von Bilderdienst, der den Artikel ergänzt. Sie können ihn sich mit einem Klick anzeigen lassen.</p><p><label>Externer Inhalt</label></p><p>Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden. Damit können personenbezogene Daten an Drittplattformen übermittelt werden.</p></div>'))
case("de-newsletter", "de", hashed, body=between('<div class="css-n1"><h3>Morgens um sechs</h3><p>Das Wichtigste vom Tag, kompakt in Ihrem Postfach: Jetzt den Newsletter abonnieren und nichts mehr verpassen.</p><a href="/nl">Jetzt anmelden</a></div>'))
case("de-kurz", "de", modern, body=lambda p: '<div class="summary"><h3>Das Wichtigste in Kürze</h3><ul><li>Der Turm ist wieder offen.</li><li>Die Fischer haben ihn gerettet.</li></ul></div>' + paragraphs(p))
case("de-anzeige", "de", soup, body=between('<p>Anzeige</p><div class="adv"><p>Hier könnte Ihre Werbung stehen.</p></div>'))
case("de-interview", "de", modern, body=lambda p: paragraphs(p[:2]) + "<p><strong>Wie kam es zu der Idee mit dem Lesesaal?</strong></p>" + paragraphs(p[2:]), text=lambda p: [*p[:2], "Wie kam es zu der Idee mit dem Lesesaal?", *p[2:]])
case("de-subhead-h3", "de", hashed, body=lambda p: paragraphs(p[:2]) + "<h3>Fischer gegen den Abriss</h3>" + paragraphs(p[2:]), text=lambda p: [*p[:2], "Fischer gegen den Abriss", *p[2:]])
case("de-list", "de", modern, body=lambda p: paragraphs(p[:3]) + "<ul><li>Samstag von zehn bis achtzehn Uhr</li><li>Sonntag von elf bis siebzehn Uhr</li></ul>" + paragraphs(p[3:]), text=lambda p: [*p[:3], "Samstag von zehn bis achtzehn Uhr", "Sonntag von elf bis siebzehn Uhr", p[3]])
case("en-keypoints", "en", modern, body=lambda p: '<div class="key-points"><h2>Key points</h2><ul><li>The tower is open again.</li><li>It was fishermen who saved it.</li></ul></div>' + paragraphs(p))
case("en-ads", "en", hashed, body=lambda p: "".join(f"<p>{q}</p><div class='css-ad1'><p>Advertisement</p></div>" for q in p))
case("en-dropcap", "en", modern, body=lambda p: f'<p><span class="dropcap">{p[0][0]}</span>{p[0][1:]}</p>' + paragraphs(p[1:]))
case("en-divs", "en", hashed, body=lambda p: "".join(f'<div class="css-p1"><span>{q}</span></div>' for q in p))
case("en-brs", "en", soup, body=lambda p: "<br/><br/>\n".join(p))
case("en-two-bodies", "en", modern, body=lambda p: '<div class="body__container">' + paragraphs(p[:2]) + '</div><div class="ad-wrapper"><span>Ad</span></div><div class="body__container">' + paragraphs(p[2:]) + "</div>")
case("en-share-line", "en", modern, body=lambda p: '<div class="tools"><span>Share</span> <span>Facebook</span> <span>Twitter</span> <span>WhatsApp</span> <span>Email</span></div>' + paragraphs(p) + "<p>Tags: <a href=1>lighthouse</a>, <a href=2>river</a></p>")
case("en-bio", "en", modern, body=lambda p: paragraphs(p) + "<p><em>Jane Doe is a staff writer at the Herald. She covers the coast.</em></p>", top='<div class="author">By Jane Doe</div>', authors=["Jane Doe"])
case("en-related-inline", "en", hashed, body=between('<p><strong>READ MORE: </strong><a href="/a">The long quarrel over the tower</a></p><p><a href="/b"><em>Why fishermen love the river</em></a></p>'))
case("en-photos", "en", modern, body=between('<p><img src="a.jpg"><br><em>The lighthouse in the evening. Photo: Per Lind</em></p>'))
case("en-comments", "en", soup, body=lambda p: paragraphs(p), foot='<div class="c"><h3>3 Comments</h3><div class="c1"><b>seagull77</b> November 6, 2023 at 9:12 am<p>What a lovely story, I will bring my grandchildren there next weekend for sure.</p></div><div class="c1"><b>ottoline</b> November 6, 2023 at 9:40 am<p>The council should have mended the path years ago, everybody knows that it is dangerous in winter.</p></div><div class="c1"><b>per</b> November 6, 2023 at 11:02 am<p>And who pays for the heating? Nobody ever asks that question in this town, as usual.</p></div></div>')
case("en-amp", "en", lambda *a, **k: modern(*a, **k).replace("<html", "<html amp").replace("<img", "<amp-img"), body=lambda p: paragraphs(p) + '<amp-ad width=300 height=250 type="x"></amp-ad>')
case("fr-essentiel", "fr", modern, body=lambda p: "<div class=\"box\"><p><b>L'essentiel</b></p><ul><li>Le phare est rouvert.</li><li>Les pêcheurs l'ont sauvé.</li></ul></div>" + paragraphs(p))
case("fr-abonne", "fr", modern, body=lambda p: paragraphs(p[:3]), foot='<div class="paywall"><p>Cet article est réservé aux abonnés. Il vous reste 72% à lire.</p><a href="/abo">S’abonner</a></div>', text=lambda p: p[:3], head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":false}</script>', status="paywalled")
case("fr-pub", "fr", hashed, body=between('<div class="css-pub">Publicité</div><p>À lire aussi <a href="/a">Le long combat des pêcheurs</a></p>'))
case("es-compartir", "es", soup, body=lambda p: "<p>Compartir en Facebook Compartir en Twitter</p>" + paragraphs(p) + "<p>Etiquetas: <a href=1>faro</a> <a href=2>pesca</a></p>")
case("es-destacado", "es", modern, body=between('<div class="destacado"><p>«Queremos que los niños sepan cómo era el río antes del puente»</p></div>'))
case("es-lee", "es", modern, body=between("<h3><a href=1>Lee también: La disputa por el faro</a></h3><p>PUBLICIDAD</p>"))
case("it-leggi", "it", modern, body=between("<p>Leggi anche: <a href=1>La lunga lite per il faro</a></p><p>Pubblicità</p>"), foot="<p>Riproduzione riservata © Copyright Il Molo</p>")
case("pt-veja", "pt", hashed, body=between('<div class="css-pub">PUBLICIDADE</div><p><strong>Veja também: </strong><a href=1>A disputa pelo farol</a></p>'), foot="<p>Receba as notícias no seu e-mail. Inscreva-se na newsletter.</p>")
case("nl-lees", "nl", modern, body=between("<p><strong>Lees ook:</strong> <a href=1>De lange strijd om de toren</a></p><p>Advertentie</p>"))
case("sv-annons", "sv", modern, body=between("<p>ANNONS</p><p>LÄS MER: <a href=1>Striden om fyren</a></p>"))
case("nb-les", "nb", modern, body=between("<p>Annonse</p><p><strong>Les også:</strong> <a href=1>Striden om fyret</a></p>"))
case("da-laes", "da", modern, body=between("<p>Annonce</p><p>Læs også: <a href=1>Striden om fyret</a></p>"))
case("fi-mainos", "fi", modern, body=between("<p>Mainos</p><p>Lue myös: <a href=1>Kiista majakasta</a></p>"))
case("pl-reklama", "pl", modern, body=between("<p>REKLAMA</p><p>Czytaj także: <a href=1>Spór o latarnię</a></p><p>Dalszy ciąg materiału pod wideo</p>"))
case("cs-ctete", "cs", modern, body=between("<p>Reklama</p><p>Čtěte také: <a href=1>Spor o maják</a></p>"))
case("tr-ilgili", "tr", modern, body=between("<p>REKLAM</p><p>İLGİLİ HABER: <a href=1>Fener kavgası</a></p>"), foot="<p>Bizi Google News'te takip edin</p>")
case("ru-reklama", "ru", modern, body=between("<p>РЕКЛАМА</p><p>Читайте также: <a href=1>Спор о маяке</a></p>"), foot="<p>Подписывайтесь на нас в Telegram и Дзене</p>")
case("el-diavaste", "el", modern, body=between("<p>ΔΙΑΦΗΜΙΣΗ</p><p>Διαβάστε επίσης: <a href=1>Η διαμάχη για τον φάρο</a></p>"), foot="<p>Ακολουθήστε μας στο Google News</p>")
case("ar-aqra", "ar", modern, body=between("<p>إعلان</p><p>اقرأ أيضا: <a href=1>الخلاف على المنارة</a></p>"), foot="<p>تابعونا على تويتر وفيسبوك</p>")
case("he-kra", "he", modern, body=between("<p>פרסומת</p><p>קראו גם: <a href=1>המריבה על המגדלור</a></p>"))
case("id-baca", "id", modern, body=between("<p>ADVERTISEMENT</p><p>SCROLL TO CONTINUE WITH CONTENT</p><p>Baca juga: <a href=1>Sengketa mercusuar</a></p>"), foot="<p>Simak berita lainnya di Google News</p>")
case("vi-xem", "vi", modern, body=between("<p>Xem thêm: <a href=1>Tranh cãi về ngọn hải đăng</a></p>"))
case("hi-padhen", "hi", modern, body=between("<p>विज्ञापन</p><p>यह भी पढ़ें: <a href=1>प्रकाशस्तंभ का विवाद</a></p>"))
case("zh-wenmo", "zh", soup, body=lambda p: '<p style="text-align:center"><img src=a.jpg></p><p style="text-align:center">图为重新开张的旧书市集。城南日报记者 王小明 摄</p>' + paragraphs(p) + "<p>延伸阅读：</p><p><a href=1>城北图书馆延长开放时间</a></p><p><a href=2>修书师傅的一天</a></p><p>（来源：城南日报）</p>", source="城南日报")
case("zh-video-ad", "zh", soup, body=between("<p>广告</p><p>点击进入专题：城南旧书市集</p><p>【相关新闻】</p>"))
case("zh-qr", "zh", soup, body=lambda p: paragraphs(p) + "<p>更多精彩内容，请扫描下方二维码关注城南晚报官方微信</p><p><img src=qr.png></p><p>版权声明：本文为城南晚报原创，未经授权不得转载。</p>")
case("zh-strong-heads", "zh", soup, body=lambda p: paragraphs(p[:2]) + "<p><strong>孩子们的书摊</strong></p>" + paragraphs(p[2:]), text=lambda p: [*p[:2], "孩子们的书摊", *p[2:]])
case("tw-yanshen", "zh-Hant", modern, body=lambda p: paragraphs(p) + "<p>更多新聞推薦</p><p><a href=1>● 港邊咖啡館開幕</a></p><p>※ 提醒您：請勿轉載本文內容</p>")
case("tw-caption", "zh-Hant", modern, body=between("<figure><img src=b.jpg></figure><p>▲ 書店內保留原有的吊臂。（圖／記者王小明攝）</p>"))
case("ja-kanren", "ja", modern, body=lambda p: "<p>この記事の写真をすべて見る</p>" + paragraphs(p) + "<p>【関連記事】</p><ul><li><a href=1>灯台の歴史をたどる</a></li><li><a href=2>川の漁師たち</a></li></ul>")
case("ja-pay", "ja", modern, body=lambda p: paragraphs(p[:2]), foot='<div class="pay"><p>この記事は会員限定です。登録すると続きをお読みいただけます。</p><p>残り1234文字（全文1500文字）</p></div>', text=lambda p: p[:2], head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":"False"}</script>', status="paywalled")
case("ko-sajin", "ko", modern, body=between('<div class="img"><img src=a.jpg><p>▲ 새로 문을 연 등대 도서관 [사진=강변시 제공]</p></div><p>관련기사</p><p><a href=1>등대를 둘러싼 오랜 다툼</a></p>'))
case("ko-copy", "ko", soup, body=lambda p: "<br><br>".join(p) + "<br><br>저작권자 © 강변신문 무단전재 및 재배포 금지")
# fmt: on
