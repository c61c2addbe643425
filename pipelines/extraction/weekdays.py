"""The day of the week before a date in figures, which tells 11/05 from 05/11: content systems write month/day on pages of any language."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

# From Monday on; as short as pages write them, a language or some that write alike a line.
_SHORT = """
mon|tue|wed|thu|fri|sat|sun
mo|di|mi|do|fr|sa|so
lun|mar|mer|jeu|ven|sam|dim
lun|mar|mié|jue|vie|sáb|dom
lun|mar|mie|joi|vin|sâm|dum
seg|ter|qua|qui|sex|sab|dom
lun|mar|mer|gio|ven|sab|dom
ma|di|wo|do|vr|za|zo
mån|tis|ons|tor|fre|lör|sön
man|tir|ons|tor|fre|lør|søn
ma|ti|ke|to|pe|la|su
pon|wto|śro|czw|pią|sob|nie
pon|wt|śr|czw|pt|sob|ndz
po|út|st|čt|pá|so|ne
po|ut|st|št|pi|so|ne
pon|uto|sri|čet|pet|sub|ned
pon|tor|sre|čet|pet|sob|ned
hét|ked|sze|csü|pén|szo|vas
pzt|sal|çar|per|cum|cmt|paz
пн|вт|ср|чт|пт|сб|вс
пон|вто|сре|чет|пят|суб|вос
пн|вт|ср|чт|пт|сб|нд
пон|вто|сря|чет|пет|съб|нед
пон|уто|сре|чет|пет|суб|нед
δευ|τρί|τετ|πέμ|παρ|σάβ|κυρ
sen|sel|rab|kam|jum|sab|min
"""
_DAYS: dict[str, set[int]] = defaultdict(set)
for _week in _SHORT.strip().splitlines():
    for _number, _day in enumerate(_week.split("|")):
        _DAYS[_day].add(_number)
_BEFORE = re.compile(r"([^\W\d_]{2,14})\.?[,\s]{1,3}\Z")
_FARTHEST = 20


def is_turned(match: re.Match[str], year: int, month: int, day: int) -> bool:
    """Whether the word before a date is the weekday of the date with month and day exchanged, and not of this one."""
    word = _BEFORE.search(match.string, max(0, match.start() - _FARTHEST), match.start())
    days = _DAYS.get(word[1].lower()) or _DAYS.get(word[1].lower()[:3]) if word else None
    return days is not None and date(year, day, month).weekday() in days and date(year, month, day).weekday() not in days
