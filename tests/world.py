"""News pages as they are written around the world: one small story in each language, and four layouts to set it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

# The headline and the paragraphs.
STORIES: dict[str, tuple[str, list[str]]] = {
    "zh": (
        "城南旧书市集周末重开 首日迎来三千名读者",
        [
            "城南旧书市集停办两年后于周末重新开张，首日共迎来约三千名读者，一百二十个摊位在上午十点前全部开市。",
            "市集管理处负责人表示，今年增加了儿童读物和地方志专区，并请来修书师傅现场演示线装书的修补工序。",
            "“很多人是带着孩子来的，”摊主老周说，“他们想让孩子看看没有屏幕的时候人们怎样找一本书。”",
            "据介绍，市集将持续到本月底，每逢周末开放，读者可凭旧书换取借阅卡一张，外地读者还可领取路线图。",
        ],
    ),
    "zh-Hant": (
        "舊港碼頭改建書店 試營運首週湧入萬人",
        [
            "閒置二十年的舊港碼頭倉庫改建為獨立書店，試營運首週湧入上萬人次，附近公車班次也跟著加開到深夜。",
            "文化局說明，書店由三位退休船員共同經營，館內保留原有的吊臂與軌道，並設有航海日誌的展示區。",
            "「我們想留住碼頭的聲音，」店長表示，「所以每天下午四點會播放五十年前錄下的汽笛，讓孩子也聽得見。」",
            "書店預計下月正式開幕，週三公休，團體參觀須於七日前預約，當地居民憑證件可以享有購書折扣優惠。",
        ],
    ),
    "ja": (
        "川沿いの古い灯台、図書室として再生 住民が運営",
        [
            "市内の川沿いに立つ古い灯台が図書室として生まれ変わり、初日の日曜日は近くの住民ら約四百人が訪れた。",
            "灯台は五十年前に役目を終え、解体も検討されたが、地元の漁師らが保存を求めて署名を集めていた。",
            "運営にあたる佐伯さんは「子どもたちが川の歴史を知る場所にしたい」と話し、古い海図の複製も並べたという。",
            "図書室は毎週土曜と日曜に開き、入場は無料。市は来年度、周辺の遊歩道もあわせて整備する方針だ。",
        ],
    ),
    "ko": (
        "강변 옛 등대 도서관으로 새 단장, 주민이 직접 운영",
        [
            "시내 강변에 서 있던 옛 등대가 도서관으로 새 단장을 마치고 일요일 문을 열어 첫날 주민 사백여 명이 다녀갔다.",
            "등대는 오십 년 전 불을 끈 뒤 철거까지 검토됐지만 어민들이 보존을 요구하며 서명을 모아 자리를 지켰다.",
            "운영을 맡은 주민 대표는 “아이들이 강의 역사를 배우는 곳이 되기를 바란다”며 옛 해도의 사본도 전시했다고 말했다.",
            "도서관은 매주 토요일과 일요일에 열리고 입장료는 없으며 시는 내년에 주변 산책로도 함께 정비할 계획이다.",
        ],
    ),
    "en": (
        "Village reopens its lighthouse as a reading room",
        [
            "A lighthouse that had stood dark for fifty years reopened on Sunday as a reading room, and some four hundred people climbed its stairs on the first day.",
            "The town had planned to pull the tower down until fishermen collected two thousand signatures and offered to repair the roof themselves.",
            "“We wanted the children to know what the river was like before the bridge,” said the keeper of the keys, who has hung copies of old charts along the walls.",
            "The room will open every weekend without charge, and the council intends to mend the footpath along the bank next year if the money can be found.",
        ],
    ),
    "de": (
        "Dorf macht seinen Leuchtturm zum Lesesaal",
        [
            "Ein Leuchtturm, der fünfzig Jahre lang dunkel geblieben war, ist am Sonntag als Lesesaal wieder eröffnet worden, und gut vierhundert Menschen stiegen am ersten Tag hinauf.",
            "Die Gemeinde wollte den Turm abreißen lassen, bis Fischer zweitausend Unterschriften sammelten und anboten, das Dach selbst zu reparieren.",
            "„Die Kinder sollen wissen, wie der Fluss vor der Brücke aussah“, sagte die Frau, die den Schlüssel verwahrt und alte Seekarten an die Wände gehängt hat.",
            "Der Raum ist an jedem Wochenende kostenlos geöffnet, und der Rat möchte im nächsten Jahr auch den Weg am Ufer erneuern, wenn sich das Geld dafür findet.",
        ],
    ),
    "fr": (
        "Un village transforme son phare en salle de lecture",
        [
            "Un phare resté éteint pendant cinquante ans a rouvert dimanche comme salle de lecture, et quelque quatre cents personnes en ont gravi les marches dès le premier jour.",
            "La commune voulait abattre la tour, jusqu'à ce que des pêcheurs réunissent deux mille signatures et proposent d'en réparer eux-mêmes le toit.",
            "« Les enfants doivent savoir à quoi ressemblait le fleuve avant le pont », explique la gardienne des clés, qui a accroché des copies de vieilles cartes aux murs.",
            "La salle sera ouverte gratuitement chaque fin de semaine, et le conseil souhaite refaire l'an prochain le sentier de la rive si l'argent est trouvé.",
        ],
    ),
    "es": (
        "Un pueblo convierte su faro en una sala de lectura",
        [
            "Un faro que llevaba cincuenta años apagado reabrió el domingo como sala de lectura, y unas cuatrocientas personas subieron sus escaleras el primer día.",
            "El ayuntamiento pensaba derribar la torre hasta que los pescadores reunieron dos mil firmas y se ofrecieron a reparar el tejado con sus propias manos.",
            "«Queremos que los niños sepan cómo era el río antes del puente», dijo la encargada de las llaves, que ha colgado copias de viejas cartas en las paredes.",
            "La sala abrirá gratis todos los fines de semana, y el consejo quiere arreglar el próximo año el sendero de la orilla si se encuentra el dinero.",
        ],
    ),
    "it": (
        "Un paese trasforma il suo faro in una sala di lettura",
        [
            "Un faro rimasto spento per cinquant'anni ha riaperto domenica come sala di lettura, e circa quattrocento persone ne hanno salito le scale il primo giorno.",
            "Il comune voleva abbattere la torre, finché i pescatori non hanno raccolto duemila firme e si sono offerti di riparare il tetto da soli.",
            "«Vogliamo che i bambini sappiano com'era il fiume prima del ponte», ha detto la custode delle chiavi, che ha appeso ai muri copie di vecchie carte nautiche.",
            "La sala aprirà gratis ogni fine settimana, e il consiglio intende rifare l'anno prossimo il sentiero lungo la riva se si troveranno i soldi.",
        ],
    ),
    "pt": (
        "Vila transforma o seu farol em sala de leitura",
        [
            "Um farol que passou cinquenta anos apagado reabriu no domingo como sala de leitura, e cerca de quatrocentas pessoas subiram as suas escadas no primeiro dia.",
            "A câmara pretendia demolir a torre até que os pescadores reuniram duas mil assinaturas e se ofereceram para reparar o telhado.",
            "“Queremos que as crianças saibam como era o rio antes da ponte”, disse a guardiã das chaves, que pendurou cópias de velhas cartas náuticas nas paredes.",
            "A sala vai abrir de graça todos os fins de semana, e o conselho quer arranjar no próximo ano o caminho da margem se o dinheiro aparecer.",
        ],
    ),
    "nl": (
        "Dorp maakt van zijn vuurtoren een leeszaal",
        [
            "Een vuurtoren die vijftig jaar donker bleef, is zondag heropend als leeszaal, en zo'n vierhonderd mensen beklommen op de eerste dag de trappen.",
            "De gemeente wilde de toren slopen, totdat vissers tweeduizend handtekeningen verzamelden en aanboden het dak zelf te herstellen.",
            "“We willen dat de kinderen weten hoe de rivier er voor de brug uitzag”, zei de sleutelbewaarster, die kopieën van oude zeekaarten aan de muur heeft gehangen.",
            "De zaal is elk weekend gratis open, en de raad wil volgend jaar ook het pad langs de oever opknappen als het geld gevonden wordt.",
        ],
    ),
    "sv": (
        "By gör sin fyr till läsesal",
        [
            "En fyr som hade varit släckt i femtio år öppnade på söndagen igen som läsesal, och omkring fyrahundra personer gick uppför trapporna den första dagen.",
            "Kommunen hade tänkt riva tornet tills fiskarna samlade in tvåtusen namnunderskrifter och erbjöd sig att laga taket själva.",
            "– Vi vill att barnen ska veta hur älven såg ut före bron, säger kvinnan som vaktar nycklarna och som har hängt upp kopior av gamla sjökort på väggarna.",
            "Salen har öppet varje helg utan avgift, och nästa år vill kommunen rusta upp stigen längs stranden om pengarna räcker till.",
        ],
    ),
    "nb": (
        "Bygd gjør fyret sitt om til lesesal",
        [
            "Et fyr som hadde stått mørkt i femti år, åpnet søndag igjen som lesesal, og rundt fire hundre mennesker gikk opp trappene den første dagen.",
            "Kommunen ville rive tårnet helt til fiskerne samlet inn to tusen underskrifter og tilbød seg å reparere taket selv.",
            "– Vi vil at barna skal vite hvordan elva så ut før brua kom, sier kvinnen som passer nøklene og har hengt opp kopier av gamle sjøkart på veggene.",
            "Salen er åpen gratis hver helg, og neste år vil kommunen også ruste opp stien langs bredden dersom pengene strekker til.",
        ],
    ),
    "da": (
        "Landsby gør sit fyrtårn til læsesal",
        [
            "Et fyrtårn, der havde stået mørkt i halvtreds år, åbnede søndag igen som læsesal, og omkring fire hundrede mennesker gik op ad trapperne den første dag.",
            "Kommunen ville rive tårnet ned, indtil fiskerne samlede to tusind underskrifter og tilbød selv at reparere taget.",
            "- Vi vil gerne have, at børnene ved, hvordan åen så ud før broen, siger kvinden, der passer nøglerne og har hængt kopier af gamle søkort op på væggene.",
            "Salen har gratis åbent hver weekend, og næste år vil kommunen også istandsætte stien langs bredden, hvis pengene kan findes.",
        ],
    ),
    "fi": (
        "Kylä teki majakastaan lukusalin",
        [
            "Viisikymmentä vuotta pimeänä seissyt majakka avattiin sunnuntaina uudelleen lukusalina, ja noin neljäsataa ihmistä kiipesi portaat ensimmäisenä päivänä.",
            "Kunta aikoi purkaa tornin, kunnes kalastajat keräsivät kaksituhatta allekirjoitusta ja lupasivat korjata katon itse.",
            "– Haluamme lasten tietävän, millainen joki oli ennen siltaa, sanoo avaimista vastaava nainen, joka on ripustanut seinille vanhojen merikarttojen kopioita.",
            "Sali on auki maksutta joka viikonloppu, ja ensi vuonna kunta haluaa kunnostaa myös rannan polun, jos rahat riittävät.",
        ],
    ),
    "pl": (
        "Wieś zamieniła swoją latarnię w czytelnię",
        [
            "Latarnia morska, która przez pięćdziesiąt lat stała ciemna, została w niedzielę otwarta jako czytelnia, a pierwszego dnia na górę weszło około czterystu osób.",
            "Gmina chciała zburzyć wieżę, dopóki rybacy nie zebrali dwóch tysięcy podpisów i nie zaproponowali, że sami naprawią dach.",
            "– Chcemy, żeby dzieci wiedziały, jak wyglądała rzeka przed budową mostu – powiedziała strażniczka kluczy, która powiesiła na ścianach kopie starych map.",
            "Czytelnia będzie otwarta bezpłatnie w każdy weekend, a w przyszłym roku rada zamierza naprawić ścieżkę nad brzegiem, jeśli znajdą się pieniądze.",
        ],
    ),
    "cs": (
        "Vesnice proměnila svůj maják v čítárnu",
        [
            "Maják, který padesát let nesvítil, se v neděli znovu otevřel jako čítárna a první den po jeho schodech vystoupalo asi čtyři sta lidí.",
            "Obec chtěla věž zbourat, dokud rybáři nesebrali dva tisíce podpisů a nenabídli, že střechu opraví sami.",
            "„Chceme, aby děti věděly, jak řeka vypadala před stavbou mostu,“ řekla strážkyně klíčů, která na stěny pověsila kopie starých map.",
            "Čítárna bude každý víkend otevřena zdarma a příští rok chce rada opravit také stezku podél břehu, pokud se najdou peníze.",
        ],
    ),
    "tr": (
        "Köy, fenerini okuma salonuna dönüştürdü",
        [
            "Elli yıl boyunca karanlık kalan fener pazar günü okuma salonu olarak yeniden açıldı ve ilk gün yaklaşık dört yüz kişi merdivenlerini tırmandı.",
            "Belediye kuleyi yıkmayı planlıyordu; ancak balıkçılar iki bin imza toplayıp çatıyı kendilerinin onarabileceğini söyledi.",
            "“Çocukların köprüden önce nehrin nasıl olduğunu bilmesini istiyoruz” diyen anahtar sorumlusu, duvarlara eski haritaların kopyalarını astı.",
            "Salon her hafta sonu ücretsiz açık olacak; belediye para bulunursa gelecek yıl kıyıdaki yolu da onarmayı hedefliyor.",
        ],
    ),
    "ru": (
        "Деревня превратила свой маяк в читальный зал",
        [
            "Маяк, который пятьдесят лет стоял тёмным, в воскресенье вновь открылся как читальный зал, и в первый день по его лестнице поднялись около четырёхсот человек.",
            "Власти собирались снести башню, пока рыбаки не собрали две тысячи подписей и не предложили починить крышу своими силами.",
            "«Мы хотим, чтобы дети знали, какой была река до моста», — сказала хранительница ключей, развесившая по стенам копии старых карт.",
            "Зал будет бесплатно работать каждые выходные, а в будущем году совет намерен отремонтировать дорожку вдоль берега, если найдутся деньги.",
        ],
    ),
    "uk": (
        "Село перетворило свій маяк на читальню",
        [
            "Маяк, який п'ятдесят років стояв темний, у неділю знову відкрився як читальня, і першого дня його сходами піднялися близько чотирьохсот людей.",
            "Громада збиралася знести вежу, доки рибалки не зібрали дві тисячі підписів і не запропонували полагодити дах власноруч.",
            "«Ми хочемо, щоб діти знали, якою була річка до мосту», – сказала хранителька ключів, яка розвісила на стінах копії старих карт.",
            "Читальня працюватиме безкоштовно щовихідних, а наступного року рада має намір відремонтувати стежку вздовж берега, якщо знайдуться гроші.",
        ],
    ),
    "el": (
        "Χωριό μετέτρεψε τον φάρο του σε αναγνωστήριο",
        [
            "Ένας φάρος που έμεινε σβηστός για πενήντα χρόνια άνοιξε ξανά την Κυριακή ως αναγνωστήριο και περίπου τετρακόσιοι άνθρωποι ανέβηκαν τα σκαλιά του την πρώτη μέρα.",
            "Ο δήμος σκόπευε να γκρεμίσει τον πύργο, ώσπου οι ψαράδες μάζεψαν δύο χιλιάδες υπογραφές και προσφέρθηκαν να επισκευάσουν μόνοι τους τη στέγη.",
            "«Θέλουμε τα παιδιά να ξέρουν πώς ήταν το ποτάμι πριν από τη γέφυρα», είπε η φύλακας των κλειδιών, που κρέμασε στους τοίχους αντίγραφα παλιών χαρτών.",
            "Η αίθουσα θα ανοίγει δωρεάν κάθε Σαββατοκύριακο και το συμβούλιο θέλει του χρόνου να φτιάξει και το μονοπάτι της όχθης, αν βρεθούν τα χρήματα.",
        ],
    ),
    "ar": (
        "قرية تحول منارتها القديمة إلى قاعة للقراءة",
        [
            "أعيد يوم الأحد افتتاح منارة ظلت مطفأة خمسين عاما بعد تحويلها إلى قاعة للقراءة، وصعد درجها في اليوم الأول نحو أربعمئة شخص.",
            "وكانت البلدية تنوي هدم البرج إلى أن جمع الصيادون ألفي توقيع وعرضوا إصلاح السقف بأنفسهم.",
            'وقالت حارسة المفاتيح التي علقت على الجدران نسخا من الخرائط القديمة: "نريد أن يعرف الأطفال كيف كان النهر قبل الجسر".',
            "وستفتح القاعة أبوابها مجانا في عطلة كل أسبوع، ويعتزم المجلس ترميم الممر الممتد على الضفة في العام المقبل إذا توفر المال.",
        ],
    ),
    "he": (
        "כפר הפך את המגדלור שלו לחדר קריאה",
        [
            "מגדלור שעמד חשוך במשך חמישים שנה נפתח מחדש ביום ראשון כחדר קריאה, וכארבע מאות איש טיפסו במדרגותיו ביום הראשון.",
            "המועצה תכננה להרוס את המגדל עד שהדייגים אספו אלפיים חתימות והציעו לתקן את הגג בעצמם.",
            '"אנחנו רוצים שהילדים ידעו איך נראה הנהר לפני הגשר", אמרה שומרת המפתחות, שתלתה על הקירות עותקים של מפות ישנות.',
            "החדר ייפתח ללא תשלום בכל סוף שבוע, ובשנה הבאה מתכוונת המועצה לשפץ גם את השביל לאורך הגדה אם יימצא הכסף.",
        ],
    ),
    "id": (
        "Desa ubah mercusuar tua menjadi ruang baca",
        [
            "Sebuah mercusuar yang gelap selama lima puluh tahun dibuka kembali pada Minggu sebagai ruang baca, dan sekitar empat ratus orang menaiki tangganya pada hari pertama.",
            "Pemerintah desa semula berencana merobohkan menara itu sampai para nelayan mengumpulkan dua ribu tanda tangan dan menawarkan diri memperbaiki atapnya.",
            "“Kami ingin anak-anak tahu seperti apa sungai ini sebelum ada jembatan,” kata penjaga kunci, yang menggantung salinan peta lama di dinding.",
            "Ruang baca akan buka gratis setiap akhir pekan, dan tahun depan dewan berniat memperbaiki jalan setapak di tepi sungai jika dananya tersedia.",
        ],
    ),
    "vi": (
        "Làng biến ngọn hải đăng cũ thành phòng đọc sách",
        [
            "Ngọn hải đăng tắt đèn suốt năm mươi năm đã mở cửa trở lại hôm chủ nhật với tên gọi phòng đọc sách, và khoảng bốn trăm người đã leo lên ngay trong ngày đầu.",
            "Chính quyền định phá bỏ ngọn tháp cho đến khi ngư dân gom được hai nghìn chữ ký và đề nghị tự sửa mái.",
            '"Chúng tôi muốn bọn trẻ biết con sông trông thế nào trước khi có cầu", người giữ chìa khóa nói sau khi treo bản sao những tấm hải đồ cũ lên tường.',
            "Phòng đọc mở cửa miễn phí vào mỗi cuối tuần, và năm tới hội đồng dự định sửa lối đi ven bờ nếu tìm được kinh phí.",
        ],
    ),
    "hu": (
        "Olvasóterem lett a falu világítótornyából",
        [
            "Ötven évig sötéten álló világítótorony nyílt meg vasárnap újra olvasóteremként, és az első napon mintegy négyszázan mászták meg a lépcsőit.",
            "Az önkormányzat le akarta bontani a tornyot, amíg a halászok kétezer aláírást nem gyűjtöttek, és fel nem ajánlották, hogy maguk javítják meg a tetőt.",
            "„Azt szeretnénk, ha a gyerekek tudnák, milyen volt a folyó a híd előtt” – mondta a kulcsok őre, aki régi térképek másolatait akasztotta a falakra.",
            "A terem minden hétvégén ingyenesen látogatható, és a testület jövőre a parti ösvényt is rendbe hozná, ha lesz rá pénz.",
        ],
    ),
    "ro": (
        "Un sat și-a transformat farul în sală de lectură",
        [
            "Un far care a stat stins cincizeci de ani s-a redeschis duminică drept sală de lectură, iar în prima zi aproximativ patru sute de oameni i-au urcat treptele.",
            "Primăria voia să dărâme turnul până când pescarii au strâns două mii de semnături și s-au oferit să repare singuri acoperișul.",
            "„Vrem ca fiii noștri să știe cum arăta râul înainte de pod”, a spus păstrătoarea cheilor, care a atârnat pe pereți copii ale unor hărți vechi.",
            "Sala va fi deschisă gratuit în fiecare sfârșit de săptămână, iar anul viitor consiliul vrea să refacă și cărarea de pe mal dacă se găsesc banii.",
        ],
    ),
    "hi": (
        "गांव ने अपने पुराने प्रकाशस्तंभ को वाचनालय बनाया",
        [
            "पचास साल तक अंधेरे में खड़ा प्रकाशस्तंभ रविवार को वाचनालय के रूप में फिर खुल गया और पहले ही दिन करीब चार सौ लोग उसकी सीढ़ियां चढ़े।",
            "पंचायत मीनार को गिराना चाहती थी, लेकिन मछुआरों ने दो हजार हस्ताक्षर जुटाए और छत की मरम्मत खुद करने की पेशकश की।",
            "चाबियों की देखभाल करने वाली महिला ने कहा, “हम चाहते हैं कि बच्चे जानें कि पुल से पहले नदी कैसी थी।” उन्होंने दीवारों पर पुराने नक्शे लगाए हैं।",
            "वाचनालय हर सप्ताहांत मुफ्त खुला रहेगा और पैसा मिलने पर परिषद अगले साल किनारे के रास्ते की भी मरम्मत कराएगी।",
        ],
    ),
}
MENUS = {
    "zh": "首页|要闻|财经|体育|视频",
    "zh-Hant": "首頁|要聞|財經|體育|影音",
    "ja": "トップ|社会|政治|経済|スポーツ",
    "ko": "홈|정치|경제|사회|스포츠",
    "en": "Home|World|Politics|Business|Sport",
    "de": "Startseite|Politik|Wirtschaft|Sport|Kultur",
    "fr": "Accueil|Monde|Politique|Économie|Sport",
    "es": "Portada|Internacional|España|Economía|Deportes",
    "it": "Home|Politica|Esteri|Economia|Sport",
    "pt": "Início|Mundo|Política|Economia|Desporto",
    "nl": "Home|Binnenland|Buitenland|Economie|Sport",
    "sv": "Hem|Nyheter|Ekonomi|Sport|Kultur",
    "nb": "Forsiden|Nyheter|Økonomi|Sport|Kultur",
    "da": "Forside|Indland|Udland|Sport|Kultur",
    "fi": "Etusivu|Kotimaa|Ulkomaat|Talous|Urheilu",
    "pl": "Strona główna|Kraj|Świat|Biznes|Sport",
    "cs": "Domů|Domácí|Zahraničí|Ekonomika|Sport",
    "tr": "Ana Sayfa|Gündem|Dünya|Ekonomi|Spor",
    "ru": "Главная|Политика|Экономика|Общество|Спорт",
    "uk": "Головна|Новини|Політика|Економіка|Спорт",
    "el": "Αρχική|Πολιτική|Κόσμος|Οικονομία|Αθλητικά",
    "ar": "الرئيسية|سياسة|اقتصاد|رياضة|ثقافة",
    "he": "ראשי|חדשות|כלכלה|ספורט|תרבות",
    "id": "Beranda|Nasional|Internasional|Ekonomi|Olahraga",
    "vi": "Trang chủ|Thời sự|Thế giới|Kinh doanh|Thể thao",
    "hu": "Címlap|Belföld|Külföld|Gazdaság|Sport",
    "ro": "Acasă|Politică|Externe|Economie|Sport",
    "hi": "होम|देश|विदेश|बिज़नेस|खेल",
}
Layout = Callable[..., str]


def paragraphs(texts: Iterable[str]) -> str:
    """Each text in a <p>."""
    return "".join(f"<p>{text}</p>" for text in texts)


def _menu(lang: str) -> str:
    return "<ul>" + "".join(f"<li><a href='/s{n}'>{word}</a></li>" for n, word in enumerate(MENUS[lang].split("|"))) + "</ul>"


def _teasers(lang: str, tag: str = "li") -> str:
    """Links to other stories."""
    return "".join(f"<{tag} class=z><a href='/r/{n}.html'>{text[:46].rstrip()}</a></{tag}>" for n, text in enumerate(STORIES[lang][1]))


def modern(
    lang: str, title: str, top: str, body: str, foot: str, *, head: str = "", site: str = "Der Bote", sep: str = " | ", kick: str = ""
) -> str:
    """An <article> with header, figure and aside."""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}{sep}{site}</title>{head}</head><body>
<header class="site-header"><a class="logo" href="/">{site}</a><nav>{_menu(lang)}</nav></header>
<main id="main"><article class="article"><header class="article-header">{kick}<h1 class="article-title">{title}</h1>{top}</header>
<figure><img src="/i/1.jpg" alt="x"><figcaption>{STORIES[lang][1][0][:40]} <span class="credit">Foto: A. Lind</span></figcaption></figure>
<div class="article-body">{body}</div>{foot}</article>
<aside class="sidebar"><h3>Top</h3><ul>{_teasers(lang)}</ul></aside></main>
<footer><ul><li><a href="/impressum">Impressum</a></li><li><a href="/privacy">Privacy</a></li></ul><p>© 2023 {site}</p></footer></body></html>"""


