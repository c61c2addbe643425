"""Which site a URL belongs to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from scraper.site import Site


def by_host(sites: list[Site]) -> Callable[[str], str | None]:
    """A function from a URL to the name of the site that its host belongs to, None for any other host."""

    def site_of(url: str) -> str | None:
        try:
            host = urlsplit(url).hostname
        except ValueError:
            return None
        return next((site.name for site in sites if site.owns(host)), None)

    return site_of
