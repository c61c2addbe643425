"""The words of clocks and calendars: months, parts of the day, zone abbreviations, and what tells publication from change."""

from __future__ import annotations

import re

from pipelines.extraction.worded import folded

# A line a language, the months parted by blanks, other forms of one month by a slash; a dash is no month's.
_MONTHS = """
january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec
januar/jänner/jän februar/feber/feb märz/mär/maerz/mrz april mai juni juli august september oktober/okt november dezember/dez
janvier/janv février/févr/fevrier mars avril/avr mai juin juillet/juil août/aout septembre octobre novembre décembre/déc/decembre
enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre diciembre/dic
janeiro fevereiro/fev março/marco abril maio/mai junho julho agosto setembro outubro/out novembro dezembro
gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott novembre dicembre
januari februari maart/mrt april mei juni juli augustus september oktober november december
januar februar marts/mars april maj/mai juni juli august september oktober november december/desember/des
januari februari mars april maj juni juli augusti september oktober november december
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
stycznia/sty lutego/lut marca kwietnia/kwi maja czerwca/cze lipca/lip sierpnia/sie września/wrz października/paź listopada/lis grudnia/gru
ledna února března dubna května června července srpna září října listopadu prosince
januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
января/янв февраля/фев марта/мар апреля/апр мая/май июня/июн июля/июл августа/авг сентября/сен октября/окт ноября/ноя декабря/дек
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
януари февруари март април май юни юли август септември октомври ноември декември
siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - studenoga/studenog prosinca
januar februar mart april maj jun jul avgust septembar oktobar novembar decembar
januara februara marta aprila maja juna jula avgusta/augusta septembra oktobra novembra decembra
јануар/јан фебруар/феб март/мар април/апр мај јун/јуни јул/јули август/авг септембар/сеп октобар/окт новембар/нов децембар/дец
јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
јануари февруари март април мај јуни јули август септември октомври ноември декември
januar februar marec april maj junij julij avgust september oktober november december
januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra
студзеня лютага сакавіка красавіка траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня
janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro
urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren uztailaren abuztuaren irailaren urriaren azaroaren abenduaren
eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa - - samhain nollaig
ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr
januarie februarie maart/mrt april mei junie julie augustus september oktober november desember
yanvar fevral mart aprel may iyun iyul avqust/avgust sentyabr/sentabr oktyabr/oktabr noyabr dekabr
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
იანვარი/იან თებერვალი/თებ მარტი/მარ აპრილი/აპრ მაისი/მაი ივნისი/ივნ ივლისი/ივლ აგვისტო/აგვ სექტემბერი ოქტომბერი ნოემბერი დეკემბერი
- - - - - - - - სექ ოქტ ნოე დეკ
հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
január/jan február/febr március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október/okt november december
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
ιαν φεβ μαρ απρ μαΐ/μάι ιουν ιουλ αυγ σεπ οκτ νοε δεκ
ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
januari februari maret april mei juni juli agustus/agu september oktober/okt november desember/des
januari februari mac april mei jun julai ogos/ogo september/sept oktober/okt november/nov disember/dis
enero/ene pebrero/peb marso/mar abril/abr mayo hunyo/hun hulyo/hul agosto/ago setyembre/set oktubre/okt nobyembre/nob disyembre/dis
januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
يناير فبراير مارس أبريل/ابريل/إبريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر
جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر
ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
জানুয়ারি/জানুয়ারি ফেব্রুয়ারি/ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर
जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
ஜனவரி/ஜன பிப்ரவரி/பிப் மார்ச் ஏப்ரல்/ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்/ஆக செப்டம்பர்/செப் அக்டோபர்/அக் நவம்பர்/நவ டிசம்பர்/டிச
జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జూలై/జులై ఆగస్టు సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్
ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್
ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ്/മെയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ്/ആഗസ്റ്റ് സെപ്റ്റംബർ/സെപ്തംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ
જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઓગસ્ટ/ઑગસ્ટ સપ્ટેમ્બર ઓક્ટોબર/ઑક્ટોબર નવેમ્બર ડિસેમ્બર
ਜਨਵਰੀ ਫਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ
ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්
មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ
ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר
"""
MONTHS = {
    folded(form): number
    for line in _MONTHS.strip().splitlines()
    for number, forms in enumerate(line.split(), 1)
    for form in forms.split("/")
    if form != "-"
}

