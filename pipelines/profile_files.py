"""Profiles as files: what `morgue learn --manifest` writes and `morgue extract --profiles` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from courlan import extract_domain

from pipelines.errors import UsageError
from pipelines.extraction.profile import SiteProfile, read_profile

SUFFIX = ".json"


def site_of(url: str) -> str:
    """The name that profiles of pages without an archive go by: the registered domain, else the host, "" for no address."""
    try:
        return extract_domain(url) or urlsplit(url).hostname or ""
    except ValueError:
        return ""


def write_profiles(profiles: Iterable[SiteProfile], folder: Path) -> list[Path]:
    """Writes each profile into a file of the folder, named for its site."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for profile in profiles:
        paths.append(folder / (re.sub(r"[^\w.-]", "_", profile.site) + SUFFIX))
        paths[-1].write_text(profile.to_json(), "utf-8")
    return paths


def read_profiles(folder: Path) -> dict[str, SiteProfile]:
    """The profiles of a folder by their sites; raises UsageError for a folder without any."""
    found = {profile.site: profile for path in sorted(folder.glob(f"*{SUFFIX}")) if (profile := read_profile(path))}
    if not found:
        raise UsageError(f"{folder} holds no profile", f"make some with `morgue learn --manifest FILE -o {folder}`")
    return found
