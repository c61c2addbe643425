"""The files in which sites are defined, `sites/<name>.toml`; what stands in them `scraper.site` reads."""

from __future__ import annotations

from pathlib import Path


def site_files(folder: Path) -> dict[str, Path]:
    """The definitions in a folder by the names of their sites, in order."""
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}
