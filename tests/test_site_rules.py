"""Site rules: what a site's definition says of its own pages, over what generic code finds, in the years for which it holds."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from story import PARAGRAPHS, page, paragraphs

from pipelines import SiteRules, extract
from pipelines.article import Article
from pipelines.errors import InvalidSite
from pipelines.extraction.rules import RuleSet

BODY = (
    '<div class="strap">Two towns and a boat</div><div class="who">Text: Marit Solheim</div><div class="when">5.2.2024 19:30</div><div class="from">Source: Coast Radio</div>'
    f'<div class="mid">{paragraphs(PARAGRAPHS)}<p class="house">The editors wish all their readers a quiet winter and a ferry that always runs on time.</p></div>'
    '<ul class="topics-of-ours"><li>Harbour</li><li>Ferries</li></ul>'
)


def read(*rules: RuleSet, fetched_at: datetime | None = None) -> Article:
    return extract(page(BODY), url="https://post.example/a", fetched_at=fetched_at, rules=SiteRules(timezone="Europe/Oslo", rules=rules))


def test_selectors_give_fields_and_evidence() -> None:
    rules = RuleSet(
        selectors={"subtitle": ".strap", "authors": ".who", "published_at": ".when", "source": ".from", "tags": ".topics-of-ours li"}
    )
    article = read(rules)
    assert article.subtitle == "Two towns and a boat"
    assert article.authors == ["Marit Solheim"]
    assert article.published_at == "2024-02-05T19:30:00+01:00"
    assert article.source == "Coast Radio"
    assert article.tags == ["Harbour", "Ferries"]
    assert article.evidence["source"].method == "site rule"
    assert article.evidence["source"].where == ".from"
    assert [(credit.role, credit.name) for credit in article.credits] == [("author", "Marit Solheim")]


def test_blocks_are_removed_from_the_text() -> None:
    assert read(RuleSet(remove=(".house",))).text == "\n".join(PARAGRAPHS)


def test_the_text_by_a_selector_keeps_what_is_removed_out() -> None:
    assert read(RuleSet(selectors={"text": ".mid"}, remove=(".house",))).text == "\n".join(PARAGRAPHS)


def test_a_selector_that_finds_nothing_changes_nothing() -> None:
    assert read(RuleSet(selectors={"title": ".gone", "text": "#gone"})).text == read().text


def test_the_rules_of_the_day() -> None:
    old = RuleSet(valid_until=date(2020, 1, 1), selectors={"subtitle": ".from"})
    new = RuleSet(selectors={"subtitle": ".strap"})
    assert read(old, new, fetched_at=datetime(2019, 5, 1, tzinfo=timezone.utc)).subtitle == "Source: Coast Radio"
    assert read(old, new, fetched_at=datetime(2024, 5, 1, tzinfo=timezone.utc)).subtitle == "Two towns and a boat"


@pytest.mark.parametrize("rules", [RuleSet(selectors={"title": "div["}), RuleSet(selectors={"colour": ".strap"}), RuleSet(remove=("::",))])
def test_a_rule_that_cannot_be_is_named(rules: RuleSet) -> None:
    with pytest.raises(InvalidSite, match="site rule"):
        read(rules)
