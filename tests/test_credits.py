"""Credits: who did what, in the forms that newspapers use."""

from __future__ import annotations

import pytest

from pipelines.extraction import credits as grammar
from pipelines.extraction import names, spaced_credits
from pipelines.extraction.found import Found

Pairs = list[tuple[str, str]]

ZH = [
    ("来源:贵州日报|编辑:杨云|责编:陈梦楠", [("source", "贵州日报"), ("editor", "杨云"), ("responsible_editor", "陈梦楠")]),
    ("本文来源：红周刊 责任编辑：王晓_NF4425", [("source", "红周刊"), ("responsible_editor", "王晓_NF4425")]),
    ("责任编辑：张三 HN003", [("responsible_editor", "张三 HN003")]),
    ("编辑 刘小阳 校对 李明", [("editor", "刘小阳"), ("proofreader", "李明")]),
    ("新京报记者 陆小夫 / 编辑 刘小阳 校对 李明", [("reporter", "陆小夫"), ("editor", "刘小阳"), ("proofreader", "李明")]),
    ("澎湃新闻记者 段小超 廖小艳", [("reporter", "段小超"), ("reporter", "廖小艳")]),
    ("采写：南都记者 余小菁 向小妮", [("reporter", "余小菁"), ("reporter", "向小妮")]),
    ("■本报记者 张三 通讯员 李四", [("reporter", "张三"), ("correspondent", "李四")]),
    ("新华社记者宋小晨、田小全、胡小喆", [("reporter", "宋小晨"), ("reporter", "田小全"), ("reporter", "胡小喆")]),
    ("本报驻京记者 张三 北京报道", [("reporter", "张三")]),
    ("【编辑：姚小昊】", [("editor", "姚小昊")]),
    ("[责任编辑：张三]", [("responsible_editor", "张三")]),
    ("(责编：汤小瑶、丁小涛)", [("responsible_editor", "汤小瑶"), ("responsible_editor", "丁小涛")]),
    ("（责任编辑：系统管理员）", [("responsible_editor", "系统管理员")]),
    ("责编：Demi Xia", [("responsible_editor", "Demi Xia")]),
    ("【文/某某网专栏作者 王小文】", [("author", "王小文")]),
    ("执笔/叨叨姐、胡一刀&李小飞刀", [("author", "叨叨姐"), ("author", "胡一刀"), ("author", "李小飞刀")]),
    ("文｜张三 编辑｜李四", [("author", "张三"), ("editor", "李四")]),
    ("文丨张小三 摄影丨李四", [("author", "张小三"), ("photographer", "李四")]),
    ("文/图 刘小东 易小楠", [("author", "刘小东"), ("author", "易小楠")]),
    ("《棱镜》作者 周小纯", [("author", "周小纯")]),
    ("翻译：张三 校对：李四", [("translator", "张三"), ("proofreader", "李四")]),
    ("发布日期：2016 浏览次数： 信息来源：省发改委", [("source", "省发改委")]),
    ("来源：澎湃新闻网", [("source", "澎湃新闻网")]),
    ("来源于 财新网", [("source", "财新网")]),
    ("来源丨人民日报", [("source", "人民日报")]),
    ("来源: 中国空间院、中国火箭院等", [("source", "中国空间院、中国火箭院等")]),
    ("来源：证券时报网作者：李小山", [("source", "证券时报网"), ("author", "李小山")]),
    ("稿源：某某在线 条评论", [("source", "某某在线")]),
    ("作者：张三\t来源：新华网\t2019", [("author", "张三"), ("source", "新华网")]),
    ("作者：\t张三\t李四\t关注", [("author", "张三"), ("author", "李四")]),
    ("版权声明 来源：当代商报 时间：2019 作者： ", [("source", "当代商报")]),
    ("記者王小明／台北報導", [("reporter", "王小明")]),
    ("聯合報 / 記者王小明／台北即時報導", [("reporter", "王小明")]),
    ("王小明／綜合報導", [("reporter", "王小明")]),
    ("責任編輯：李大同", [("responsible_editor", "李大同")]),
    ("编辑：张三 责任编辑：李四", [("editor", "张三"), ("responsible_editor", "李四")]),
    ("监制：张三 审核：李四", [("contributor", "张三"), ("contributor", "李四")]),
]
NOT_ZH = [
    "来源: | 发布时间: 2018-05-17 | 浏览次数: 2168",
    "时间：2019-09-25 作者：网络整理",
    "凡本网注明“来源：国际在线”的所有信息内容",
    "记者问是否还应担任行政长官？外交部回应",
    "记者：为什么要这样做？",
    "记者：您好",
    "来源:未知 作者:admin",
    "来源：不详",
    "作者最新文章",
    "编辑计划表",
    "新闻发布会",
    "来源：",
    "责任编辑：",
    "图片来源：视觉中国",
    "（资料来源：参考消息、海外网等）",
    "记者获悉，去年全省知识产权案件增幅超过六成。",
    "作者：佚名",
]
BRACKETED = [
    ("大会召开。(记者 陈小曦)", [("reporter", "陈小曦")]),
    ("新华社北京9月18日电（记者张三、李四）九月", [("reporter", "张三"), ("reporter", "李四")]),
    ("本报讯（记者 张三 通讯员 李四）昨天", [("reporter", "张三"), ("correspondent", "李四")]),
    ("长江网10月4日讯（记者陈小智 整合） 国庆", [("reporter", "陈小智")]),
    ("中新网贵阳10月8日电 (记者 张三)", [("reporter", "张三")]),
    ("本报讯（记者/张三）昨天", [("reporter", "张三")]),
    ("本报讯（见习记者 张三 记者 李四）昨天", [("reporter", "张三"), ("reporter", "李四")]),
    ("〔記者王小明／台北報導〕昨天", [("reporter", "王小明")]),
    ("（中央社記者王小明台北19日電）九月", [("reporter", "王小明")]),
    ("九月（編輯：李大同）", [("editor", "李大同")]),
    ("（实习生王小茹对此文亦有贡献）", [("contributor", "王小茹")]),
    ("（本报记者张小峰）", [("reporter", "张小峰")]),
    ("（记者注：此处有误）", []),
    ("（完）", []),
    ("会议在京召开（见图）", []),
]
OTHERS = [
    ("ko", "홍길동 기자 hong@example.com", [("reporter", "홍길동")]),
    ("ko", "배윤경·이상현 기자", [("reporter", "배윤경"), ("reporter", "이상현")]),
    ("ja", "文＝山田太郎", [("author", "山田太郎")]),
    ("de", "Von Erika Muster (Text) und Jan Beispiel (Fotos)", [("author", "Erika Muster"), ("photographer", "Jan Beispiel")]),
    (
        "en",
        "Reporting by Jane Doe; Editing by John Roe and Mary Major",
        [("reporter", "Jane Doe"), ("editor", "John Roe"), ("editor", "Mary Major")],
    ),
    ("en", "Additional reporting by Jane Doe", [("contributor", "Jane Doe")]),
    ("en", "Source: AP", [("source", "AP")]),
    ("en", "Translated by John Roe", [("translator", "John Roe")]),
    ("de", "Quelle: ntv.de, ino/dpa", [("source", "ntv.de, ino/dpa")]),
    ("de", "Das Gespräch führte Erika Muster.", [("author", "Erika Muster")]),
    ("de", "Redaktion: Max Muster und Erika Muster", [("author", "Max Muster"), ("author", "Erika Muster")]),
    ("es", "Fuente: EFE", [("source", "EFE")]),
    ("fr", "Source : AFP", [("source", "AFP")]),
    ("ru", "Автор: Иван Петров", [("author", "Иван Петров")]),
    ("ru", "Источник: Интерфакс", [("source", "Интерфакс")]),
    ("tr", "Muhabir: Ayşe Yılmaz", [("author", "Ayşe Yılmaz")]),
    ("tr", "Kaynak: AA", [("source", "AA")]),
]
BYLINES = [
    ("By Jane Doe and John Smith, Reuters", ["Jane Doe", "John Smith", "Reuters"]),
    ("By Jane Doe", ["Jane Doe"]),
    ("Von Erika Muster, dpa", ["Erika Muster", "dpa"]),
    ("Par Jeanne Dupont (avec AFP)", ["Jeanne Dupont"]),
    ("Por Juan Pérez / EFE", ["Juan Pérez", "EFE"]),
    ("Von: Bill Muster, Marie Muster", ["Bill Muster", "Marie Muster"]),
    ("Di Anna Rossi", ["Anna Rossi"]),
    ("Door Jan de Vries", ["Jan de Vries"]),
    ("Von der Leyen kündigt neue Kommission an", []),
    ("By the numbers: 12 things", []),
    ("Por la calle mayor", []),
    ("By clicking subscribe you agree", []),
]
NAMES = [
    ("Jane Doe and John Roe", "en", ["Jane Doe", "John Roe"]),
    ("By JANE DOE, JOHN ROE & MARY MAJOR", "en", ["JANE DOE", "JOHN ROE", "MARY MAJOR"]),
    ("Jane Doe, Political Editor", "en", ["Jane Doe"]),
    ("Jane Doe, Sweidah", "en", ["Jane Doe"]),
    ("jane.doe@example.org", "en", []),
    ("Jane Doe (jane@example.org)", "en", ["Jane Doe"]),
    ("Anna Muster und Bert Muster", "de", ["Anna Muster", "Bert Muster"]),
    ("Marie Dupont et Jean Martin", "fr", ["Marie Dupont", "Jean Martin"]),
    ("Juan Pérez y María Gómez", "es", ["Juan Pérez", "María Gómez"]),
    ("José Ortega y Gasset", "es", ["José Ortega y Gasset"]),
    ("João Silva e Ana Costa", "pt", ["João Silva", "Ana Costa"]),
    ("Jan Kowalski i Anna Nowak", "pl", ["Jan Kowalski", "Anna Nowak"]),
    ("Иван Петров и Анна Орлова", "ru", ["Иван Петров", "Анна Орлова"]),
    ("大渡 美花", "ja", ["大渡 美花"]),
    ("松岡大地、金子太郎", "ja", ["松岡大地", "金子太郎"]),
    ("张三、李四", "zh", ["张三", "李四"]),
    ("张  三", "zh", ["张三"]),
    ("홍길동 기자", "ko", ["홍길동"]),
    ("http://example.org/author/jane", "en", []),
    ("105092", "zh", []),
    ("佚名", "zh", []),
]


