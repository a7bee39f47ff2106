"""What the form says of a field is on the screen while the field is typed in."""

import pytest
from rich.cells import cell_len

from lgtui.model import FIELDS, Where
from lgtui.tui.form.slots import said_when_empty
from tests.tui.desk import app_of, screen_lines, seen
from tests.tui.sample import series
from tests.tui.waiting import rested


async def test_all_that_is_said_of_a_field_is_in_sight_while_it_is_typed_in() -> None:
    records = series(3)
    talk = records.talks[0]._replace(abstract="word " * 99, bio="word " * 66)
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.go_to(Where("talks", 0, "bio"))
        await rested(pilot)
        await pilot.press("tab", *"soon")
        await rested(pilot)
        assert "“soon” is not understood. Write it like 2026-03-02 15:00, 2 March 2026 3pm" in (
            seen(app)
        )
        assert "or TBA." in seen(app)


async def test_an_open_field_says_what_it_is_for() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.go_to(Where("series", 0, "minutes"))
        await rested(pilot)
        assert "How long one webinar is, for calendars." in seen(app)
        app.go_to(Where("pages", 0, "news"))
        await rested(pilot)
        assert "one news item for each held season" in seen(app)


@pytest.mark.parametrize("kind", ["series", "wording", "pages"])
def test_no_field_of_series_wording_and_pages_is_left_unexplained(kind: str) -> None:
    assert all(0 < len(field.help) <= 110 for field in FIELDS[kind])


def test_an_empty_word_shows_the_usual_one() -> None:
    rows = {field.name: field for field in FIELDS["wording"]}
    assert said_when_empty(rows["word_next"]) == "as usual: Next webinar:"
    assert said_when_empty(rows["word_and"]) == "as usual: and"


async def test_an_empty_field_says_what_that_means_while_it_is_open_as_well() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.go_to(Where("wording", 0, "word_next"))
        await rested(pilot)
        assert "as usual: Next webinar:" in seen(app)
        await pilot.press("X")
        await rested(pilot)
        assert "as usual: Next webinar:" not in seen(app)


@pytest.mark.parametrize("letter", ["w", "字"])
async def test_a_line_longer_than_its_field_shows_that_there_is_more(letter: str) -> None:
    records = series(3)
    title = "Begin" + letter * 99 + "end"
    talk = records.talks[0]._replace(title=title)
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.go_to(Where("talks", 0, "title"))
        await rested(pilot)
        (line,) = [line for line in screen_lines(app) if line.startswith("Title")]
        assert line.split()[1].startswith("…")
        assert line.rstrip().endswith("end")
        await pilot.press("home")
        await rested(pilot)
        (line,) = [line for line in screen_lines(app) if line.startswith("Title")]
        assert line.split()[1].startswith("Begin")
        assert "…" in line
        assert all(cell_len(each) == 80 for each in screen_lines(app))
        await pilot.press(*["right"] * 70)
        assert app.panes.form is not None
        assert app.session.records.talks[0].title == title


async def test_a_name_typed_onto_the_line_that_adds_a_speaker_is_the_new_speaker() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.go_to(Where("talks", 0, "speakers+"))
        await rested(pilot)
        await pilot.press(*"Ana", "space", *"Uno", "tab")
        await rested(pilot)
        assert [each.name for each in app.session.records.talks[0].speakers][1:] == ["Ana Uno"]
