"""What notices say in languages that a letter tells: each is looked for only where the page has the letter.

By letters: words, one of which must stand in a line, and the pattern of one thing that a notice says, in lower case.
"""

from __future__ import annotations

SAYINGS: dict[str, tuple[tuple[str, str], ...]] = {
    # Swedish, Norwegian, Danish
    "åø": (
        ("upphovsrätt|opphavsrett|ophavsret", r"upphovsrätt|opphavsrett|ophavsret"),
        ("förbehåll|forbehold", r"(?:rättigheter|rettigheter|rettigheder) (?:är |er )?(?:förbehåll|forbehold)"),
        (
            "kopier|återgiv|gjengi|gengiv|eftertryck|ettertrykk",
            r"(?:kopier|återgiv|gjengi|gengiv|eftertryck|ettertrykk)\w*.{0,80}(?:förbjud|forbudt|tillåt|(?:utan|uten|uden) (?:\w+ ){0,2}"
            r"(?:tillstånd|medgivande|tillatelse|tilladelse|avtale|aftale|samtykke))",
        ),
        ("må ikke", r"må ikke (?:\w+ ){0,3}(?:gengives|kopieres|gjengis|videre)"),
        (
            "skribent|forfatter|författar",
            r"(?:åsikter|meninger|holdning|udtryk for|uttrykker|står for).{0,40}(?:skribent|forfatter|författar)",
        ),
        ("opinion|debat|kron|krön", r"^\W*det(?:ta| här|te) (?:är|er) e[nt]t? (?:opinions|debat|kron|krön)\w*"),
    ),
    # Finnish, Estonian
    "äõ": (
        ("pidätet|kaitstud", r"oikeudet (?:on )?pidätet|õigused (?:on )?kaitstud"),
        ("kielletty|keelatud", r"(?:kopioin|julkaisemi|jakami|lainaami|käyttö|kopeerimi|levitami|kasutami).{0,80}(?:kielletty|keelatud)"),
        ("lupaa|luvatta|loata", r"(?:kopioin|julkaisemi|jakami|levittämi|kopeerimi|levitami).{0,80}(?:lupaa|luvatta|loata)"),
        ("mielipi|näkemy", r"(?:mielipi|näkemy)\w+ (?:ovat|on) (?:\w+ )?(?:kirjoittaj|kolumnisti)"),
    ),
    # Polish
    "żłą": (
        ("zastrzeżone", r"prawa (?:są )?zastrzeżone"),
        ("prawem autorskim|prawa autorskie", r"prawem autorskim|prawa autorskie"),
        ("zgod", r"(?:za|bez) (?:\w+ ){0,2}zgod[yą] (?:\w+ ){0,2}(?:wydawc|redakcj|autora|wydawnictw)"),
        ("kopiowani|rozpowszechniani|publikowani", r"(?:kopiowanie|rozpowszechnianie|publikowanie).{0,80}(?:zabronion|zakazan|zgod)"),
        ("opini", r"opinie (?:\w+ ){0,3}(?:wyrażone|zawarte|autora)"),
        ("redakcji|nie musz", r"nie musz\w+ .{0,20}(?:odzwierciedlać|pokrywać)|stanowisk\w+ redakcji"),
    ),
    # Czech, Slovak
    "ěřůľť": (
        ("vyhrazena|vyhradené", r"práva (?:jsou |sú )?vyhra(?:zena|dené)"),
        ("zakázán|zakázan|porušen", r"(?:šíření|užití|publikov|kopírov|převzetí|šírenie|použitie).{0,160}(?:zakázan|zakázán|porušen)"),
        (
            "souhlas|súhlas",
            r"bez (?:\w+ ){0,2}(?:předchozího|písemného|predchádzajúceho|písomného) (?:\w+ ){0,2}(?:souhlasu|súhlasu)|bez (?:souhlasu|súhlasu) (?:vydavat|redakc|čtk|tasr|autor)",
        ),
        ("názor", r"názory? (?:autor\w*|\w+ autor\w*) (?:se |sa )?nemus|s názor\w* redakc"),
        ("autorského|autorským", r"autorsk(?:ého|ým) (?:zákon|práv)"),
    ),
    # Hungarian
    "őű": (
        ("fenntartva", r"jog fenntartva"),
        ("tilos", r"(?:másolás|terjesztés|felhasznál|közlés|átvétel).{0,100}tilos"),
        ("engedély", r"engedélye? nélkül"),
        ("feltétlenül|álláspontj", r"nem feltétlenül (?:tükrözi|egyezik)|vélemény.{0,60}álláspontj"),
    ),
    # Romanian
    "ăș": (
        ("rezervate", r"drepturile (?:sunt )?rezervate"),
        ("preluarea|reproducerea", r"(?:preluarea|reproducerea).{0,120}(?:interzis|limita|acord|citarea)"),
        ("citarea|acordul", r"citarea sursei|fără acordul (?:scris|prealabil|redac)"),
        ("opiniile", r"opiniile (?:\w+ ){0,2}(?:exprimate|aparțin)"),
        ("nu reflectă|nu reprezintă", r"nu (?:reflectă|reprezintă)(?: în mod)? necesar"),
    ),
    # Croatian, Serbian, Bosnian, Slovene
    "čžš": (
        ("pridržan|zadržan", r"(?:prava|pravice) (?:su |so )?(?:pridržan|zadržan)"),
        ("zabranjen", r"zabranjeno? (?:je |svako )?(?:\w+ ){0,2}(?:kopiran|prenošen|preuziman|umnožav)"),
        (
            "dozvol|dopušten|odobren|dovoljen",
            r"(?:kopiranj|razmnoževanj|prenošenj|preuzimanj|umnožavanj|objavljivanj)\w*.{0,80}(?:dozvol|dopušten|odobren|dovoljen)",
        ),
        ("preuzimanj|prenošenj", r"(?:preuzimanje|prenošenje).{0,80}(?:navođenje|uz obvezno)"),
        ("stavovi|mišljenj", r"(?:stavovi|mišljenja) (?:\w+ ){0,2}(?:izražen|iznesen|iznet)"),
        ("ne odražavaju|ne predstavljaju", r"ne (?:odražavaju|predstavljaju)"),
    ),
    # Lithuanian, Latvian
    "ėšā": (
        ("saugomos|aizsargāt", r"teisės saugomos|tiesības (?:ir )?aizsargātas|aizsargāts autortiesību"),
        (
            "draudžiama|aizliegt",
            r"draudžiama .{0,60}(?:kopij|platin|naudo|publik|atgamin)|(?:izmantošan|pārpublicēšan|kopēšan)\w*.{0,60}aizliegt",
        ),
        (
            "sutikimo|atļaujas|piekrišanas",
            r"\bbe (?:\w+ )?(?:raštišk|redakcijos|leidėjo)\w* (?:\w+ ){0,2}sutikimo|\bbez (?:\w+ )?(?:izdevēja|rakstisk|redakcijas)\w* (?:\w+ ){0,2}(?:atļaujas|piekrišanas)",
        ),
    ),
    # Turkish, Azerbaijani
    "ışə": (
        ("saklıdır|aittir", r"hakları? saklıdır|tüm hakları.{0,60}aittir"),
        (
            "kaynak göster|zin al|zinsiz",
            r"(?:kaynak göster|izin al|zinsiz).{0,100}(?:alıntı|(?:kullanı|yayınla|yayımla|çoğaltı|kopyala)\w*maz)",
        ),
        ("yasal uyarı", r"^\W*yasal uyarı"),
        ("danışmanlığı|tavsiyesi", r"yatırım danışmanlığı kapsamında|yatırım tavsiyesi (?:değil|niteliği)"),
        ("sorumluluğu|kişisel görüş|kendi görüş", r"sorumluluğu (?:yazar|kendi)|yazarın (?:kişisel|kendi) görüş"),
        ("qorunur|istinad", r"hüquqları? qorunur|istinad (?:mütləq|vacib)"),
    ),
    # Vietnamese
    "ềộồưừạả": (
        ("bản quyền", r"bản quyền (?:thuộc|©)|giữ bản quyền"),
        ("sao chép|phát hành lại", r"cấm sao chép|phát hành lại thông tin|sao chép.{0,60}(?:nguồn|đồng ý|văn bản)"),
        ("ghi rõ nguồn", r"ghi rõ nguồn"),
        ("đồng ý|chấp thuận", r"(?:sao chép|phát hành|đăng lại|sử dụng).{0,80}(?:đồng ý|chấp thuận)"),
        ("quan điểm|không nhất thiết", r"(?:thể hiện|phản ánh) quan điểm (?:riêng |cá nhân )?(?:của )?tác giả|không nhất thiết"),
    ),
    # Cyrillic: Russian beside what notice_words.py has, Ukrainian, Bulgarian, Serbian, Macedonian
    "оаеи": (
        (
            "права",
            r"(?:усі|всі) права (?:захищ|застереж)|(?:всички|сите) права (?:са |се )?запазени|сва права (?:су )?(?:задржана|придржана)",
        ),
        (
            "мнени|точка зрения|думка|позиц|одражавају|представљају",
            r"(?:мнени[ея]|точка зрения|думка|позиция|позиція).{0,40}мо(?:жет|гут|же|жуть) не (?:совпадать|отражать|збігатися|співпадати)|не (?:одражавају|представљају)",
        ),
        (
            "мнением|позицией|позицією|точкой зрения|думкою|ставови|мишљења",
            r"(?:мнением|позицией|точкой зрения|позицією|думкою) (?:редакц|автор)|(?:ставови|мишљења) (?:\w+ ){0,2}(?:изнет|изражен)",
        ),
        (
            "ссылк|посилан",
            r"ссылка (?:на \w+ )?(?:\w+ ){0,3}обязательна|(?:гіпер)?посилання (?:на \w+ )?(?:\w+ ){0,3}обов|за наявності (?:\w+ )?(?:гіпер)?посилання",
        ),
        (
            "при цитировани|при перепечатк|при копировани|при використанн",
            r"при (?:цитировани|перепечатк|копировани|(?:любом |полном )?использовани|використанн)",
        ),
        (
            "передрук|копіюванн|використанн|відтворенн",
            r"(?:передрук|копіюванн|використанн|відтворенн)\w*.{0,100}(?:заборон|дозвол|посилан|лише)",
        ),
        (
            "препечатван|използван|копиране|забрањен|преузима",
            r"(?:препечатван|използван|копиране)\w*.{0,100}(?:забранен|само|разрешение|цитиран)|забрањено (?:\w+ ){0,2}(?:копира|преноше|преузима)",
        ),
        (
            "разрешени|дозвол",
            r"без (?:предварительн|письменн|письмов|попередн|писмен|изрич|претходн)\w* (?:\w+ ){0,2}(?:разрешени[ея]|дозвол[ує])",
        ),
    ),
    # Greek
    "οαε": (
        ("επιφύλαξη|πνευματικ", r"με (?:την )?επιφύλαξη παντός|πνευματικ\w+ δικαι"),
        (
            "αναδημοσ|αναπαρ|αντιγρ",
            r"(?:αναδημοσίευση|αναπαραγωγή|αντιγραφή).{0,80}(?:άδεια|απαγορ|επιτρέπεται|αναφορά)|απαγορεύεται .{0,40}(?:αναδημοσ|αναπαρ|αντιγρ)",
        ),
        (
            "άδεια",
            r"χωρίς (?:την |τη )?(?:γραπτή|έγγραφη|προηγούμενη) (?:\w+ )?άδεια|χωρίς (?:την )?άδεια (?:του|της) (?:εκδότη|συντ|εφημερ|ιστοσ)",
        ),
        ("απόψεις", r"απόψεις (?:που )?(?:εκφράζ|διατυπών)|(?:απηχούν|αντανακλούν|εκφράζουν).{0,30}απόψεις"),
    ),
    # Arabic, Persian, Urdu
    "اوم": (
        ("حقوق", r"(?:ال)?حقوق (?:\w+ ){0,5}محفوظ"),
        ("نشر|نسخ|اقتباس", r"(?:يمنع|يحظر|لا يجوز|ممنوع) .{0,20}(?:إعادة (?:نشر|إنتاج|توزيع)|نسخ|اقتباس)"),
        ("إذن|موافقة", r"(?:دون|بدون) (?:إذن|موافقة) (?:خطي|كتابي|مسبق|من الناشر)"),
        ("يعبر|تعبر|تعكس|يعكس|تمثل|يمثل", r"ولا (?:يعبر|تعبر|يعكس|تعكس|يمثل|تمثل)|لا (?:يعبر|تعبر|يعكس|تعكس|يمثل|تمثل) بالضرورة"),
        ("رأي كاتب|الآراء الواردة", r"(?:يعبر|تعبر) عن رأي كاتب|الآراء الواردة"),
        ("ذکر منبع", r"(?:بازنشر|استفاده|نقل|انتشار|کپی).{0,60}ذکر منبع"),
        ("متفق", r"متفق ہونا ضروری نہیں"),
    ),
    # Hebrew
    "ויה": (
        ("זכויות", r"הזכויות שמורות|זכויות יוצרים"),
        ("להעתיק|לשכפל|לעשות שימוש|אישור|רשות", r"(?:אין|אסור) (?:להעתיק|לשכפל|לעשות שימוש)|ללא (?:אישור|רשות) (?:בכתב|מראש|המערכת)"),
    ),
    # Hindi, Marathi, Nepali; Bengali
    "ाि": (
        ("सर्वाधिकार", r"सर्वाधिकार सुरक्षित"),
        ("डिस्क्लेमर|अस्वीकरण", r"^\W*(?:डिस्क्लेमर|अस्वीकरण)"),
        ("विचार", r"विचार लेखक के|व्यक्त विचार"),
    ),
    "ািব": (
        ("সর্বস্বত্ব", r"সর্বস্বত্ব"),
        ("অনুমতি", r"অনুমতি (?:ছাড়া|ব্যতীত).{0,60}(?:নকল|কপি|অনুলিপি|পুনর্মুদ্রণ)"),
        ("বেআইনি|দণ্ডনীয়", r"(?:নকল|কপি|অনুলিপি).{0,60}(?:বেআইনি|দণ্ডনীয়)"),
    ),
    # Thai
    "าร": (
        ("ลิขสิทธิ์", r"สงวนลิขสิทธิ์|ลิขสิทธิ์เป็นของ"),
        ("ห้าม", r"ห้าม(?:คัดลอก|ทำซ้ำ|เผยแพร่|ดัดแปลง|นำ(?:ภาพ|ข้อความ|เนื้อหา|ข่าว))"),
        ("อนุญาต", r"(?:โดยไม่ได้รับ|ก่อนได้รับ)อนุญาต"),
    ),
}
# How such a notice begins, a line a language or a family of them.
OPENINGS = (
    r"allt (?:material|innehåll)|alt (?:innhold|indhold|materiale)|alla rättig|alle rettig|kopiering|citera|det(?:ta| här|te) (?:är|er) e[nt]t? (?:opinion|debat|kron|krön)|"
    r"artik(?:el|kel)en må|det er ikke tilla|åsikter|meninger i|materialet|inn?holdet|indholdet|upphovsr|ophavs",
    r"kaikki oikeudet|aineiston|artikkelin|sisällön|kirjoituksen|mielipitee|kõik õigused|artikli|sisu |kopeeri",
    r"wszelkie|wszystkie prawa|materiał |kopiowanie|rozpowszech|opinie |publikowan|prawa aut|dalsze|żadna część",
    r"všechna|všetky|publikov|jakékoli|akékoľvek|názor|šíření|šírenie|kopírov|obsah |bez (?:předch|souhl|súhl)",
    r"minden jog|a (?:cikk|tartalom|szöveg|portál|vélemény)|az (?:oldal|írás|itt )|másol|jogi",
    r"toate drept|preluarea|opiniile|conținutul|articolul|textul|materialele",
    r"sva prava|zabranjen|preuzim|prenošen|stavovi|mišljenj|nijedan|vse pravice|kopiranje|razmnož",
    r"visos teis|draudžiama|be raš|publikācij|visas ties|pārpublic|kopēš",
    r"tüm hak|izinsiz|yasal|burada|bu (?:yazı|haber|site|içerik)|yazıların|kaynak|sitemizde|bütün hüq",
    r"bản quyền|nghiêm cấm|cấm |ghi rõ|bài viết|mọi |vui lòng|không được|giữ bản quyền",
    r"всички права|ус[іи] права|всі права|сите права|сва права|використ|използ|препеч|передрук|будь-як|копію|думка автор|матеріал|материал|мнени[ея] (?:автор|редакц|колумн)|точка зрения|"
    r"позици[яі] (?:автор|редакц)|цитирован|любое|ставови|мишљењ|забрањ|преуз",
    r"με (?:την )?επιφύλ|απαγορ|αναδημ|αναπαρ|οι απόψεις|τα (?:άρθρα|κείμενα)|το άρθρο|πνευμ",
    r"جميع|كل الحقوق|حقوق|يمنع|يحظر|لا يجوز|ممنوع|المقال|هذا المقال|الآراء|إن الآراء|ما ورد|کلیه|تمامی|استفاده|بازنشر|نقل|هرگونه|جملہ|ادار[ےہ]",
    r"כל הזכויות|אין ל|אסור|זכויות|ללא אישור|सर्वाधि|डिस्क्ल|अस्वी|(?:इस )?लेख में|সর্বস্বত্ব|এই (?:ওয়েব|সাইট)|অনুমতি|สงวน|ห้าม|ลิขสิทธิ์|บทความนี้|เนื้อหา",
    r"hak cipta|dilarang|artikel ini|tulisan ini|seluruh|konten|tots els drets|les opinions",
    r"op (?:dit artikel|deze)|overname|de mening|dit artikel|niets uit|auteursrecht|as opiniões|este (?:texto|conteúdo|material)|o (?:conteúdo|texto|artigo)|"
    r"os (?:artigos|textos)|le opinioni|questo (?:articolo|contenuto|testo)|gli articoli|der artikel|die meinung|namentlich|los artículos",
)
