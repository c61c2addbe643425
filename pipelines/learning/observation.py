"""What one capture shows of its site's layout when it is read in full."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.extraction import images, pagination, status
from pipelines.extraction.fit import Reading, given_fields
from pipelines.extraction.lines import SKIPPED, Line
from pipelines.extraction.page import Page
from pipelines.extraction.pagination import Pager
from pipelines.extraction.profile import Key, key_of, line_digest, page_words
from pipelines.extraction.rules import SiteRules
from pipelines.process import read_article, read_page

# More than any template has; a monster teaches nothing.
MAX_NODES = 8_000
_DEEPEST = 100
# Bytes that a line has at least which tells stories apart.
_LONG = 60


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its parent's place in the list of nodes (-1 for the root) and what stands in it.

    `is_needed` says that something of the story does, `in_text` that the element is inside the text's container.
    """

    parent: int
    key: Key
    has_lines: bool
    has_images: bool
    is_needed: bool
    in_text: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """A story and the page that told it. `nodes` are in document order, `container` is the place in them of the text's block.

    `long_lines` and `inside` are digests: of the story's long lines in their order, and of all lines in the container. `pager`
    is what the page links of the story's other pages.
    """

    digest: str
    capture: Capture
    payload: bytes
    article: Article
    words: frozenset[str]
    fields: frozenset[str]
    long_lines: tuple[str, ...]
    inside: frozenset[str]
    nodes: tuple[Node, ...]
    container: int
    pager: Pager


def observe(capture: Capture, payload: bytes, rules: SiteRules) -> Observation | None:
    """The observation of a capture; None for what is no whole article in one container."""
    page = None if status.of_response(capture, payload) else read_page(capture, payload, rules)
    if not isinstance(page, Page):
        return None
    reading = read_article(page)
    body = reading.body
    if reading.article.status not in ("ok", "paywalled") or body.container is None or not body.lines:
        return None
    pager = pagination.find(page, pagination.stems_of(capture.url))
    needed = _needed(page, reading) | _linking(page, reading, pager)
    nodes, container = _nodes(page, needed, body.container.element)
    return Observation(
        hashlib.sha256(payload).hexdigest(),
        capture,
        payload,
        reading.article,
        page_words(page.tree),
        given_fields(reading),
        tuple(line_digest(line.text) for line in body.lines if len(line.text.encode()) >= _LONG),
        frozenset(line_digest(line.text) for line in page.lines[body.container.first : body.container.end]),
        nodes,
        container,
        pager,
    )


def _needed(page: Page, reading: Reading) -> set[etree._Element]:
    """The elements around the lines that gave something: text, captions, facts, notices, the words of a paywall."""
    body, facts = reading.body, reading.facts
    indices = {line.index for line in body.lines} | facts.lines_used | reading.legal.lines
    said = [text for image in reading.article.images for text in (image.caption, image.credit) if text]
    indices |= {i for i, why in body.objections.items() if why == "caption" and any(text in page.lines[i].text for text in said)}
    lines = [line for line in page.lines if line.index in indices or _is_needed(line, reading)]
    return {block.element for line in lines for block in line.block.path()}


def _linking(page: Page, reading: Reading, pager: Pager) -> set[etree._Element]:
    """The elements around links to the story's other pages and to its licence, around its microdata and the pictures that lead it."""
    wanted = {*pager.numbered.values(), pager.whole, reading.article.rights.license_url} - {None}
    given = [*reading.facts.marked, *images.leading(page, reading.body, reading.facts.title_element, reading.facts.image)]
    if wanted:
        given += [element for element, address, _ in page.links if page.absolute(address) in wanted]
        given += [element for element in page.elements("option") if page.absolute(element.get("value")) in wanted]
    return {around for element in given for around in (element, *element.iterancestors())}


def _is_needed(line: Line, reading: Reading) -> bool:
    if line.text == reading.article.rights.statement:
        return True
    return reading.facts.is_free is False and status.says_paywall(line.text) is not None


def _nodes(page: Page, needed: set[etree._Element], container: etree._Element) -> tuple[tuple[Node, ...], int]:
    full = {block.element for line in page.lines for block in line.block.path()}
    pictured = {each for image in page.tree.iter("img", "amp-img") for each in image.iterancestors()}
    text = set(container.iterdescendants())
    places: dict[etree._Element, int] = {}
    nodes: list[Node] = []
    for element in islice(_structure(page.tree), MAX_NODES):
        parent = element.getparent()
        places[element] = len(nodes)
        up = places[parent] if parent is not None else -1
        nodes.append(Node(up, key_of(element), element in full, element in pictured, element in needed, element in text))
    return tuple(nodes), places.get(container, -1)


def _structure(tree: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold others, in document order, as deep as templates go."""
    walk = etree.iterwalk(tree, events=("start", "end"))
    depth = 0
    for event, element in walk:
        depth += 1 if event == "start" else -1
        if event == "start" and (element.tag in SKIPPED or depth > _DEEPEST):
            walk.skip_subtree()
        elif event == "start" and len(element):
            yield element
