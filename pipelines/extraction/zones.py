"""The time zone of a page that does not say one: by its language tag, then its country's top-level domain, then its language."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

# The zone of a country's press; where a country has several, that of most of its papers.
_COUNTRIES = """
ae Asia/Dubai|al Europe/Tirane|am Asia/Yerevan|ao Africa/Luanda|ar America/Argentina/Buenos_Aires|at Europe/Vienna|au Australia/Sydney
az Asia/Baku|ba Europe/Sarajevo|bd Asia/Dhaka|be Europe/Brussels|bg Europe/Sofia|bo America/La_Paz|br America/Sao_Paulo|bw Africa/Gaborone
by Europe/Minsk|ca America/Toronto|cd Africa/Kinshasa|ch Europe/Zurich|ci Africa/Abidjan|cl America/Santiago|cm Africa/Douala
cn Asia/Shanghai|co America/Bogota|cr America/Costa_Rica|cu America/Havana|cy Asia/Nicosia|cz Europe/Prague|de Europe/Berlin
dk Europe/Copenhagen|do America/Santo_Domingo|dz Africa/Algiers|ec America/Guayaquil|ee Europe/Tallinn|eg Africa/Cairo|es Europe/Madrid
et Africa/Addis_Ababa|fi Europe/Helsinki|fj Pacific/Fiji|fr Europe/Paris|gb Europe/London|ge Asia/Tbilisi|gh Africa/Accra|gr Europe/Athens
gt America/Guatemala|hk Asia/Hong_Kong|hn America/Tegucigalpa|hr Europe/Zagreb|hu Europe/Budapest|id Asia/Jakarta|ie Europe/Dublin
il Asia/Jerusalem|in Asia/Kolkata|iq Asia/Baghdad|ir Asia/Tehran|is Atlantic/Reykjavik|it Europe/Rome|jm America/Jamaica|jo Asia/Amman
jp Asia/Tokyo|ke Africa/Nairobi|kg Asia/Bishkek|kh Asia/Phnom_Penh|kr Asia/Seoul|kw Asia/Kuwait|kz Asia/Almaty|la Asia/Vientiane
lb Asia/Beirut|li Europe/Vaduz|lk Asia/Colombo|lt Europe/Vilnius|lu Europe/Luxembourg|lv Europe/Riga|ly Africa/Tripoli|ma Africa/Casablanca
md Europe/Chisinau|me Europe/Podgorica|mk Europe/Skopje|mm Asia/Yangon|mn Asia/Ulaanbaatar|mo Asia/Macau|mt Europe/Malta
mw Africa/Blantyre|mx America/Mexico_City|my Asia/Kuala_Lumpur|mz Africa/Maputo|na Africa/Windhoek|ng Africa/Lagos|ni America/Managua
nl Europe/Amsterdam|no Europe/Oslo|np Asia/Kathmandu|nz Pacific/Auckland|om Asia/Muscat|pa America/Panama|pe America/Lima|ph Asia/Manila
pk Asia/Karachi|pl Europe/Warsaw|pr America/Puerto_Rico|ps Asia/Hebron|pt Europe/Lisbon|py America/Asuncion|qa Asia/Qatar
ro Europe/Bucharest|rs Europe/Belgrade|ru Europe/Moscow|rw Africa/Kigali|sa Asia/Riyadh|se Europe/Stockholm|sg Asia/Singapore
si Europe/Ljubljana|sk Europe/Bratislava|sn Africa/Dakar|su Europe/Moscow|sv America/El_Salvador|sy Asia/Damascus|th Asia/Bangkok
tn Africa/Tunis|tr Europe/Istanbul|tt America/Port_of_Spain|tw Asia/Taipei|tz Africa/Dar_es_Salaam|ua Europe/Kyiv|ug Africa/Kampala
uk Europe/London|us America/New_York|uy America/Montevideo|uz Asia/Tashkent|va Europe/Vatican|ve America/Caracas|vn Asia/Ho_Chi_Minh
ye Asia/Aden|za Africa/Johannesburg|zm Africa/Lusaka|zw Africa/Harare
"""
# The country that a language without a region is first read in.
_LANGUAGES = """
af za|am et|ar sa|az az|be by|bg bg|bn bd|bs ba|ca es|cs cz|da dk|de de|el gr|en us|es es|et ee|eu es|fa ir|fi fi|fr fr|gl es|gu in|he il
hi in|hr hr|hu hu|hy am|id id|is is|it it|ja jp|ka ge|kk kz|km kh|kn in|ko kr|lb lu|lo la|lt lt|lv lv|mk mk|ml in|mn mn|mr in|ms my|my mm
nb no|ne np|nl nl|nn no|no no|pa in|pl pl|pt br|ro ro|ru ru|si lk|sk sk|sl si|sq al|sr rs|sv se|sw tz|ta in|te in|th th|tl ph|tr tr|uk ua
ur pk|uz uz|vi vn|xh za|zh cn|zu za
"""
ZONES = dict(pair.split() for line in _COUNTRIES.strip().splitlines() for pair in line.split("|"))
HOMES = dict(pair.split() for line in _LANGUAGES.strip().splitlines() for pair in line.split("|"))
# Top-level domains of countries that are sold to anyone.
_GENERIC = frozenset({"co", "me", "la", "cd", "am", "ly"})


def assumed(url: str, language: str | None) -> str:
    """The IANA name of the zone in which a page's clock most likely runs; `UTC` when nothing tells.

    `language` is the tag as the page gives it (`de-AT`, `es_MX`, `zh-Hant-TW`): its region counts before the
    domain, the bare language after it.
    """
    parts = (language or "").replace("_", "-").lower().split("-")
    country = next((part for part in reversed(parts[1:]) if part in ZONES), None)
    if not country or parts[0] in ("en", "zh"):
        country = top_level(url) or country
    if not country and {"hant", "tw"} & set(parts):
        country = "tw"
    return ZONES.get(country or HOMES.get(parts[0], ""), "UTC")


def top_level(url: str) -> str | None:
    """The country that the host's last label names, None for generic domains."""
    label = (urlsplit(url).hostname or "").rpartition(".")[2]
    return label if label in ZONES and label not in _GENERIC else None


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises ZoneInfoNotFoundError for one that is not."""
    return ZoneInfo(name)