# The Levant's months; four of them are two words.
MONTHS |= {"شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9, "كانون الثاني": 1}
MONTHS |= {"تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12}
THAI_MONTHS = {
    form: number
    for number, forms in enumerate(
        "มกราคม/ม.ค. กุมภาพันธ์/ก.พ. มีนาคม/มี.ค. เมษายน/เม.ย. พฤษภาคม/พ.ค. มิถุนายน/มิ.ย. กรกฎาคม/ก.ค. สิงหาคม/ส.ค. กันยายน/ก.ย. "
        "ตุลาคม/ต.ค. พฤศจิกายน/พ.ย. ธันวาคม/ธ.ค.".split(),
        1,
    )
    for form in forms.split("/")
}
# The Solar Hijri months, of Iran and of Afghanistan.
PERSIAN_MONTHS = {
    month: number
    for line in (
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
    )
    for number, month in enumerate(line.split(), 1)
}
# The year before the first of each era.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
# Words that mean another month where these zones' languages are spoken.
LOCAL_MONTHS = {("Europe/Zagreb", "listopada"): 10}

MERIDIEM = r"上午|下午|凌晨|清晨|早上|晚上|晚间|晚間|中午|傍晚|午前|午後|오전|오후|새벽"
AFTERNOON = frozenset({"下午", "晚上", "晚间", "晚間", "傍晚", "午後", "오후"})
# The first letters of what stands behind the time: p.m., م, μ.μ.; a.m., ص, π.μ.
PM, AM = frozenset("pPمμΜ"), frozenset("aAصπΠ")

# Minutes east of UTC. Where an abbreviation is several zones' (CST, IST, BST), the page's own zone is asked first.
OFFSETS = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 60,
    "BST": 60,
    "IST": 330,
    "CET": 60,
    "CEST": 120,
    "MEZ": 60,
    "MESZ": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "TRT": 180,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
    "AST": -240,
    "ADT": -180,
    "NST": -210,
    "NDT": -150,
    "BRT": -180,
    "ART": -180,
    "JST": 540,
    "KST": 540,
    "HKT": 480,
    "SGT": 480,
    "PHT": 480,
    "MYT": 480,
    "WIB": 420,
    "WITA": 480,
    "WIT": 540,
    "ICT": 420,
    "AWST": 480,
    "ACST": 570,
    "ACDT": 630,
    "AEST": 600,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "SAST": 120,
    "CAT": 120,
    "EAT": 180,
    "WAT": 60,
    "PKT": 300,
    "NPT": 345,
    "GST": 240,
}
NAMED_ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "北京时间": "Asia/Shanghai",
    "北京時間": "Asia/Shanghai",
    "香港时间": "Asia/Hong_Kong",
    "香港時間": "Asia/Hong_Kong",
    "台北時間": "Asia/Taipei",
    "台灣時間": "Asia/Taipei",
    "日本時間": "Asia/Tokyo",
    "日本时间": "Asia/Tokyo",
    "东部时间": "America/New_York",
    "美东时间": "America/New_York",
    "美東時間": "America/New_York",
    "格林尼治标准时间": "Etc/GMT",
    "格林威治標準時間": "Etc/GMT",
    "格林尼治时间": "Etc/GMT",
    "格林威治時間": "Etc/GMT",
}
# What stands before a time of publication, and before one of change.
PUBLISHED = re.compile(
    r"publi|post(?:ed)?\b|issued|first|发布|發布|发表|發表|时间|時間|日期|刊登|入力|公開|配信|"
    r"掲載|입력|등록|게재|veröffentlicht|erschienen|erstellt|vom\b|opublik|gepubliceerd|"
    r"publisert"
    r"|publicerad|udgivet|yayın|giriş|дата|تاريخ|نشر|đăng|terbit|dipublikasikan|creado|pubblicat|date\b|datum|"
    r"публик|објав|انتشار|اشاعت|প্রকাশ|வெளியீ|வெளியிட|chapishwa|გამოქვეყნ|հրապարակ|dərc|nailathala|жариялан|"
    r"julkais|δημοσ|megjelen|közzét|פורסם|प्रकाशित|เผยแพร่|paskelb|birt\b|objav|avalda|utworzeni|зареєстр|송고|作成|投稿",
    re.I,
)
MODIFIED = re.compile(
    r"updat|modif|aktuali[sz]|\bstand\b|geändert|actuali[sz]|mis à jour|"
    r"maj\b|aggiorn|atualiza|修改|更新|最后|最後|수정|güncel|обнов|измен|оновл|تحديث|"
    r"oppdatert|uppdaterad|opdateret"
    r"|bijgewerkt|aangepast|laatste|edited|revised|cập nhật|diperbarui|aktualiz|last|\bakt\.|업데이트|최종|päivit|muokattu|"
    r"ажур|përditës|atjaunots|actualitz|به\u200c?روز|ویرایش|আপডেট|হালনাগাদ|اپ ?ڈیٹ|புதுப்பி|dikemas ?kini|sasishwa|განახლ|թարմաց|"
    r"yenilən|жаңарт|bygewerk|अद्यावधिक|"
    r"ενημέρωσ|ενημερώθ|frissít|módos|עודכן|עדכון|अपडेट|संशोधित|อัปเดต|แก้ไข|atnaujin|uppfær|ažurir|izmijen|posodob|uuenda|modifica",
    re.I,
)
