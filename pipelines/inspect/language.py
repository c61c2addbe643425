"""The language of the interface: English is in the templates, Chinese in zh.json beside this file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

from datasette.utils.asgi import Request

LANGUAGES = ("en", "zh")
PARAMETER = "_lang"


def chosen(request: Request) -> str:
    """What the URL, the cookie or the browser asks for, in this order; English otherwise."""
    for wish in (request.args.get(PARAMETER), request.cookies.get("morgue_lang"), *_accepted(request)):
        if wish in LANGUAGES:
            return str(wish)
    return "en"


def translator(language: str) -> Callable[..., str]:
    """The function `t` of the templates: a text in the language, with {names} filled in."""
    texts = _chinese() if language == "zh" else {}

    def t(text: str, **values: object) -> str:
        return texts.get(text, text).format(**values) if values else texts.get(text, text)

    return t


def switch_url(request: Request, current: str) -> str:
    """The same page in the other language."""
    other = next(language for language in LANGUAGES if language != current)
    query = without_choice(request.query_string)
    return f"{request.path}?{query}{'&' if query else ''}{PARAMETER}={other}"


def without_choice(query_string: str) -> str:
    """A query string without our parameter; all else stays to the letter, as it may belong to an archived URL."""
    return "&".join(part for part in query_string.split("&") if part and not part.startswith(f"{PARAMETER}="))


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    return dict(json.loads((files("pipelines.inspect") / "zh.json").read_text("utf-8")))


def _accepted(request: Request) -> list[str]:
    wishes = (request.headers.get("accept-language") or "").split(",")
    return [wish.split(";")[0].strip()[:2].lower() for wish in wishes]