def pairs(found: list[Found]) -> Pairs:
    return [(item.role, name) for item in found for name in item.names]


@pytest.mark.parametrize(("line", "expected"), ZH)
def test_a_chinese_credit_line(line: str, expected: Pairs) -> None:
    assert pairs(grammar.read(line, "zh")) == expected, f"see the labels of credit_words.py for {line!r}"


@pytest.mark.parametrize("line", NOT_ZH)
def test_a_line_that_credits_nobody(line: str) -> None:
    assert pairs(grammar.read(line, "zh")) == []


@pytest.mark.parametrize(("line", "expected"), BRACKETED)
def test_a_credit_within_a_sentence(line: str, expected: Pairs) -> None:
    assert pairs(grammar.bracketed(line, "zh")) == expected


@pytest.mark.parametrize(("language", "line", "expected"), OTHERS)
def test_a_credit_line_elsewhere(language: str, line: str, expected: Pairs) -> None:
    assert pairs(grammar.read(line, language)) == expected


@pytest.mark.parametrize(
    "line",
    """Source: Reuters|Quelle: dpa|Fuente: EFE|Fonte: ANSA|Bron: ANP|Källa: TT|Kilde: NTB|Lähde: STT|Źródło: PAP|Zdroj: ČTK|Forrás: MTI|Sursa: Agerpres
    Източник: БТА|Источник: ТАСС|Джерело: Укрінформ|Извор: Танјуг|Izvor: Hina|Vir: STA|Πηγή: ΑΠΕ|Kaynak: AA|المصدر: رويترز|منبع: ایرنا|מקור: רויטרס
    स्रोत: पीटीआई|সূত্র: বাসস|ماخذ: اے پی پی|ஆதாரம்: பிடிஐ|ที่มา: สำนักข่าวไทย|Nguồn: TTXVN|Sumber: Antara|Pinagmulan: PNA|Chanzo: AFP|Font: ACN
    Šaltinis: ELTA|Avots: LETA|Allikas: ERR|Burimi: ATSH|Mənbə: Azərtac|წყარო: IPN|Աղբյուր: Արմենպրես|Дереккөз: Қазақпарат|Heimild: RÚV""".replace(
        "\n    ", "|"
    ).split("|"),
)
def test_a_source_in_the_word_of_its_language(line: str) -> None:
    assert pairs(grammar.read(line, "")) == [("source", line.split(": ")[1])]


