"""Bylines in the words of many languages, above a story and below it."""

from __future__ import annotations

import pytest

from pipelines import extract
from pipelines.extraction import credits as grammar
from pipelines.extraction import spaced_credits

LED = [
    ("en", "Reported by Jane Roe", ["Jane Roe"]),
    ("en", "Words by Jane Roe", ["Jane Roe"]),
    ("de", "Aus Bad Ems berichtet Anna Weber", ["Anna Weber"]),
    ("de", "Von unserer Redakteurin Anna Weber", ["Anna Weber"]),
    ("de", "Aufgezeichnet von Anna Weber", ["Anna Weber"]),
    ("fr", "Rédigé par Claire Morel", ["Claire Morel"]),
    ("fr", "Article rédigé par Claire Morel", ["Claire Morel"]),
    ("fr", "Un article de Claire Morel et Paul Petit", ["Claire Morel", "Paul Petit"]),
    ("es", "Escrito por Lucía Vega", ["Lucía Vega"]),
    ("es", "ESCRITO POR: LUCÍA VEGA", ["LUCÍA VEGA"]),
    ("pt", "Texto de Rita Lopes", ["Rita Lopes"]),
    ("pt", "Reportagem de Rita Lopes", ["Rita Lopes"]),
    ("it", "dal nostro inviato Luca Riva", ["Luca Riva"]),
    ("it", "A cura di Marta Conti", ["Marta Conti"]),
    ("it", "Articolo di Marta Conti", ["Marta Conti"]),
    ("ca", "Per Laia Puig", ["Laia Puig"]),
    ("nl", "Geschreven door Sanne de Vries", ["Sanne de Vries"]),
    ("sv", "Skriven av Karin Berg", ["Karin Berg"]),
    ("nb", "Skrevet av Kari Moe", ["Kari Moe"]),
    ("da", "Skrevet af Mette Holm", ["Mette Holm"]),
    ("fi", "Toimittaja Aino Laine", ["Aino Laine"]),
    ("pl", "Rozmawiała Anna Nowak", ["Anna Nowak"]),
    ("cs", "Napsala Jana Nová", ["Jana Nová"]),
    ("hu", "Írta: Kovács Anna", ["Kovács Anna"]),
    ("ro", "Scris de Maria Popescu", ["Maria Popescu"]),
    ("bg", "от Мария Петрова", ["Мария Петрова"]),
    ("ru", "Беседовала Анна Смирнова", ["Анна Смирнова"]),
    ("ru", "Корреспондент Анна Смирнова", ["Анна Смирнова"]),
    ("uk", "Розмовляла Олена Коваль", ["Олена Коваль"]),
    ("sr", "Пише: Милан Јовић", ["Милан Јовић"]),
    ("hr", "Piše Ana Horvat", ["Ana Horvat"]),
    ("sl", "Piše: Ana Novak", ["Ana Novak"]),
    ("el", "Γράφει η Μαρία Παππά", ["Μαρία Παππά"]),
    ("el", "ΓΡΑΦΕΙ Ο ΝΙΚΟΣ ΠΑΠΠΑΣ", []),  # capitals leave out the accents: better none than a wrong one
    ("el", "Της Μαρίας Παππά", ["Μαρίας Παππά"]),
    ("tr", "Haber: Ayşe Demir", ["Ayşe Demir"]),
    ("tr", "HABER: AYŞE DEMİR", ["AYŞE DEMİR"]),
    ("id", "Ditulis oleh Budi Santoso", ["Budi Santoso"]),
    ("vi", "Tác giả: Nguyễn Văn An", ["Nguyễn Văn An"]),
    ("tl", "Ni Juan Cruz", ["Juan Cruz"]),
    ("sw", "Na Juma Ali", ["Juma Ali"]),
    ("sq", "Nga Arben Hoxha", ["Arben Hoxha"]),
    ("az", "Müəllif: Aysel Quliyeva", ["Aysel Quliyeva"]),
    ("af", "Deur Piet Botha", ["Piet Botha"]),
]
NOBODY = [
    ("sv", "Per Anders Lind"),  # Per is his name, and a line that is a name alone is read elsewhere
    ("it", "A cura di tutti"),
    ("fr", "Signé hier à Paris"),
    ("fr", "Un article de loi"),
    ("fi", "Toimittaja kertoo työstään"),
    ("ru", "Корреспондент сообщил, что мост закрыт"),
    ("ru", "Записал и забыл"),
    ("tr", "Haber merkezi"),
    ("hr", "Piše se povijest"),
    ("de", "Aus Berlin berichtet niemand"),
    ("es", "Publicado por primera vez en Madrid"),
    ("id", "Laporan keuangan kuartal pertama"),
    ("pl", "Tekst ustawy"),
    ("en", "Story by story, the tower rises"),
]


