"""What the demo got, for a terminal."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scraper.demo.pages import expected
from scraper.demo.run import ChangedArticle, DemoReport, GotArticle

WIDE = 150  # columns of a terminal that has room for the paths
_WORD = re.compile(r"\s+|\w+|.", re.DOTALL)


def print_report(report: DemoReport, console: Console) -> None:
    """The articles, what changed between the crawls, what was not got and why, and what to try next."""
    console.print(_articles(report.articles, console.width))
    console.print(_crawls(report))
    _print_changes(report, console)
    _print_not_got(report, console)
    _print_check(report, console)
    _print_next(report, console)


def _articles(articles: list[GotArticle], width: int) -> Table:
    table = Table(title=f"{len(articles)} articles", title_justify="left", expand=True)
    table.add_column("", no_wrap=True)
    table.add_column("title", no_wrap=True, ratio=4)
    table.add_column("time", no_wrap=True, min_width=16)
    table.add_column("source", no_wrap=True, ratio=1)
    table.add_column("people", no_wrap=True, ratio=2)
    table.add_column("status", no_wrap=True)
    if width >= WIDE:
        table.add_column("page", no_wrap=True, ratio=3)
    for article in articles:
        time = article.published_at[:16].replace("T", " ")
        cells = [article.language, article.title or article.page, time, article.source, article.people, article.status, article.page]
        table.add_row(*(Text(cell) for cell in cells[: len(table.columns)]))
    return table


def _crawls(report: DemoReport) -> Table:
    table = Table(title="Two crawls", title_justify="left")
    for heading in ("", "requests", "200", "301", "304", "404", "new articles", "changed", "same"):
        table.add_column(heading, justify="right")
    for name, crawl, answers in zip(("first", "second"), report.crawls, report.answers, strict=True):
        same = crawl.counts.get("articles unchanged", 0) + crawl.counts.get("articles not modified", 0)
        figures = [sum(answers.values()), *(answers[status] for status in (200, 301, 304, 404))]
        figures += [crawl.counts.get("articles new", 0), crawl.counts.get("articles changed", 0), same]
        table.add_row(name, *(str(figure) for figure in figures))
    return table


def _print_changes(report: DemoReport, console: Console) -> None:
    for change in report.changed:
        console.print(Text.assemble("\nChanged between the crawls: ", (change.title or change.page, "bold")))
        for line in _diff(change):
            console.print(line)
    if not report.changed:
        console.print(Text("\nNothing changed between the crawls."))


def _print_not_got(report: DemoReport, console: Console) -> None:
    console.print(Text("\nMoved, missing or no article", style="bold"))
    for old, new in report.moved:
        console.print(Text(f"  {old}  moved to {new}"), soft_wrap=True)
    for page in report.not_got:
        console.print(Text(f"  {page.page}  {page.why}"), soft_wrap=True)


def _print_check(report: DemoReport, console: Console) -> None:
    """Whether extraction got right what the site's authors know."""
    known, wrong = expected(edition=2), report.unlike_expected
    right = len(known) - len(wrong)
    console.print(Text(f"\n{right} of {len(known)} articles are in every field what their authors expect", style="bold"))
    for page, fields in wrong.items():
        console.print(Text(f"  {page}  differs in {', '.join(fields)}"), soft_wrap=True)


def _print_next(report: DemoReport, console: Console) -> None:
    morgue = f"morgue -C {shlex.quote(str(report.folder))}"
    console.print(Text("\nTry next", style="bold"))
    for command in (f"{morgue} search 贵州", f"{morgue} provenance {report.example_url}", f"{morgue} serve"):
        console.print(Text(f"  {command}"), soft_wrap=True)


def _diff(change: ChangedArticle) -> Iterator[Text]:
    """The paragraphs that differ, old in red and new in green, with the words that differ underlined."""
    old, new = change.old.splitlines(), change.new.splitlines()
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = "\n".join(old[i:j]), "\n".join(new[k:m])
        if before:
            yield _marked("- ", before, after, "red")
        if after:
            yield _marked("+ ", after, before, "green")


def _marked(sign: str, text: str, other: str, colour: str) -> Text:
    words, others = _WORD.findall(text), _WORD.findall(other)
    line = Text(sign, style=colour)
    for tag, i, j, _, _ in difflib.SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        marked = tag != "equal" and bool(other)
        line.append("".join(words[i:j]), style=f"{colour} underline" if marked else colour)
    return line
