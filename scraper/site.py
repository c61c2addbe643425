"""A site definition: what one publication's TOML says, checked."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipelines.errors import InvalidSite
from pipelines.extraction.rules import RuleSet, SiteRules
from pipelines.site_files import site_files
from scraper.cron import trigger
from scraper.meant import did_you_mean

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_META_KEYS = frozenset({"valid_until", "remove"})


def duration(value: Any) -> Any:
    """A timedelta from "90s", "10m", "6h", "1d" or "2w"."""
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d+)\s*([smhdw])", value.strip())
    if not match:
        raise ValueError(f"{value!r} is no duration, write it like 90s, 10m, 6h, 1d or 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is no time zone, write it like Asia/Shanghai") from error
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression ({error})") from error
    return value


def _schedule(value: str) -> str:
    try:
        trigger(value, None)
    except (ValueError, IndexError) as error:
        raise ValueError(f"{value!r} is no cron line ({error}), write it like */30 6-23 * * *") from error
    return value


def _in_order(value: tuple[timedelta, timedelta]) -> tuple[timedelta, timedelta]:
    if value[0] > value[1]:
        raise ValueError('the least time comes first, write it like ["15m", "12h"]')
    return value


Duration = Annotated[timedelta, BeforeValidator(duration)]
Bounds = Annotated[tuple[Duration, Duration], AfterValidator(_in_order)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Url = Annotated[str, AfterValidator(lambda value: str(AnyHttpUrl(value)))]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Discover(_Table):
    """Where article URLs are found, and the pattern (searched in the URL) that tells them from other links.

    `depth` bounds how far sitemaps of sitemaps and next pages of sections are followed; `since` and `until` leave out what
    a feed or sitemap dates otherwise.
    """

    feeds: tuple[Url, ...] = ()
    sitemaps: tuple[Url, ...] = ()
    sections: tuple[Url, ...] = ()
    urls: tuple[Url, ...] = ()
    article: Pattern | None = None
    depth: int = Field(default=1, ge=0, le=1000)
    since: date | None = None
    until: date | None = None

    def includes(self, moment: datetime | None) -> bool:
        """Whether something that changed at `moment` is wanted; what does not say when is."""
        if moment is None:
            return True
        day = moment.date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


class Crawl(_Table):
    """Manners and memory: `delay` in seconds between requests to a host, `revisit` ages at which an article is fetched again.

    `poll`: the least and the most time between two looks at a feed, sitemap or section page; what brings news is looked at oftener.
    `verify_tls` false takes any certificate and says so in warcinfo. `noarchive`: keep, private or skip a page that asks not
    to be archived. `render` reads articles as a browser shows them, for sites whose text comes by script; one may take
    `render_timeout` seconds, its scripts and data with their delays.
    """

    schedule: Annotated[str, AfterValidator(_schedule)] | None = None
    delay: float = Field(default=2.0, ge=0)
    concurrency: int = Field(default=1, ge=1, le=64)
    poll: Bounds = (timedelta(0), timedelta(hours=12))
    revisit: tuple[Duration, ...] = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
    noarchive: str = Field(default="private", pattern="^(keep|private|skip)$")
    verify_tls: bool = True
    render: bool = False
    render_timeout: float = Field(default=60.0, gt=0, le=600)


class Site(_Table):
    """sites/<name>.toml. `domains` are registered names whose hosts belong to the site."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")
    url: Url
    title: str | None = None
    language: str | None = None
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    domains: tuple[str, ...] = Field(default=(), min_length=1)
    own_names: tuple[str, ...] = ()
    discover: Discover = Discover()
    crawl: Crawl = Crawl()
    rules: tuple[dict[str, Any], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _domains_from_url(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("domains") and isinstance(values.get("url"), str):
            host = re.sub(r"^https?://(www\.)?|[:/].*$", "", values["url"])
            return values | {"domains": [host]}
        return values

    @model_validator(mode="after")
    def _check_rules(self) -> Site:
        for rule in self.rules:
            _rule_set(rule)
        return self

    def extraction_rules(self) -> SiteRules:
        """The part that extraction may know."""
        return SiteRules(
            site=self.name,
            title=self.title,
            language=self.language,
            timezone=self.timezone,
            domains=self.domains,
            own_names=self.own_names,
            rules=tuple(_rule_set(rule) for rule in self.rules),
        )

    def owns(self, host: str | None) -> bool:
        """Whether a host is one of the site's domains or below one."""
        return any(host == domain or (host or "").endswith(f".{domain}") for domain in self.domains)


def _rule_set(rule: dict[str, Any]) -> RuleSet:
    from cssselect import HTMLTranslator, SelectorError

    until = rule.get("valid_until")
    if until is not None and not isinstance(until, date):
        raise ValueError("valid_until is a date, write it like 2020-01-01 without quotes")
    remove = rule.get("remove", [])
    selectors = {key: value for key, value in rule.items() if key not in _META_KEYS}
    for key, selector in [*selectors.items(), *(("remove", each) for each in remove)]:
        try:
            HTMLTranslator().css_to_xpath(selector)
        except (SelectorError, TypeError) as error:  # noqa: PERF203 - the key belongs in the message
            raise ValueError(f"{key}: {selector!r} is no CSS selector ({error})") from error
    return RuleSet(valid_until=until, selectors=selectors, remove=tuple(remove))


def read_site(path: Path) -> Site:
    """The checked definition in a TOML file; raises InvalidSite with file, key and the key that may be meant."""
    try:
        return Site.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSite(f"{path}: {error}", "mend the TOML there") from error
    except ValidationError as error:
        *others, last = error.errors()
        before = "".join(f"{_problem(each)}, {_advice(each)}; " for each in others)
        raise InvalidSite(f"{path}: {before}{_problem(last)}", _advice(last)) from error


def _problem(error: Mapping[str, Any]) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "file"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}"


def _advice(error: Mapping[str, Any]) -> str:
    if error["type"] != "extra_forbidden":
        return "correct the value"
    known = [name for model in (Site, Discover, Crawl) for name in model.model_fields]
    return did_you_mean(str(error["loc"][-1]), known, f"known keys are {', '.join(known)}")


def read_sites(folder: Path, names: Iterable[str] = ()) -> list[Site]:
    """The definitions in a folder, all or those named, by name; raises InvalidSite for one that is not there."""
    wanted = list(names)
    known = site_files(folder)
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known, "see `morgue sites list`, or add it with `morgue sites add`")
            raise InvalidSite(f"{folder / name}.toml: there is no such site", hint)
    sites = [read_site(known[name]) for name in (wanted or known)]
    for site, stem in zip(sites, wanted or known, strict=True):
        if site.name != stem:
            raise InvalidSite(f"{known[stem]}: name: is {site.name!r}", f"name the file {site.name}.toml or the site {stem!r}")
    return sites
