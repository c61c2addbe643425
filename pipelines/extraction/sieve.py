"""Which lines inside the article's container are its text, and for every other line the reason why not."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, takewhile

from pipelines.extraction.captions import SENTENCE_ENDS, Habits, beside_picture, is_caption
from pipelines.extraction.container import PARAGRAPHS, Container, Home, Shape, inside, stable, weight
from pipelines.extraction.furniture import is_furniture
from pipelines.extraction.layout import name_test
from pipelines.extraction.lines import HEADINGS, Block, Line
from pipelines.extraction.regions import is_apart

LISTS = frozenset(("ul", "ol", "dl"))
_LISTED = LISTS | {"li", "p", "dd", "dt"}
_is_subtitle = name_test(r"sub-?title")
# A second copy of a shorter line may be a refrain; of a longer one it is the same paragraph for another screen.
_LONG = 60


class Sieve:
    """Judges the lines of one container, in their order."""

    def __init__(self, container: Container, title: str) -> None:
        self.container = container
        self.title = squash(title)
        main = [container.homes[block] for block in container.own]
        self.main = container.own
        self.trusted = {_kind(block) for home in main for block in home.block.path()}
        self.homes = {line.index: home for home in container.homes.values() for line in home.lines}
        prose = [(line, home) for home in main for line in home.lines if weight(line)]
        self.prose = {self._way(line, home.block) for line, home in prose}
        weighty = [line.index for line, _ in prose]
        self.opening, self.closing = min(weighty, default=0), max(weighty, default=0)
        self.habits = Habits.of([line for home in main for line in home.lines])
        self.masses: dict[Shape, float] = defaultdict(float)
        for home in container.homes.values():
            if inside(home.block, container.block):
                self.masses[home.shape] += home.mass
        self.seen: dict[str, Block] = {}
        self.verdicts: dict[Block, str | None] = {}
        self.apart = {container.block: False}

    def objection(self, line: Line) -> str | None:
        """Why a line is not the article's text, None if it is."""
        home = self.homes[line.index]
        reason = self._by_place(line) or self._by_words(line) or self._by_home(line, home)
        if not reason and line.inside("table") and self._is_floated(line):
            return "beside"
        if not reason and len(line.text) > _LONG and self.seen.setdefault(line.text, home.block) is not home.block:
            return "again"
        return reason

    def _by_place(self, line: Line) -> str | None:
        if self._is_apart(line.block) and not self._heads_post(line):
            return "apart"
        if line.inside("figure") and not line.inside("blockquote"):
            return "figure"
        if line.linked:
            if _is_labelled_link(line):
                return "reference"
            if line.link_density > 0.8:
                return "link"
        return "link list" if self._in_link_list(line) else None

    def _by_words(self, line: Line) -> str | None:
        if line.block.tag != "pre" and is_furniture(line.text, line.linked):
            return "furniture"
        if line.level and self._repeats_title(line):
            return "title"
        return None

    def _by_home(self, line: Line, home: Home) -> str | None:
        if is_caption(line, home.block, self.habits):
            return "caption"
        if line.level:
            return None
        if self._is_paragraph(line, home):
            return None
        if home.shape != self.container.shape or (home.block.tag == "td" and home.block not in self.main):
            # A quotation that a script would draw: its words are the article's even where half of them are links.
            if any("twitter-tweet" in block.name for block in islice(line.block.path(), 3)):
                return None
            if home.block not in self.verdicts:
                self.verdicts[home.block] = self._against(home)
            return self.verdicts[home.block] or self._alone(line, home)
        return None if weight(line) or line.block is home.block else self._odd(line, home)

    def _is_paragraph(self, line: Line, home: Home) -> bool:
        """True for prose in a home made like the blocks of single paragraphs, which holds an advertisement or a picture besides."""
        is_like = home.block.parent in self.main and (_kind(home.block),) in self.prose
        return is_like and self.opening < line.index < self.closing and weight(line) > 0

    def _alone(self, line: Line, home: Home) -> str | None:
        """A short line beside the few paragraphs of a block unlike the article's own."""
        if weight(line) or line.inside(*LISTS, "table", "blockquote") or self.masses[home.shape] >= 0.15 * self.container.mass:
            return None
        return "no prose" if line.size < 60 else None

    def _odd(self, line: Line, home: Home) -> str | None:
        """A short line in a block of its own kind, between paragraphs of another."""
        way = self._way(line, home.block)
        if way in self.prose:
            return None
        if any(tag not in PARAGRAPHS for tag, _ in way):
            return "odd block"
        named = bool(way) and way[0][0] == "p" and way[0][1] and not self.opening < line.index < self.closing
        return "odd paragraph" if named and len(line.text) < 80 and line.text[-1] not in SENTENCE_ENDS else None

    def _against(self, home: Home) -> str | None:
        """What speaks against a block that is made unlike the article's own."""
        block = home.block
        if block.linked > 0.25 * block.characters:
            return "links"
        if self._is_teaser(home):
            return "teaser"
        if self.masses[home.shape] >= 0.15 * self.container.mass and home.shape != self.container.shape:
            return None
        if is_furniture(home.lines[0].text):
            return "prompt"
        if self._is_table(block):
            return None
        if block.tag == "td":
            return "column"
        if self._is_list(home):
            return None
        return None if home.mass and not beside_picture(block, self.container.block) else "no prose"

    def _is_teaser(self, home: Home) -> bool:
        """True for a box that a headline opens which links to its story: the rest sums that up."""
        first = home.lines[0]
        return first.level > 0 and first.link_density > 0.8 and self.masses[home.shape] < 0.3 * self.container.mass

    def _is_apart(self, block: Block) -> bool:
        passed = []
        each: Block | None = block
        while each is not None and each not in self.apart:
            passed.append(each)
            if is_apart(each) and _kind(each) not in self.trusted and not self._heads_part(each):
                self.apart[each] = True
            else:
                each = each.parent
        verdict = each is not None and self.apart[each]
        self.apart.update(dict.fromkeys(passed, verdict))
        return verdict

    def _heads_part(self, block: Block) -> bool:
        """True for a heading between the paragraphs that is called a subtitle, as decks are that stand above them."""
        return block.tag in HEADINGS and self.opening < block.first < self.closing and _is_subtitle(block.name)

    def _heads_post(self, line: Line) -> bool:
        """True for a heading in the header of a part with some of the paragraphs: a section, or a post of a live blog."""
        header = line.block.parent
        if line.level < 2 or line.linked or header is None or header.tag != "header" or header.parent is None:
            return False
        return len({inside(main, header.parent) for main in self.main}) == 2

    def _is_floated(self, line: Line) -> bool:
        """True in a table at the side of the text, as pictures and quotations stood before there were style sheets."""
        tables = (block for block in takewhile(lambda block: block is not self.container.block, line.block.path()) if block.tag == "table")
        floats = (table for table in tables if (table.element.get("align") or "").lower() in ("left", "right"))
        return any(not any(inside(main, table) for main in self.main) for table in floats)

    def _in_link_list(self, line: Line) -> bool:
        if not line.inside(*LISTS):
            return False
        outer = None
        for block in line.block.path():
            if block is self.container.block or block.tag not in _LISTED:
                break
            if block.tag in LISTS:
                outer = block
        return outer is not None and outer.linked > 0.5 * outer.characters

    def _is_list(self, home: Home) -> bool:
        """True for a list of facts between the paragraphs: some items, none of them a link."""
        items = [line for line in home.lines if not line.level]
        within = all(self.opening < line.index < self.closing and line.inside("li") for line in items)
        return len(items) > 2 and within and not home.block.linked and not home.block.images

    def _is_table(self, block: Block) -> bool:
        """True for a table of data between the paragraphs."""
        in_table = False
        for each in block.path():
            if each.tag == "table":
                in_table = each.linked < 0.5 * each.characters
            if each in self.main or each is self.container.block:
                return in_table and each in self.main
        return False

    def _repeats_title(self, line: Line) -> bool:
        text = squash(line.text)
        if not self.title or not text:
            return False
        return text == self.title or (line.level < 3 and (text in self.title or self.title in text))

    @staticmethod
    def _way(line: Line, home: Block) -> tuple[tuple[str, str], ...]:
        way = []
        for block in line.block.path():
            if block is home:
                break
            way.append(_kind(block))
        return tuple(way)


def _is_labelled_link(line: Line) -> bool:
    """True for `Background: The long road to the bridge`, where all behind the colon is a link with words in it."""
    label, colon, rest = line.text.partition(":")
    return (
        bool(colon)
        and len(label) <= 40
        and line.linked >= len(rest.strip()) - 1 > 15
        and " " in rest.strip()
        and not rest.startswith("//")
        and "://" not in rest
    )


def squash(text: str) -> str:
    """Text without white space and case, to compare."""
    return "".join(text.split()).casefold()


def _kind(block: Block) -> tuple[str, str]:
    return block.tag, stable(block.name)
