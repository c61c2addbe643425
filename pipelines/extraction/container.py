"""The block that holds the article: where the prose of the page is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from pipelines.extraction.layout import name_test
from pipelines.extraction.lines import HEADINGS, Block, Line
from pipelines.extraction.regions import is_apart, is_body, is_comment

PARAGRAPHS = frozenset(("p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", *HEADINGS))
ENDS = frozenset(".!?。！？…”\"»’'）)；;।؟")

_is_live_name = name_test(r"live-?(?:blog|ticker|posts?|entr|feed|updates?|stream-?posts?|coverage)")

# What prose counts in a block that says of itself that it is not the article.
_DOUBTFUL = 0.15
# The weight of a paragraph of some length.
_PARAGRAPH = 200.0

Shape = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Home:
    """The block around paragraphs that belong together, with its lines and the weight of its prose.

    `shape` is equal for blocks that a template made alike.
    """

    block: Block
    shape: Shape
    lines: list[Line] = field(default_factory=list)
    mass: float = 0.0


@dataclass(slots=True)
class Container:
    """Where the article is: the block, every home of the page, and which are its own, with their shape and weight."""

    block: Block
    homes: dict[Block, Home]
    shape: Shape
    mass: float
    own: frozenset[Block]


def weight(line: Line) -> float:
    """How much prose a line is: its length in bytes of UTF-8, for a Chinese sentence says as much in fewer characters."""
    if line.level or line.linked * 2 > len(line.text):
        return 0.0
    size = line.size
    if size < 60:
        return 0.0
    return (size - line.linked) * (1.0 if line.text[-1] in ENDS or size > 200 else 0.4)


def home_of(line: Line) -> Block:
    """The block around a line that is more than this paragraph, list or block of one line."""
    block = line.block
    while block.parent is not None and (block.tag in PARAGRAPHS or block.end - block.first == 1):
        block = block.parent
    return block


def find_homes(lines: list[Line], leave_out: Set[int]) -> dict[Block, Home]:
    """The lines of the page by the block they live in; those left out count for nothing."""
    homes: dict[Block, Home] = {}
    for line in lines:
        block = home_of(line)
        home = homes.get(block)
        if home is None:
            home = homes[block] = Home(block, shape_of(block))
        home.lines.append(line)
        if line.index not in leave_out and (heavy := weight(line)):
            home.mass += heavy * _DOUBTFUL if apart(line.block, block) else heavy
    return homes


def shape_of(block: Block) -> Shape:
    """The name and the tags around; numbers and generated names are left out."""
    return (stable(block.name), *(each.tag for each in block.path()))


@lru_cache(maxsize=4096)
def stable(name: str) -> str:
    """A block's name without the words that hold numbers, which are generated."""
    return " ".join(word for word in name.split() if not any(c.isdigit() for c in word))


def apart(block: Block, limit: Block | None = None) -> bool:
    """True if a block around, up to but without `limit`, is apart from the text."""
    for each in block.path():
        if each is limit:
            return False
        if is_apart(each):
            return True
    return False


def find_container(lines: list[Line], leave_out: Set[int] = frozenset()) -> Container | None:
    """Where the article's paragraphs are, None for a page without any."""
    homes = find_homes(lines, leave_out)
    groups: dict[Shape, list[Home]] = defaultdict(list)
    for home in homes.values():
        if home.mass:
            groups[home.shape].append(home)
    headline = next((line for line in lines if line.level == 1 and len(line.text) > 8), None)
    wide = _wide(homes, headline)
    best = max(groups.values(), key=lambda group: _score(group, headline, wide), default=None)
    if best is None:
        return None
    best = _one_column(_one_article(best))
    mass = sum(home.mass for home in best)
    block = _common([home.block for home in best])
    others = [
        home for home in homes.values() if home.shape != best[0].shape and (home.mass > 0.3 * mass or _continues(home, block, headline))
    ]
    for inner, parent in pairwise(list(block.path())):
        if is_closed(inner):
            break
        more = sum(h.mass for h in others if inside(h.block, parent) and not inside(h.block, block) and _belongs(h, parent))
        if more:
            block, mass = parent, mass + more
    return Container(block, homes, best[0].shape, mass, frozenset(home.block for home in best))


