"""Notices in many languages below a story: kept apart from its text, and sentences of stories that sound like them kept in it."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, page, paragraphs

from pipelines import extract

NOTICES = """
sv|Allt material på nordhavn.example är skyddat enligt lagen om upphovsrätt.
sv|Kopiering eller annat återgivande utan tillstånd är förbjudet.
sv|Detta är en opinionstext. Åsikterna som uttrycks är skribentens egna.
no|Det er ikke tillatt å kopiere eller gjengi innholdet uten avtale med utgiver.
no|Dette er et debattinnlegg, skrevet av en ekstern bidragsyter. Innlegget uttrykker skribentens holdninger.
da|Dette er et debatindlæg. Indlægget er udtryk for skribentens egen holdning.
da|Artiklen må ikke gengives uden skriftlig tilladelse fra udgiveren.
fi|Aineiston kopiointi ja julkaiseminen ilman lupaa on kielletty.
fi|Kirjoituksen mielipiteet ovat kirjoittajan omia.
pl|Wszelkie prawa zastrzeżone. Kopiowanie i rozpowszechnianie bez zgody wydawcy jest zabronione.
pl|Materiał chroniony prawem autorskim - wszelkie prawa zastrzeżone. Dalsze rozpowszechnianie artykułu za zgodą wydawcy.
pl|Opinie wyrażone w tekście są opiniami autora i nie muszą odzwierciedlać stanowiska redakcji.
cs|Publikování nebo šíření obsahu je zakázáno bez předchozího souhlasu.
cs|Jakékoli užití obsahu včetně převzetí, šíření či dalšího zpřístupňování článků a fotografií je bez souhlasu vydavatele zakázáno.
cs|Názory autora se nemusí shodovat s názory redakce.
sk|Publikovanie alebo ďalšie šírenie správ a fotografií zo zdrojov TASR je bez predchádzajúceho písomného súhlasu TASR porušením autorského zákona.
hu|A cikk másolása, terjesztése a kiadó írásos engedélye nélkül tilos.
hu|A cikkben megfogalmazott vélemény nem feltétlenül tükrözi a szerkesztőség álláspontját.
ro|Preluarea fără cost a materialelor de presă se face în limita a 500 de semne și cu citarea sursei cu link activ.
ro|Reproducerea totală sau parțială a materialelor este interzisă fără acordul scris al editorului.
ro|Opiniile exprimate aparțin autorului și nu reflectă în mod necesar poziția redacției.
bg|Използването на материали от сайта е възможно само при цитиране на източника.
bg|Препечатването без писмено разрешение е забранено.
uk|Передрук матеріалів дозволено лише за наявності посилання на джерело.
uk|Будь-яке копіювання, передрук чи відтворення інформації заборонено без письмового дозволу.
uk|Думка автора може не збігатися з позицією редакції.
ru|Мнение автора может не совпадать с позицией редакции.
ru|При цитировании материалов ссылка на сайт обязательна.
ru|Точка зрения редакции может не совпадать с мнением авторов.
hr|Zabranjeno je kopiranje i prenošenje sadržaja bez dozvole izdavača.
hr|Preuzimanje sadržaja dozvoljeno je samo uz navođenje izvora.
hr|Stavovi izraženi u tekstu su isključivo autorovi i ne odražavaju stavove redakcije.
sr|Ставови изнети у тексту не одражавају нужно став редакције.
sl|Kopiranje in razmnoževanje brez dovoljenja ni dovoljeno.
el|Απαγορεύεται η αναδημοσίευση χωρίς τη γραπτή άδεια του εκδότη.
el|Οι απόψεις που εκφράζονται απηχούν τις προσωπικές απόψεις του αρθρογράφου.
tr|İzinsiz ve kaynak gösterilmeden alıntı yapılamaz.
tr|Yasal Uyarı: Yayınlanan köşe yazısı ve haberlerin tüm hakları Nordhavn Yayıncılık'a aittir. Kaynak gösterilse dahi köşe yazısı veya haberin tamamı özel izin alınmadan kullanılamaz.
tr|Burada yer alan yatırım bilgi, yorum ve tavsiyeleri yatırım danışmanlığı kapsamında değildir.
ar|يمنع إعادة نشر هذه المادة دون إذن خطي من الناشر
ar|المقال يعبر عن رأي كاتبه ولا يعبر بالضرورة عن رأي الموقع
ar|الآراء الواردة في هذا المقال لا تعكس بالضرورة الموقف التحريري للصحيفة.
fa|استفاده از مطالب سایت با ذکر منبع بلامانع است
he|אין להעתיק או לשכפל את התוכן ללא אישור בכתב
hi|डिस्क्लेमर: लेख में व्यक्त विचार लेखक के निजी हैं।
bn|এই ওয়েবসাইটের কোনো লেখা বা ছবি অনুমতি ছাড়া নকল করা বা অন্য কোথাও প্রকাশ করা সম্পূর্ণ বেআইনি।
ur|ادارے کا لکھاری کی رائے سے متفق ہونا ضروری نہیں۔
vi|Nghiêm cấm sao chép dưới mọi hình thức khi chưa có sự đồng ý bằng văn bản.
vi|Ghi rõ nguồn khi phát hành lại thông tin từ website này.
vi|Bài viết thể hiện quan điểm riêng của tác giả.
id|Dilarang keras mengambil konten, melakukan crawling atau pengindeksan otomatis untuk AI di situs web ini tanpa izin tertulis dari redaksi.
id|Artikel ini merupakan opini penulis dan tidak mewakili pandangan redaksi.
ms|Artikel ini adalah pandangan peribadi penulis dan tidak semestinya mewakili pendirian rasmi akhbar.
th|สงวนลิขสิทธิ์ ห้ามคัดลอก ทำซ้ำ หรือเผยแพร่โดยไม่ได้รับอนุญาต
lt|Draudžiama kopijuoti ir platinti informaciją be raštiško redakcijos sutikimo.
lv|Publikācijas saturs vai tās jebkāda apjoma daļa ir aizsargāts autortiesību objekts Autortiesību likuma izpratnē, un tā izmantošana bez izdevēja atļaujas ir aizliegta.
et|Artikli kopeerimine ja levitamine ilma loata on keelatud.
nl|De meningen in deze column zijn die van de auteur en geven niet noodzakelijk de mening van de redactie weer.
pt|As opiniões expressas neste artigo são da responsabilidade do autor e não refletem necessariamente a posição do jornal.
pt|Este texto não reflete necessariamente a opinião do portal.
it|Le opinioni espresse in questo articolo sono dell'autore e non riflettono necessariamente la posizione del giornale.
fr|Les propos tenus dans cette tribune n'engagent que leur auteur.
fr|Toute reproduction, même partielle, est interdite sans autorisation préalable.
es|Queda prohibida la reproducción total o parcial sin autorización escrita.
es|Las opiniones expresadas en este artículo son responsabilidad exclusiva de su autor y no representan necesariamente la línea editorial.
de|Der Artikel gibt die Meinung des Autors wieder und nicht notwendigerweise die der Redaktion.
de|Nachdruck und Vervielfältigung nur mit schriftlicher Genehmigung des Verlags.
"""
# Who owns the site: no notice of this article's, and no text.
OWNERSHIP = """
sv|Alla rättigheter förbehållna.
no|Alle rettigheter forbeholdt.
da|Alle rettigheder forbeholdes.
fi|Kaikki oikeudet pidätetään.
cs|Všechna práva vyhrazena.
sk|Všetky práva vyhradené.
hu|Minden jog fenntartva.
ro|Toate drepturile rezervate.
bg|Всички права запазени.
uk|Усі права захищені.
hr|Sva prava pridržana.
sr|Сва права задржана.
sl|Vse pravice pridržane.
el|Με την επιφύλαξη παντός δικαιώματος.
tr|Tüm hakları saklıdır.
ar|جميع الحقوق محفوظة لموقع نوردهافن
fa|کلیه حقوق این سایت محفوظ است
he|כל הזכויות שמורות
hi|सर्वाधिकार सुरक्षित
bn|সর্বস্বত্ব সংরক্ষিত
ur|جملہ حقوق محفوظ ہیں
id|Hak cipta dilindungi undang-undang.
ms|Hak cipta terpelihara.
ca|Tots els drets reservats.
lt|Visos teisės saugomos.
et|Kõik õigused kaitstud.
it|© RIPRODUZIONE RISERVATA
no|Alt innhold er opphavsrettslig beskyttet. © Nordhavn 2025
"""
# How stories end in the same words.
STORIES = """
sv|Materialet fördes ut ur landet utan tillstånd, sade åklagaren på onsdagen i tingsrätten.
no|Det er ikke tillatt å bade ved broen, sa ordføreren til avisen onsdag ettermiddag.
fi|Avotulen käyttö on kielletty koko maakunnassa, pelastuslaitos kertoi keskiviikkona.
pl|Wszelkie prace prowadzono bez zgody konserwatora, powiedziała w środę burmistrz miasta.
cs|Jakékoli změny bez souhlasu památkářů jsou podle starostky města vyloučeny.
hu|A cikk szerint a híd két évig zárva marad, mondta szerdán a polgármester.
ro|Articolul din lege a fost votat fără acordul primarului, a spus miercuri consilierul.
hr|Zabranjeno je graditi na obali bez dozvole, rekao je u srijedu gradonačelnik.
lt|Draudžiama statyti be kaimynų sutikimo, trečiadienį sakė miesto merė.
tr|Burada yer alan köprü iki yıl kapalı kalacak, dedi belediye başkanı çarşamba günü.
vi|Mọi quyết định sẽ được công bố bằng văn bản vào tuần tới, thị trưởng cho biết.
ru|Использование дронов над мостом без разрешения опасно, сообщила в среду мэрия.
uk|Матеріали справи передали до суду без дозволу слідчого, повідомили в середу.
el|Απαγορεύεται η δόμηση χωρίς άδεια στην περιοχή, είπε την Τετάρτη ο δήμαρχος.
ar|يحظر القانون استخدام الهواتف قرب الجسر، كما قالت رئيسة البلدية يوم الأربعاء.
fa|استفاده از تلفن همراه روی پل ممنوع است، شهردار روز چهارشنبه گفت.
he|אסור להיכנס לאזור הגשר ללא אישור מיוחד, אמרה ראשת העיר ביום רביעי.
bn|অনুমতি ছাড়া সেতুর কাছে সভা করা যাবে না, বুধবার বলেছেন মেয়র।
th|ห้ามนำสัตว์เลี้ยงเข้าไปในบริเวณสะพานระหว่างการก่อสร้าง นายกเทศมนตรีกล่าว
id|Dilarang mengambil gambar di jembatan itu, kata wali kota pada hari Rabu.
de|Der Artikel im Grundgesetz gibt dem Rat recht, sagte die Bürgermeisterin am Mittwoch.
pt|Este texto foi votado na quarta-feira pela câmara municipal, disse a prefeita.
"""
# Their names have the letters that each of these languages is told by.
STORY = [
    *PARAGRAPHS,
    (
        "Those who spoke were Søren Ågård, Päivi Mäkelä, Jüri Õunapuu, Łucja Żak, Žofie Řezníčková, László Győrfi, Ștefan Bălan, Rūta Šėmytė, "
        "Işıl Aydın and Nguyễn Thị Hồng of the harbour board, and the ferry's master, who has been at the wheel for nineteen years."
    ),
]


def lines(table: str) -> list[str]:
    return [line.partition("|")[2] for line in table.strip().splitlines()]


def below(line: str) -> str:
    return page(f"<div>{paragraphs(STORY)}<p>{line}</p></div>")


@pytest.mark.parametrize("notice", lines(NOTICES))
def test_a_notice_is_no_text(notice: str) -> None:
    article = extract(below(notice))
    assert article.text.split("\n") == STORY, f"see notice_words.py and notice_languages.py for {notice!r}"
    assert article.notice == notice


@pytest.mark.parametrize("line", lines(OWNERSHIP))
def test_who_owns_the_site_is_no_text(line: str) -> None:
    assert extract(below(line)).text.split("\n") == STORY


@pytest.mark.parametrize("line", lines(STORIES))
def test_a_story_may_end_in_such_words(line: str) -> None:
    article = extract(below(line))
    assert article.text.split("\n") == [*STORY, line], f"a rule takes {line!r} for a notice"
    assert article.notice is None
