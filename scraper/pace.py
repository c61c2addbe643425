"""How often a feed, sitemap or section page is looked at: as often as it brings something new, between the site's bounds."""

from __future__ import annotations

from datetime import timedelta

# What a place without news waits for at first; from there on waits grow.
STEP = timedelta(minutes=10)
# With these two factors a place that changes now and then is looked at about twice between two changes.
QUICKER, SLOWER = 0.5, 1.5


def next_pace(pace: timedelta, new: int, named: int, bounds: tuple[timedelta, timedelta]) -> timedelta:
    """How long to wait after a look that found `new` articles among the `named` ones, where `pace` was waited before.

    Half of them new means that some may have come and gone unseen: back to the least.
    """
    least, most = bounds
    if new * 2 >= max(named, 1):
        return least
    wanted = pace * QUICKER if new else max(pace * SLOWER, STEP)
    return min(max(wanted, least), most)