def main_homes(homes: dict[Block, Home]) -> list[Home]:
    """The homes of one make that hold most prose, for a container that is known."""
    groups: dict[Shape, list[Home]] = defaultdict(list)
    for home in homes.values():
        if home.mass:
            groups[home.shape].append(home)
    best = max(groups.values(), key=lambda group: sum(home.mass for home in group), default=[])
    return _one_column(best) if best else []


def is_closed(block: Block) -> bool:
    """True for a block beyond which no article goes."""
    return block.tag in ("article", "main", "body") or "articlebody" in block.name.replace("-", "")


def _one_article(homes: list[Home]) -> list[Home]:
    """Of several <article>s on a page the first that counts; the posts of a live blog are one story."""
    if any(_is_live_name(block.name) for block in homes[0].block.path()):
        return homes
    by_article: dict[Block | None, list[Home]] = defaultdict(list)
    for home in homes:
        by_article[next((b for b in home.block.path() if b.tag == "article"), None)].append(home)
    if len(by_article) == 1:
        return homes
    masses = {key: sum(h.mass for h in group) for key, group in by_article.items()}
    limit = 0.3 * max(masses.values())
    return next(group for key, group in by_article.items() if masses[key] >= limit)


def _one_column(homes: list[Home]) -> list[Home]:
    """Of the cells of a table laid out as columns those that hold most; elsewhere all."""
    if homes[0].block.tag != "td":
        return homes
    limit = 0.3 * max(home.mass for home in homes)
    return [home for home in homes if home.mass >= limit]


def _continues(home: Home, block: Block, headline: Line | None) -> bool:
    """True for paragraphs of the article that are made differently: its first ones below the headline, or right above the rest."""
    if home.mass < _PARAGRAPH:
        return False
    if inside(block, home.block):
        return home.block.tag not in ("td", "body", "form") and any(
            weight(line) for line in home.lines if -4 <= line.index - block.first < 0
        )
    return headline is not None and headline.index < home.block.first and home.block.end <= block.first


def _common(blocks: list[Block]) -> Block:
    """The innermost block around all of these."""
    common = blocks[0]
    while not all(inside(block, common) for block in blocks) and common.parent is not None:
        common = common.parent
    return common


def inside(block: Block, outer: Block) -> bool:
    """True if a block is, or is in, another."""
    return outer.first <= block.first and block.end <= outer.end and block.depth >= outer.depth


def _wide(homes: dict[Block, Home], headline: Line | None) -> set[Block]:
    """The blocks around the headline and most of the page's prose, whose names therefore say nothing about any of it."""
    masses: dict[Block, float] = defaultdict(float)
    for home in homes.values():
        if home.mass:
            for block in home.block.path():
                masses[block] += home.mass
    limit = 0.7 * max(masses.values(), default=0.0)
    around = (block for block, mass in masses.items() if mass >= limit)
    return {block for block in around if headline is None or block.first <= headline.index < block.end}


def _score(homes: list[Home], headline: Line | None, wide: set[Block]) -> float:
    block = homes[0].block
    characters = sum(home.block.characters for home in homes)
    links = sum(home.block.linked for home in homes) / max(1, characters)
    score = sum(home.mass for home in homes) * max(0.1, 1 - links) ** 2
    if any(is_apart(each) for each in block.path() if each not in wide):
        score *= _DOUBTFUL
    if any(is_comment(each) for each in block.path()):
        score *= _DOUBTFUL
    if len(homes) > 2 and _are_items(homes):
        score *= 0.5
    if any(is_body(b) or b.tag == "article" for b in list(block.path())[:4]):
        score *= 1.5
    if headline is not None and (article := next((b for b in block.path() if b.tag == "article"), None)):
        score *= 1.5 if article.first <= headline.index < article.end else 0.7
    return score


def _are_items(homes: list[Home]) -> bool:
    """True for blocks each in a list item of its own and of a paragraph or so, as teasers are."""
    items = {next((block for block in home.block.path() if block.tag == "li"), None) for home in homes}
    return None not in items and len(items) == len(homes) and sum(home.mass for home in homes) < 2 * _PARAGRAPH * len(homes)


def _belongs(home: Home, parent: Block) -> bool:
    return not apart(home.block, parent) and home.block.linked <= 0.25 * home.block.characters
