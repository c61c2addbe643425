"""A small newspaper made up on the fly: thirty articles in two layouts, with a prompt in every text that no word list knows."""

from __future__ import annotations

import random
from datetime import datetime, timezone

from pipelines.capture import Capture

PROMPT = "Your neighbours already get the harbour gazette with their rolls, and so could you from tomorrow."
_NOUNS = "council bridge harbour budget school river market tram museum library winter report engineer festival hospital garden".split()
_VERBS = "opened closed repaired praised measured painted counted moved visited refused planned sold lifted drew carried found".split()


def paragraphs(number: int, count: int = 6) -> list[str]:
    """The text of an article; no two numbers share a sentence."""
    words = random.Random(number)

    def sentence() -> str:
        names = words.sample(_NOUNS, 4)
        return f"The {names[0]} {words.choice(_VERBS)} the {names[1]} near the {names[2]} in {number}-{words.randrange(10**6)}, said the {names[3]}."

    return [" ".join(sentence() for _ in range(3)) for _ in range(count)]


def title(number: int) -> str:
    noun, other = random.Random(number).sample(_NOUNS, 2)
    return f"Story {number}: the {noun} and the {other}"


def old_page(number: int, text: list[str] | None = None, prompt: str = PROMPT) -> bytes:
    """The layout of 2004: tables, the prompt between two paragraphs."""
    text = text or paragraphs(number)
    body = "".join(f"<p>{each}</p>" for each in (text[0], prompt, *text[1:]))
    links = "".join(f'<a href="/s{n}">Section {n}</a><br>' for n in range(9))
    return f"""<html><head><title>{title(number)} - The Loopback Gazette</title></head><body bgcolor="#ffffff">
<table width="760"><tr><td width="150" bgcolor="#ddeeff">{links}</td><td width="460" class="story">
<h1>{title(number)}</h1><p class="by">By Jane Roe, March {number % 28 + 1}, 2004</p>{body}</td>
<td width="150" class="rail"><b>Elsewhere in town</b><br>The tide tables of the week and all of the church notices are at the kiosk.</td></tr></table>
<table width="760" class="foot"><tr><td>Copyright 2004 The Loopback Gazette</td></tr></table></body></html>""".encode()


def new_page(number: int, text: list[str] | None = None, prompt: str = PROMPT) -> bytes:
    """The layout of 2015: blocks with classes, the prompt in the middle of the text."""
    text = text or paragraphs(number)
    body = "".join(f"<p>{each}</p>" for each in (*text[:3], prompt, *text[3:]))
    related = "".join(f"<li><a href='/n{number}-{n}'>{title(number + n)}</a></li>" for n in range(1, 6))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title(number)} - The Loopback Gazette</title>
<meta property="article:published_time" content="2015-03-{number % 28 + 1:02}T08:00:00+00:00"></head><body class="page">
<div class="masthead"><ul class="bar"><li><a href="/">Home</a></li><li><a href="/town">Town</a></li><li><a href="/sport">Sport</a></li></ul></div>
<div class="wrap"><div class="piece"><h1 class="top">{title(number)}</h1><div class="who">By Jane Roe</div><div class="copy">{body}</div></div>
<div class="lane"><h3>More of this</h3><ul class="pile">{related}</ul></div></div>
<div class="base">© 2015 The Loopback Gazette</div></body></html>""".encode()


def capture(number: int, year: int) -> Capture:
    return Capture(url=f"https://gazette.example/{year}/{number}.html", fetched_at=datetime(year, 4, 1 + number % 28, tzinfo=timezone.utc))


def newspaper() -> list[tuple[Capture, bytes]]:
    """Fifteen captures of each layout."""
    old = [(capture(n, 2004), old_page(n)) for n in range(15)]
    return old + [(capture(n, 2015), new_page(n)) for n in range(100, 115)]