@pytest.mark.parametrize(("language", "line", "expected"), LED)
def test_a_byline_in_the_words_of_its_language(language: str, line: str, expected: list[str]) -> None:
    found = spaced_credits.byline(line, language)
    assert (list(found.names) if found else []) == expected, f"see byline_words.py for {line!r}"


@pytest.mark.parametrize(("language", "line"), NOBODY)
def test_a_line_that_begins_like_a_byline(language: str, line: str) -> None:
    assert spaced_credits.byline(line, language) is None


def test_labels_are_read_however_they_are_written() -> None:
    """Patterns take more letters for one another than lower case does: a final sigma, i with and without its dot, a long s."""
    alike = ("iİ", "iı", "sſ", "σς", "ςσ", "kK")
    for label, role in spaced_credits._LABELS.items():
        for written in {label.upper(), label.title(), *(label.replace(plain, other) for plain, other in alike)}:
            found = grammar.read(f"{written}: Jane Roe", "en")
            assert [(item.role, item.names) for item in found] == [(role, ("Jane Roe",))], (
                f"the label {written!r} must be read as {label!r}"
            )


STORY = {
    "el": "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει την παλιά γέφυρα για δύο χρόνια, αφού μηχανικοί βρήκαν ρωγμές, είπε ο δήμαρχος.",
    "th": "สภาเมืองมีมติเมื่อวันอังคารให้ปิดสะพานเก่าเป็นเวลาสองปี หลังจากวิศวกรพบรอยร้าวในเสาสามต้น ร้านค้าทั้งสองฝั่งกังวลว่าจะสูญเสียลูกค้า",
    "ur": "سٹی کونسل نے منگل کو پرانے پل کو دو سال کے لیے بند کرنے کا فیصلہ کیا، جب انجینئروں کو اس کے تین ستونوں میں دراڑیں ملیں، میئر نے کہا۔",
    "de": "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke zwei Jahre zu sperren, nachdem Risse gefunden worden waren, sagte die Bürgermeisterin.",
}


def page(language: str, above: str = "", below: str = "") -> bytes:
    paragraphs = "".join(f"<p>{STORY[language]} {number}.</p>" for number in range(4))
    heading = f"<h1>{STORY[language][:30]}</h1>"
    return f'<html lang="{language}"><body><div>{heading}{above}<div>{paragraphs}</div>{below}</div></body></html>'.encode()


@pytest.mark.parametrize(
    ("language", "above", "authors", "published"),
    [
        ("el", "<div>Συντάκτης: Μαρία Παππά</div><div>12.03.2025 | 09:15</div>", ["Μαρία Παππά"], "2025-03-12T09:15:00+02:00"),
        ("th", "<div>โดย สมชาย ใจดี</div><div>12 มีนาคม 2568 09:15 น.</div>", ["สมชาย ใจดี"], "2025-03-12T09:15:00+07:00"),
        ("ur", "<div>تحریر: احمد علی</div><div>12 مارچ 2025</div>", ["احمد علی"], "2025-03-12"),
    ],
)
def test_a_dateline_above_a_story(language: str, above: str, authors: list[str], published: str) -> None:
    article = extract(page(language, above), url="https://news.example/4")
    assert (article.status, article.authors, article.published_at) == ("ok", authors, published)
    assert article.text.startswith(STORY[language])


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ("<div>Von Anna Weber</div>", ["Anna Weber"]),
        ("<p>Aufgezeichnet von Anna Weber und Jan Kurz</p>", ["Anna Weber", "Jan Kurz"]),
        ("<h3>Von Anna Weber</h3>", []),
        ('<div><a href="/5">Von Anna Weber</a></div>', []),
        ("<div>Von Anna Weber am 12. März 2025</div>", []),
    ],
)
def test_a_byline_that_signs_a_story(below: str, authors: list[str]) -> None:
    article = extract(page("de", below=below), url="https://news.example/4")
    assert article.authors == authors
    assert not authors or "Anna Weber" not in article.text
