"""News items that people wrote: they stay, are known as their season's, and stop nothing."""

import datetime
import os
from pathlib import Path

import pytest

from lgtui import store
from lgtui.checks import Finding
from lgtui.model import Records, as_date
from lgtui.render.news import news_name
from lgtui.site.pages import hand_written_news, plan_render, write_render, written_news
from lgtui.site.validation import validate
from tests.site.making import make_site
from tests.tui.sample import series

DAY = datetime.date(2024, 3, 4)

OWN = "---\nlayout: post\ndate: {day} 10:00:00+0100\ninline: true\n---\n\nThank you, everybody.\n"


@pytest.fixture
def records() -> Records:
    made = series()
    return made._replace(pages=made.pages._replace(news="_news"))


def first_held(records: Records) -> tuple[str, str]:
    """The day of the first held season, and the file that its item is in by lgtui's name."""
    season = next(one for one in records.seasons if one.state == "held" and one.start)
    assert season.start is not None
    return as_date(season.start).isoformat(), news_name(records.pages, season.number, season.start)


def findings(data: Path) -> list[Finding]:
    return [one for one in validate(str(data), DAY).findings if one.code.startswith("PAGE")]


@pytest.mark.parametrize("own_name", [True, False])
@pytest.mark.parametrize("force", [True, False])
def test_an_item_of_a_persons_own_stays_and_the_other_pages_are_written(
    tmp_path: Path, records: Records, own_name: bool, force: bool
) -> None:
    day, name = first_held(records)
    data = make_site(tmp_path / "site", records, write_pages=False)
    item = tmp_path / "site" / "_news" / ("thanks.md" if own_name else name)
    item.parent.mkdir()
    item.write_text(OWN.format(day=day))
    planned = plan_render(str(data), force=force)
    assert planned.is_whole
    write_render(planned)
    assert item.read_text() == OWN.format(day=day)
    items = os.listdir(item.parent)
    assert (name in items) is not own_name
    assert len(items) == sum(
        one.state == "held" and one.start is not None for one in records.seasons
    )
    assert (tmp_path / "site" / "_pages" / "webinar.md").exists()
    assert findings(data) == []
    assert not plan_render(str(data)).edits


def test_an_item_of_another_day_is_nobodys(tmp_path: Path, records: Records) -> None:
    _, name = first_held(records)
    data = make_site(tmp_path / "site", records, write_pages=False)
    item = tmp_path / "site" / "_news" / "school.md"
    item.parent.mkdir()
    item.write_text(OWN.format(day="2001-01-01"))
    write_render(plan_render(str(data)))
    assert name in os.listdir(item.parent)
    assert item.read_text() == OWN.format(day="2001-01-01")
    assert hand_written_news(records, str(tmp_path / "site")) == {}


def test_a_season_with_an_item_of_a_persons_own_lacks_none(
    tmp_path: Path, records: Records
) -> None:
    day, _ = first_held(records)
    root = tmp_path / "site"
    make_site(root, records, write_pages=False)
    assert written_news(records, str(root)) == frozenset()
    (root / "_news").mkdir()
    (root / "_news" / "thanks.md").write_text(OWN.format(day=day))
    number = next(one.number for one in records.seasons if one.state == "held")
    assert written_news(records, str(root)) == {number}


def test_an_item_that_lgtui_wrote_and_a_person_edited_is_still_asked_about(
    tmp_path: Path, records: Records
) -> None:
    data = make_site(tmp_path / "site", records)
    _, name = first_held(records)
    item = tmp_path / "site" / "_news" / name
    item.write_text(item.read_text().replace("took place", "was held"))
    assert not plan_render(str(data)).is_whole
    assert {one.code for one in findings(data)} == {"PAGE002"}
    assert store.read(str(data)).records == records
