"""Headlines of a town's newspaper, as a spider of anybody's takes them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.http import Response


class PaperSpider(scrapy.Spider):
    """`scrapy crawl paper -a url=https://paper.example/ -O headlines.jsonl`"""

    name = "paper"

    async def start(self) -> AsyncIterator[Any]:
        yield scrapy.Request(self.url)

    def parse(self, response: Response) -> Iterator[Any]:
        yield from response.follow_all(css="a[href$='.html']", callback=self.parse_story)
        yield from response.follow_all(css="a[href$='.pdf']", callback=self.parse_file)

    def parse_story(self, response: Response) -> Iterator[dict[str, str | None]]:
        yield {"url": response.url, "headline": response.css("h1::text").get()}

    def parse_file(self, response: Response) -> Iterator[dict[str, str | None]]:
        yield {"url": response.url, "headline": None}
