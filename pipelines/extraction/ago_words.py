"""The words for how long ago something was: days by their names, and numbers of units."""

from __future__ import annotations

import re

from pipelines.extraction.worded import folded

_DAYS = (
    (
        "今天 今日 오늘 today heute aujourd'hui aujourd’hui hoy oggi hoje tänään σήμερα hari_ini hôm_nay היום í_dag astăzi azi danas днес "
        "vandaag bugün сегодня сьогодні dziś dzisiaj i_dag idag dnes اليوم данас денес danes امروز आज আজ آج இன்று วันนี้ avui šiandien šodien "
        "vandag bu_gün დღეს այսօր ngayon"
    ),
    (
        "昨天 昨日 어제 yesterday gestern hier ayer ieri ontem gisteren dün вчера вчора wczoraj i_går igår včera أمس eilen χθες χτες "
        "kemarin hôm_qua אתמול í_gær tegnap jučer juče јуче včeraj دیروز গতকাল நேற்று เมื่อวานนี้ เมื่อวาน ahir vakar dünən gister გუშინ երեկ "
        "हिजो kahapon"
    ),
    "前天 vorgestern anteayer avant-hier позавчера",
)
DAYS_AGO = {folded(word.replace("_", " ")): days for days, words in enumerate(_DAYS) for word in words.split()}
# Words that are others in the next country.
LOCAL_DAYS_AGO = {
    ("Asia/Kuala_Lumpur", "semalam"): 1,
    ("Europe/Budapest", "ma"): 0,
    ("Europe/Tallinn", "eile"): 1,
    ("Europe/Tallinn", "täna"): 0,
    ("Europe/Tirane", "dje"): 1,
    ("Europe/Tirane", "sot"): 0,
}
# The beginnings of units, in seconds.
UNITS = tuple(
    (re.compile(words, re.I), seconds)
    for words, seconds in (
        (r"秒|초|sec|sek|saniye|сек|ثاني|ثوان|sg|detik|giây|วินาที|ثانیه|सेकंड|সেকেন্ড", 1),
        (
            r"分|분|min|menit|dakika|dəqiq|мин|хв|دقي|دقا|دقی|منٹ|λεπτ|perc|phút|मिन|মিনিট|நிமிட|דקות|דקה|นาที|წუთ|րոպե",
            60,
        ),
        (
            (
                r"小时|小時|時間|钟头|시간|hour|hr|std|stund|heure|hor[ae]|or[aeăë]\b|oras\b|ur(?:[aei]|ami|en)?\b|uur|timer?\b|timm|saat|час|ч\b|годин|ساع|"
                r"گھنٹ|godz|hod|h\b|jam\b|tun[dt]i|ώρ|giờ|घंट|घण्ट|ঘণ্ট|ঘন্ট|மணி|שעות|שעה|ชั่วโมง|საათ|ժամ|ór|sat[ai]?\b|сат|val"
            ),
            3600,
        ),
        (
            (
                r"天|日|일|day|tag|jour|d[ií]a|dies\b|giorn|dag|gün|дн|день|ден|дан|يوم|أيام|روز|dni|dana?\b|dzień|d\b|hari|päiv|päev|ημέρ|μέρ|nap|"
                r"ngày|दिन|দিন|دن|நா[ளட]|ימים|วัน|dien|ditë|დღ|օր|araw"
            ),
            86400,
        ),
        (r"周|週|주|week|woche|semain|seman|setman|settiman|uger|uke|veck|hafta|недел|тижн|أسبوع|tyg|týd|สัปดาห์", 604800),
    )
)
# One of them, where no number says so.
_ONE = r"an?|one|half an?|ein(?:er|em)|une?|una?|uma?|een|ett?|en|két|egy|jedną|o|μία|μια|半个?"
_AFTER = (
    r"ago|fa|önce|əvvəl|evvel|назад|тому|siden|sedan|geleden|gelede|temu|(?:yang )?lalu|sitten|tagasi|trước|më parë|ang nakalipas|nakaraan|"
    r"قبل(?!\s\w)|پیش|پہلے|আগে|முன்பு|முன்|წინ|առաջ|अगाडि|अघि|पहले"
)
_BEFORE = r"vor|il y a|hace|há|faz|fa|منذ|قبل|před|pred|pre|prije|пре|пред|преди|acum|πριν(?:\sαπό)?|לפני|prieš|pirms|fyrir"
# A single unit that is said without a number.
_HOUR = r"час|годину|минуту|хвилину|godzinę|minutę|hodinou|minutou|hodinu|ساعة|دقيقة|שעה|דקה|oră|uur"
RELATIVE = re.compile(
    r"(?P<n1>\d{1,3}|半)\s*个?\s*(?P<u1>秒钟?|秒鐘|分钟|分鐘|分|小时|小時|時間|天|日|周|週|초|분|시간|일|주|मिनट|घंटे|घंटा|दिन|วินาที|นาที|ชั่วโมง|วัน|สัปดาห์)"
    r"\s?[之以]?(?:前|전|पहले|ที่แล้ว|ที่ผ่านมา|ก่อน)"
    rf"|(?<!\w)(?P<n2>\d{{1,3}}|un['’]|(?:{_ONE})(?!\w))\s?(?P<u2>[^\s\d.,:;|()/·•-]{{1,18}})\.?(?:\sநேரம்)?\s+(?:{_AFTER})(?!\w)"
    r"|(?<!\w)(?P<n4>\d{1,3})\s?(?P<u4>perc|ór|nap)[eáj]\w{0,2}(?!\w)"
    rf"|(?<!\w)(?:{_BEFORE})\s+(?P<n3>\d{{1,3}}|(?:{_ONE})(?!\w))\s?(?P<u3>[^\s\d.,:;|()/·•-]{{1,18}})"
    rf"|(?<!\w)(?:(?P<u5>{_HOUR})\s+(?:{_AFTER})|(?:{_BEFORE})\s+(?P<u6>{_HOUR}))(?!\w)",
    re.I,
)