def soup(
    lang: str, title: str, top: str, body: str, foot: str, *, head: str = "", site: str = "城南晚报网", sep: str = "_", crumbs: str = ""
) -> str:
    """A portal of nested <div>s with a column of what is popular."""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}{sep}{site}</title>{head}</head><body>
<div class="top"><div class="logo"><a href="/"><img src="/logo.gif" alt="{site}"></a></div><div class="menu">{_menu(lang)}</div></div>
<div class="w1200"><div class="path">{crumbs}</div><div class="left"><h1>{title}</h1>{top}<div class="content" id="content">{body}</div>{foot}</div>
<div class="right"><div class="hot"><div class="hd">{"热门" if lang == "zh" else "Hot"}</div><ul>{_teasers(lang)}</ul></div></div></div>
<div class="bottom"><p><a href="/about">About</a> | <a href="/contact">Contact</a></p><p>Copyright 2005-2023 {site}</p></div></body></html>"""


def table(lang: str, title: str, top: str, body: str, foot: str, *, head: str = "", site: str = "The Town Herald", sep: str = " - ") -> str:
    """The tables and fonts of about 2000, without a heading."""
    return f"""<HTML><HEAD><TITLE>{site}{sep}{title}</TITLE>{head}</HEAD><BODY bgcolor="#ffffff"><table width=760 border=0><tr><td colspan=3><img src="/t.gif"> <a href="/">Home</a> | <a href="/w">World</a></td></tr>
<tr><td width=120 valign=top><font size=1>{_menu(lang)}</font></td><td width=480 valign=top><font size=5><b>{title}</b></font><br>{top}<br><br>{body}<p>{foot}</td>
<td width=160 valign=top><b>Also</b><ul>{_teasers(lang)}</ul></td></tr><tr><td colspan=3 align=center><font size=1>Copyright 2003 {site}. All rights reserved.</font></td></tr></table></BODY></HTML>"""


def hashed(lang: str, title: str, top: str, body: str, foot: str, *, head: str = "", site: str = "Stadtpost", sep: str = " - ") -> str:
    """A page of a JavaScript framework, whose class names say nothing."""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}{sep}{site}</title>{head}</head><body><div id="__next"><div class="css-1x2y"><div class="css-9ab0">{_menu(lang)}</div>
<div class="css-77aa"><div class="css-1q2w"><h1 class="css-ff01">{title}</h1></div><div class="css-0e1d">{top}</div><div class="css-4r5t">{body}</div>{foot}
<div class="css-8i9o"><h2 class="css-t1">Mehr</h2>{_teasers(lang, "div")}</div></div><div class="css-foot"><a href="/i">Impressum</a> <a href="/d">Datenschutz</a></div></div></div></body></html>"""