@pytest.mark.parametrize(("line", "expected"), BYLINES)
def test_a_byline(line: str, expected: list[str]) -> None:
    found = spaced_credits.byline(line)
    assert (list(found.names) if found else []) == expected


@pytest.mark.parametrize(("text", "language", "expected"), NAMES)
def test_names_are_taken_apart(text: str, language: str, expected: list[str]) -> None:
    assert names.split(text, language) == expected


@pytest.mark.parametrize(
    "name", ["AFP", "dpa", "The Associated Press", "新华社", "Redaktion", "BBC News", "东京新闻网", "hessenschau.de", "dpa/AP", "Staff"]
)
def test_agencies_and_desks_are_no_persons(name: str) -> None:
    assert not names.is_person(name), f"{name} must be known in agencies.py or by a word of names.py"


@pytest.mark.parametrize("name", ["Jane Doe", "张三", "山田太郎", "홍길동", "Иван Петров", "Maria-Luisa O’Neill", "Bill MCCARTHY"])
def test_persons_are_persons(name: str) -> None:
    assert names.is_person(name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("责任编辑：张三", True),
        ("新京报记者 陆小夫 / 编辑 刘小阳 校对 李明", True),
        ("（记者 陈小曦）", True),
        ("来源：新京报 责任编辑：张三", True),
        ("本报记者张三昨日从市政府获悉，今年全市将新增公园二十座。编辑：李四", False),
    ],
)
def test_a_pure_credit_line_says_nothing_else(line: str, expected: bool) -> None:
    found = grammar.read(line, "zh") or grammar.bracketed(line, "zh")
    assert grammar.covers(line, found) is expected
