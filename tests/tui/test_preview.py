"""The preview follows what is typed, in three views, and harms no terminal."""

from pathlib import Path

from textual.pilot import Pilot

from lgtui.model import Records, Where
from lgtui.tui.app import LgtuiApp
from lgtui.tui.startup import Opened
from lgtui.tui.widgets.preview import Preview, lines_of
from tests.site.making import make_site
from tests.tui.desk import until
from tests.tui.sample import HOSTILE, document, hostile, series
from tests.tui.waiting import rested


async def shown(pilot: Pilot[None], app: LgtuiApp, text: str) -> Preview:
    """The preview once it says something."""
    await until(pilot, lambda: app.panes.preview is not None and text in app.panes.preview.text)
    assert app.panes.preview is not None
    return app.panes.preview


async def opened(pilot: Pilot[None], app: LgtuiApp, where: Where) -> None:
    await until(pilot, lambda: app.panes.form is not None)
    assert app.panes.records.go(where)
    app.follow_cursor()


async def test_the_preview_follows_the_keys() -> None:
    app = LgtuiApp(Opened(document(series()), True))
    async with app.run_test(size=(160, 45)) as pilot:
        await opened(pilot, app, Where("talks", 6))
        await shown(pilot, app, "Title 3-1 of words")
        assert app.panes.form is not None
        app.panes.form.focus_field("title")
        await pilot.pause()
        await pilot.press("Z", "z")
        await shown(pilot, app, "Title 3-1 of wordsZz")
        assert app.session.records == series()


async def test_one_key_goes_through_the_views() -> None:
    app = LgtuiApp(Opened(document(series()), True))
    async with app.run_test(size=(160, 45)) as pilot:
        await opened(pilot, app, Where("talks", 0))
        await shown(pilot, app, "As it reads")
        app.query_one(Preview).focus()
        await pilot.press("t")
        await shown(pilot, app, "* S01E01 - **[")
        await pilot.press("t")
        await shown(pilot, app, "Difference to the file")
        await pilot.press("t")
        await shown(pilot, app, "As it reads")


async def test_a_hidden_preview_is_made_when_it_is_looked_at() -> None:
    app = LgtuiApp(Opened(document(series()), True))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, Where("talks", 0))
        await rested(pilot)
        assert app.panes.preview is not None
        assert app.panes.preview.text == ""
        await pilot.press("3")
        await shown(pilot, app, "An abstract about dataset 1-1.")


def printable(records: Records) -> None:
    for where in (Where("talks", 0), Where("talks", 1), Where("seasons", 0),
                  Where("organizers", 0), Where("series"), Where("wording"),
                  Where("pages")):  # fmt: skip
        for view in ("read", "text", "diff"):
            for line in lines_of(records, where, "/nowhere/data/talks.toml", view, 40):
                for piece in line:
                    assert not any(
                        char < " " or "\x7f" <= char < "\xa0" or char in "\u202e\u2066\u200b\ufeff"
                        for char in piece[0]
                    ), (where, view, piece)


def test_hostile_records_are_shown_harmlessly_in_every_view() -> None:
    for text in HOSTILE:
        records = hostile(text)
        printable(records)
        held = records.seasons[0]._replace(state="held")
        pages = series().pages
        printable(records._replace(seasons=(held,), pages=pages))
        printable(records._replace(seasons=(held._replace(state="upcoming"),), pages=pages))


def test_text_nested_too_deep_to_be_drawn_is_shown_as_it_is() -> None:
    talk = series().talks[0]._replace(abstract=">" * 3000 + " deep")
    records = series()._replace(talks=(talk,))
    lines = lines_of(records, Where("talks", 0), "/nowhere/data/talks.toml", "read", 60)
    assert "deep" in "".join(piece[0] for line in lines for piece in line)


def test_every_row_of_a_changed_line_has_its_sign(tmp_path: Path) -> None:
    records = series()
    path = make_site(tmp_path, records)
    long = "Much longer words for the same title. " * 9
    talk = records.talks[6]._replace(title=long.strip())
    changed = records._replace(talks=(*records.talks[:6], talk, *records.talks[7:]))
    lines = lines_of(changed, Where("talks", 6), str(path), "diff", 50)
    rows = ["".join(piece[0] for piece in line) for line in lines]
    about = [row for row in rows if "longer words" in row or "same title" in row]
    assert len(about) > 5
    assert {row[0] for row in about} == {"+"}
    assert all(len(row) <= 50 for row in rows)
