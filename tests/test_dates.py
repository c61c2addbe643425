"""Dates and times in the words of a page."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from pipelines.extraction import dates, times, zones

NOW = datetime(2019, 12, 28, 4, 0, tzinfo=timezone.utc)
SHANGHAI = dates.Clock(ZoneInfo("Asia/Shanghai"), NOW)

DISPLAYED = [
    ("Asia/Shanghai", "2018-09-19 09:04:09|来源:贵州日报", "2018-09-19T09:04:09+08:00"),
    ("Asia/Shanghai", "2019年06月15日08:18 来源：人民网", "2019-06-15T08:18:00+08:00"),
    ("Asia/Shanghai", "2019-09-26 12:11来源：证券时报网", "2019-09-26T12:11:00+08:00"),
    ("Asia/Shanghai", "2019/9/7 15:10:53", "2019-09-07T15:10:53+08:00"),
    ("Asia/Shanghai", "2019-5-17 下午 3:05", "2019-05-17T15:05:00+08:00"),
    ("Asia/Shanghai", "2018年9月19日下午3点05分", "2018-09-19T15:05:00+08:00"),
    ("Asia/Shanghai", "2012年12月10日, 格林尼治标准时间10:41", "2012-12-10T10:41:00+00:00"),
    ("Asia/Shanghai", "发布时间：10-0812:00优质创作者", "2019-10-08T12:00:00+08:00"),
    ("Asia/Shanghai", "发布时间：18-03-0823:16", "2018-03-08T23:16:00+08:00"),
    ("Asia/Shanghai", "发布时间：18-03-08\t23:16", "2018-03-08T23:16:00+08:00"),
    ("Asia/Shanghai", "12月30日 08:00", "2018-12-30T08:00:00+08:00"),
    ("Asia/Shanghai", "2019-05-17 · 城市报道", "2019-05-17"),
    ("Asia/Taipei", "2019/09/07 15:10", "2019-09-07T15:10:00+08:00"),
    ("Asia/Tokyo", "2018年9月19日 9時04分 配信", "2018-09-19T09:04:00+09:00"),
    ("Asia/Tokyo", "2018/9/19 午後9:04", "2018-09-19T21:04:00+09:00"),
    ("Asia/Seoul", "입력 2018.09.19. 오후 9:04", "2018-09-19T21:04:00+09:00"),
    ("Asia/Seoul", "2018년 9월 19일 오전 9시 4분", "2018-09-19T09:04:00+09:00"),
    ("America/New_York", "Published 9:04 AM EDT, Sept. 19, 2018", "2018-09-19T09:04:00-04:00"),
    ("America/New_York", "September 19, 2018 at 12:04 a.m. PT", "2018-09-19T00:04:00-07:00"),
    ("America/New_York", "9/7/2018 9:04 PM", "2018-09-07T21:04:00-04:00"),
    ("Europe/London", "07/09/2018 21:04", "2018-09-07T21:04:00+01:00"),
    ("Europe/London", "Wednesday 19 September 2018 09.04 BST", "2018-09-19T09:04:00+01:00"),
    ("Asia/Kolkata", "Sep 19, 2018, 09:04 IST", "2018-09-19T09:04:00+05:30"),
    ("Europe/Berlin", "Stand: 19.09.2018, 09:04 Uhr", "2018-09-19T09:04:00+02:00"),
    ("Europe/Berlin", "19. Januar 2018 um 9.04 Uhr", "2018-01-19T09:04:00+01:00"),
    ("Europe/Berlin", "19.09.18 | 9:04 Uhr", "2018-09-19T09:04:00+02:00"),
    ("Europe/Paris", "Publié le 19/09/2018 à 09h04", "2018-09-19T09:04:00+02:00"),
    ("Europe/Paris", "1er août 2018 à 9h04", "2018-08-01T09:04:00+02:00"),
    ("Europe/Madrid", "19 de septiembre de 2018 09:04 CEST", "2018-09-19T09:04:00+02:00"),
    ("Europe/Rome", "19 settembre 2018 alle 09:04", "2018-09-19T09:04:00+02:00"),
    ("Europe/Lisbon", "19 de setembro de 2018 às 09h04", "2018-09-19T09:04:00+01:00"),
    ("Europe/Amsterdam", "19 september 2018 om 09:04", "2018-09-19T09:04:00+02:00"),
    ("Europe/Oslo", "Publisert 5. aug. 2024 kl. 13.05", "2024-08-05T13:05:00+02:00"),
    ("Europe/Istanbul", "19 Eylül 2018 Çarşamba 09:04", "2018-09-19T09:04:00+03:00"),
    ("Europe/Moscow", "19 сентября 2018, 09:04", "2018-09-19T09:04:00+03:00"),
    ("Europe/Kyiv", "19 вересня 2018, 09:04", "2018-09-19T09:04:00+03:00"),
    ("Europe/Warsaw", "19 września 2018, 09:04", "2018-09-19T09:04:00+02:00"),
    ("Europe/Vilnius", "2024 m. balandžio 30 d. 16:59", "2024-04-30T16:59:00+03:00"),
    ("Europe/Budapest", "2024. április 30. 16:59", "2024-04-30T16:59:00+02:00"),
    ("Asia/Ho_Chi_Minh", "22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07:00"),
    ("Asia/Jakarta", "Selasa, 20 Jan 2026, 18:30 WIB", "2026-01-20T18:30:00+07:00"),
    ("Asia/Riyadh", "١٩ سبتمبر ٢٠١٨ ٠٩:٠٤", "2018-09-19T09:04:00+03:00"),
]
RELATIVE = [
    ("Asia/Shanghai", "某某科技 昨天", "2019-12-27"),
    ("Asia/Shanghai", "昨天 12:33", "2019-12-27T12:33:00+08:00"),
    ("Asia/Shanghai", "原创 某某 前天", "2019-12-26"),
    ("Asia/Shanghai", "3小时前", "2019-12-28T09:00:00+08:00"),
    ("Asia/Shanghai", "25分钟前", "2019-12-28T11:35:00+08:00"),
    ("Asia/Shanghai", "2天前", "2019-12-26"),
    ("Asia/Seoul", "3시간 전", "2019-12-28T10:00:00+09:00"),
    ("Europe/London", "2 hours ago", "2019-12-28T02:00:00+00:00"),
    ("Europe/London", "an hour ago", "2019-12-28T03:00:00+00:00"),
    ("Europe/Berlin", "vor 3 Stunden", "2019-12-28T02:00:00+01:00"),
    ("Europe/Berlin", "Gestern, 09:04 Uhr", "2019-12-27T09:04:00+01:00"),
    ("Europe/Paris", "il y a 2 heures", "2019-12-28T03:00:00+01:00"),
    ("Europe/Madrid", "hace 20 minutos", "2019-12-28T04:40:00+01:00"),
    ("Europe/Istanbul", "2 gün önce", "2019-12-26"),
    ("Europe/Moscow", "5 минут назад", "2019-12-28T06:55:00+03:00"),
]
STRUCTURED = [
    ("2018-09-19T09:04:09.123Z", "2018-09-19T09:04:09+00:00"),
    ("2018-09-19T09:04:09+0200", "2018-09-19T09:04:09+02:00"),
    ("2018-09-19T09:04:09-05:00", "2018-09-19T09:04:09-05:00"),
    ("2018-09-19 09:04:09 +0000", "2018-09-19T09:04:09+00:00"),
    ("2018-09-19T09:04:09", "2018-09-19T09:04:09+08:00"),
    ("2018-09-19", "2018-09-19"),
    ("Wed, 19 Sep 2018 09:04:09 GMT", "2018-09-19T09:04:09+00:00"),
    ("20180919", "2018-09-19"),
    ("20180919T090409Z", "2018-09-19T09:04:09+00:00"),
    ("1537347849", "2018-09-19T09:04:09+00:00"),
    ("1537347849000", "2018-09-19T09:04:09+00:00"),
]


@pytest.mark.parametrize(("zone", "line", "expected"), DISPLAYED + RELATIVE)
def test_a_displayed_time_is_read_in_its_zone(zone: str, line: str, expected: str) -> None:
    clock = dates.Clock(ZoneInfo(zone), NOW)
    found = [moment.iso(clock.zone) for moment in dates.find(line, clock)]
    assert found[:1] == [expected], f"{line!r} gave {found}: see the patterns of dates.py"


@pytest.mark.parametrize(("value", "expected"), STRUCTURED)
def test_a_structured_time_is_read(value: str, expected: str) -> None:
    moment = dates.parse(value, SHANGHAI)
    assert moment is not None, f"{value!r} is a date that dates.parse must know"
    assert moment.iso(SHANGHAI.zone) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "第13届 12.5%",
        "电话 010-88888888",
        "1.5 Mio. Euro",
        "2019-13-45",
        "v2.10.3",
        "see page 12",
        "12:30",
        "false",
        "0000-00-00",
        "closed for 3 days",
        "a long time ago",
        "In aller Eile, 12:30",
        "Ma la giunta ha detto 12:30",
        "3 ساعات قبل الافتتاح",
        "half an hour",
    ],
)
def test_what_is_no_date_gives_none(line: str) -> None:
    assert [m.iso(SHANGHAI.zone) for m in dates.find(line, SHANGHAI)] == []


def test_two_times_in_a_line_stay_apart() -> None:
    clock = dates.Clock(ZoneInfo("Asia/Seoul"), NOW)
    found = [moment.iso(clock.zone) for moment in dates.find("입력 2018-09-19 09:04 수정 2018-09-20 10:05", clock)]
    assert found == ["2018-09-19T09:04:00+09:00", "2018-09-20T10:05:00+09:00"]


def test_relative_times_need_a_capture() -> None:
    assert list(dates.find("昨天 12:33", dates.Clock(ZoneInfo("Asia/Shanghai")))) == []


@pytest.mark.parametrize(
    ("url", "language", "expected"),
    [
        ("http://news.example.cn/a", "zh-CN", "Asia/Shanghai"),
        ("https://www.example.com/a", "zh-TW", "Asia/Taipei"),
        ("https://www.example.com/a", "zh-Hant", "Asia/Taipei"),
        ("https://example.com/a", "zh", "Asia/Shanghai"),
        ("https://example.at/a", "de", "Europe/Vienna"),
        ("https://example.com/a", "de-CH", "Europe/Zurich"),
        ("https://example.com/a", "es_MX", "America/Mexico_City"),
        ("https://example.co.uk/a", "en-US", "Europe/London"),
        ("https://example.com/a", "ko", "Asia/Seoul"),
        ("https://example.com/a", "xx", "UTC"),
        ("", None, "UTC"),
    ],
)
def test_the_zone_is_assumed_from_language_and_domain(url: str, language: str | None, expected: str) -> None:
    assert zones.assumed(url, language) == expected


# Around the world, read at ten o'clock UTC on 6 November 2023: calendars, words for gone hours and days, halves of the day.
WORLD = [
    ("America/New_York", "Mon., Nov 6, 2023, 5:20 p.m. ET", "2023-11-06T17:20"),
    ("Europe/Paris", "Publié le 5 nov. 2023 à 17h20", "2023-11-05T17:20"),
    ("Asia/Jakarta", "2 jam lalu", "2023-11-06T15:00"),
    ("Asia/Jakarta", "2 jam yang lalu", "2023-11-06T15:00"),
    ("Europe/Istanbul", "2 saat önce", "2023-11-06T11:00"),
    ("Europe/Athens", "πριν από 2 ώρες", "2023-11-06T10:00"),
    ("Europe/Helsinki", "2 tuntia sitten", "2023-11-06T10:00"),
    ("Asia/Ho_Chi_Minh", "2 giờ trước", "2023-11-06T15:00"),
    ("Asia/Kolkata", "2 घंटे पहले", "2023-11-06T13:30"),
    ("Europe/Budapest", "2 órája", "2023-11-06T09:00"),
    ("Asia/Jerusalem", "לפני 2 שעות", "2023-11-06T10:00"),
    ("Asia/Tokyo", "令和5年11月5日 17時20分", "2023-11-05T17:20"),
    ("Asia/Taipei", "民國112年11月5日 17:20", "2023-11-05T17:20"),
    ("Asia/Taipei", "112/11/05 17:20", "2023-11-05T17:20"),
    ("Asia/Bangkok", "5 พฤศจิกายน 2566 17:20 น.", "2023-11-05T17:20"),
    ("Asia/Bangkok", "5 พ.ย. 2566 17:20", "2023-11-05T17:20"),
    ("Asia/Bangkok", "เผยแพร่: 5 พ.ย. 66 17:20 น.", "2023-11-05T17:20"),
    ("Asia/Bangkok", "05 พ.ย. 2023 17:20", "2023-11-05T17:20"),
    ("Asia/Beirut", "الأحد ٥ تشرين الثاني ٢٠٢٣", "2023-11-05"),
    ("Asia/Beirut", "5 تشرين الثاني 2023 17:20", "2023-11-05T17:20"),
    ("Africa/Cairo", "الأحد 05 نوفمبر 2023 05:20 م", "2023-11-05T17:20"),
    ("Asia/Karachi", "۵ نومبر ۲۰۲۳", "2023-11-05"),
    ("Asia/Dhaka", "৫ নভেম্বর ২০২৩, ১৭:২০", "2023-11-05T17:20"),
    ("Atlantic/Reykjavik", "5. nóvember 2023 kl. 17:20", "2023-11-05T17:20"),
    ("Europe/Riga", "2023. gada 5. novembris 17:20", "2023-11-05T17:20"),
    ("Europe/Vilnius", "2023 m. lapkričio 5 d. 17:20", "2023-11-05T17:20"),
    ("Europe/Athens", "5 Νοε 2023 17:20", "2023-11-05T17:20"),
    ("Europe/Athens", "5 ΝΟΕΜΒΡΙΟΥ 2023 5:20 μ.μ.", "2023-11-05T17:20"),
    ("Europe/Berlin", "Sun Nov 05 17:20:00 CET 2023", "2023-11-05T17:20:00+01:00"),
    ("Europe/Zagreb", "5. listopada 2023. 17:20", "2023-10-05T17:20"),
    ("Europe/Warsaw", "5 listopada 2023, 17:20", "2023-11-05T17:20"),
    ("Europe/Brussels", "5/11/23 - 17u20", "2023-11-05T17:20"),
    ("Asia/Tokyo", "11/5(日) 17:20", "2023-11-05T17:20"),
    ("Europe/Helsinki", "eilen klo 17.20", "2023-11-05T17:20"),
    ("Europe/Athens", "χθες 17:20", "2023-11-05T17:20"),
    ("Asia/Jakarta", "kemarin 17:20", "2023-11-05T17:20"),
    ("Europe/Budapest", "tegnap 17:20", "2023-11-05T17:20"),
    ("Europe/Stockholm", "igår 17.20", "2023-11-05T17:20"),
    ("Europe/Athens", "ΧΘΕΣ 17:20", "2023-11-05T17:20"),
    ("Europe/Berlin", "geſtern 17:20", "2023-11-05T17:20"),
    ("Europe/Istanbul", "5 KASIM 2023 17:20", "2023-11-05T17:20"),
    ("Europe/Istanbul", "5 HAZİRAN 2023 17:20", "2023-06-05T17:20"),
    ("Europe/Budapest", "2023. nov. 5. 17:20", "2023-11-05T17:20"),
    ("Europe/Budapest", "2023. márc. 5.", "2023-03-05"),
    ("Europe/Ljubljana", "5. junij 2023 ob 17:20", "2023-06-05T17:20"),
    ("Europe/Belgrade", "5. новембар 2023. 17:20", "2023-11-05T17:20"),
    ("Europe/Skopje", "5 ноември 2023", "2023-11-05"),
    ("Europe/Minsk", "5 лістапада 2023", "2023-11-05"),
    ("Europe/Tirane", "5 Nëntor 2023, 17:20", "2023-11-05T17:20"),
    ("Europe/Madrid", "5 de novembre del 2023 a les 17:20", "2023-11-05T17:20"),
    ("Europe/Madrid", "5 d’octubre de 2023", "2023-10-05"),
    ("Europe/Madrid", "2023ko azaroaren 5a", "2023-11-05"),
    ("Africa/Johannesburg", "5 Desember 2023 om 17:20", "2023-12-05T17:20"),
    ("Asia/Baku", "5 noyabr 2023, 17:20", "2023-11-05T17:20"),
    ("Asia/Almaty", "5 қараша 2023", "2023-11-05"),
    ("Asia/Tbilisi", "5 ნოე. 2023, 17:20", "2023-11-05T17:20"),
    ("Asia/Yerevan", "5 նոյեմբերի 2023", "2023-11-05"),
    ("Asia/Kuala_Lumpur", "Ogos 5, 2023 @ 5:20pm", "2023-08-05T17:20"),
    ("Asia/Manila", "Nobyembre 5, 2023 | 5:20pm", "2023-11-05T17:20"),
    ("Asia/Ho_Chi_Minh", "Ngày 5 tháng 11 năm 2023", "2023-11-05"),
    ("Asia/Kolkata", "5 நவம்பர் 2023", "2023-11-05"),
    ("Asia/Kolkata", "5 మే 2023", "2023-05-05"),
    ("Asia/Kolkata", "૫ નવેમ્બર ૨૦૨૩", "2023-11-05"),
    ("Asia/Phnom_Penh", "៥ វិច្ឆិកា ២០២៣", "2023-11-05"),
    ("Asia/Bangkok", "๕ พฤศจิกายน พ.ศ. ๒๕๖๖", "2023-11-05"),
    ("Asia/Jerusalem", "5 בנובמבר 2023, 17:20", "2023-11-05T17:20"),
    ("America/New_York", "half an hour ago", "2023-11-06T04:30"),
    ("Asia/Shanghai", "半小时前", "2023-11-06T17:30"),
    ("Europe/Madrid", "hace una hora", "2023-11-06T10:00"),
    ("Europe/Madrid", "fa 3 hores", "2023-11-06T08:00"),
    ("Europe/Rome", "un'ora fa", "2023-11-06T10:00"),
    ("Europe/Amsterdam", "een uur geleden", "2023-11-06T10:00"),
    ("Europe/Warsaw", "godzinę temu", "2023-11-06T10:00"),
    ("Europe/Prague", "před hodinou", "2023-11-06T10:00"),
    ("Europe/Bucharest", "acum o oră", "2023-11-06T11:00"),
    ("Europe/Moscow", "час назад", "2023-11-06T12:00"),
    ("Europe/Belgrade", "пре 3 сата", "2023-11-06T08:00"),
    ("Europe/Belgrade", "juče 17:20", "2023-11-05T17:20"),
    ("Europe/Ljubljana", "pred 3 urami", "2023-11-06T08:00"),
    ("Europe/Riga", "pirms 3 stundām", "2023-11-06T09:00"),
    ("Europe/Vilnius", "vakar 17:20", "2023-11-05T17:20"),
    ("Europe/Tallinn", "3 tundi tagasi", "2023-11-06T09:00"),
    ("Europe/Tallinn", "eile 17:20", "2023-11-05T17:20"),
    ("Europe/Budapest", "ma 10:20", "2023-11-06T10:20"),
    ("Europe/Tirane", "3 orë më parë", "2023-11-06T08:00"),
    ("Africa/Cairo", "قبل 3 ساعات", "2023-11-06T09:00"),
    ("Asia/Tehran", "۳ ساعت پیش", "2023-11-06T10:30"),
    ("Asia/Jerusalem", "לפני שעה", "2023-11-06T11:00"),
    ("Asia/Karachi", "3 گھنٹے پہلے", "2023-11-06T12:00"),
    ("Asia/Dhaka", "৩ ঘণ্টা আগে", "2023-11-06T13:00"),
    ("Asia/Kolkata", "3 மணி நேரம் முன்பு", "2023-11-06T12:30"),
    ("Asia/Kathmandu", "३ घण्टा अगाडि", "2023-11-06T12:45"),
    ("Asia/Bangkok", "3 ชั่วโมงที่แล้ว", "2023-11-06T14:00"),
    ("Asia/Bangkok", "เมื่อวานนี้ 17:20", "2023-11-05T17:20"),
    ("Asia/Kuala_Lumpur", "semalam 17:20", "2023-11-05T17:20"),
    ("Asia/Manila", "3 oras ang nakalipas", "2023-11-06T15:00"),
    ("Asia/Baku", "3 saat əvvəl", "2023-11-06T11:00"),
    ("Asia/Tbilisi", "3 საათის წინ", "2023-11-06T11:00"),
    ("Africa/Johannesburg", "gister 17:20", "2023-11-05T17:20"),
    # The Solar Hijri calendar: a leap year's last day, the day after, and days on either side of the century.
    ("Asia/Tehran", "یکشنبه ۱۴ آبان ۱۴۰۲ - ۱۷:۲۰", "2023-11-05T17:20"),
    ("Asia/Tehran", "۱۴۰۲/۰۸/۱۴ ۱۷:۲۰", "2023-11-05T17:20"),
    ("Asia/Tehran", "30 اسفند 1403", "2025-03-20"),
    ("Asia/Tehran", "1 فروردین 1404", "2025-03-21"),
    ("Asia/Tehran", "22 بهمن 1357", "1979-02-11"),
    ("Asia/Kabul", "14 عقرب 1402", "2023-11-05"),
]


@pytest.mark.parametrize(("zone", "text", "expected"), WORLD)
def test_a_date_of_the_world(zone: str, text: str, expected: str) -> None:
    clock = dates.Clock(ZoneInfo(zone), datetime(2023, 11, 6, 10, tzinfo=timezone.utc))
    assert next(dates.find(text, clock)).iso(clock.zone).startswith(expected)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('{"publishTime": "2018-09-19 09:04:00"}', '"publishTime": "2018-09-19 09:04:00'),
        ("var ptime='2018-09-19';", "ptime='2018-09-19"),
        ("PUB_DATE = 2018-09-19", "PUB_DATE = 2018-09-19"),
        ('"datePublished":"2018-09-19T09:04:00Z"', '"datePublished":"2018-09-19T09:04:00Z'),
        ("İ 'release_date': '2018-09-19'", "'release_date': '2018-09-19"),
        ("createTime: 1537319040000", "createTime: 1537319040000"),
        ("published 2018-09-19", None),
        ('"publishTime": null, "published_at": "2018-09-19"', '"published_at": "2018-09-19'),
    ],
)
def test_the_first_variable_of_a_script_that_holds_a_time(script: str, expected: str | None) -> None:
    found = times._in_script(f"<script>{script}</script>")
    assert (found and found[0].removesuffix("</script>")) == expected
    whole = times._SCRIPT_DATE.search(f"<script>{script}</script>")
    assert (whole and whole[0]) == (found and found[0]), "looking for names first must find what the pattern finds"
