"""A large file: its ends are seen at once, the rest is read beside the keys."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from lgtui import store
from lgtui.model import DataError, Records
from lgtui.site import saving
from lgtui.tui.app import LgtuiApp
from lgtui.tui.startup import SMALL, open_file
from tests.site.making import make_site
from tests.tui.desk import app_on, seen, settled, until
from tests.tui.sample import series
from tests.tui.waiting import press_at_work, rested

MANY = 300
"""Seasons: more bytes than are read before the first paint."""


def large_site(folder: Path, records: Records | None = None) -> Path:
    path = make_site(folder, records or series(MANY), write_pages=False)
    assert path.stat().st_size > SMALL
    return path


async def loaded(pilot: Pilot[None]) -> LgtuiApp:
    app = pilot.app
    assert isinstance(app, LgtuiApp)
    await until(pilot, lambda: app.state.complete and app.panes.form is not None)
    return app


def test_the_newest_seasons_and_their_talks_are_there_first(tmp_path: Path) -> None:
    opened = open_file(str(large_site(tmp_path)))
    assert not opened.complete
    records = opened.document.records
    assert records.series.name.startswith("Datasets")
    assert records.seasons[-1].number == MANY
    assert records.talks[-1].id == f"S{MANY}E03"
    known = {season.number for season in records.seasons}
    assert {int(talk.id[1:4]) for talk in records.talks} <= known


@pytest.mark.parametrize("at", [0, -1], ids=["first", "last"])
def test_one_very_long_record_at_an_end_is_there_and_the_rest_is_not_waited_for(
    tmp_path: Path, at: int
) -> None:
    records = series(MANY)
    talks = list(records.talks)
    talks[at] = talks[at]._replace(abstract="word " * 20_000)
    opened = open_file(str(large_site(tmp_path, records._replace(talks=tuple(talks)))))
    shown = opened.document.records
    assert shown.seasons[-1].number == MANY
    assert shown.talks[-1] == talks[-1]
    assert len(shown.talks) < 50


def test_the_ends_are_those_of_the_file_in_any_order_of_its_records(tmp_path: Path) -> None:
    records = series(MANY)
    path = large_site(tmp_path)
    blocks = store.dumps(records).split(b"\n[[")
    head, tables = blocks[0], [b"[[" + block for block in blocks[1:]]
    tables.sort(key=lambda block: b"[[talks" not in block)
    path.write_bytes(head + b"\n" + b"\n".join(tables))
    opened = open_file(str(path))
    assert opened.document.records.series.name.startswith("Datasets")


async def test_all_records_follow(tmp_path: Path) -> None:
    app = app_on(large_site(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        assert app.session.records == series(MANY)
        assert app.panes.records.count() == 4 * MANY + 5
        assert not app.session.unsaved


async def test_an_edit_waits_until_all_is_read(tmp_path: Path) -> None:
    app = app_on(large_site(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        app.state.complete = False
        await press_at_work(pilot, "a", "N", "e", "w")
        assert not app.session.unsaved
        app.state.complete = True
        await until(pilot, lambda: app.typeahead.idle)
        app.take_form()
        assert [each.title for each in app.session.records.talks].count("New") == 1


async def test_a_large_file_that_is_broken_at_its_end_is_named_and_nothing_else_happens(
    tmp_path: Path,
) -> None:
    path = large_site(tmp_path)
    lines = path.read_bytes().count(b"\n")
    path.write_bytes(path.read_bytes() + b"\n[[talks]]\nid = \n")
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "cannot be used" in seen(app))
        assert f":{lines + 3}:" in seen(app).replace(" ", "")
        await pilot.press("escape")
        await rested(pilot)
    assert app.return_code == 2


def test_a_small_broken_file_is_refused_before_anything_is_painted(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(2), write_pages=False)
    path.write_bytes(b"[[talks]]\nid = \n")
    with pytest.raises(DataError, match=r"talks\.toml:2:"):
        open_file(str(path))


async def test_the_templates_that_a_large_file_names_are_read_too(tmp_path: Path) -> None:
    records = series(MANY)
    named = records._replace(pages=records.pages._replace(next_template="next.jinja"))
    path = large_site(tmp_path, named)
    (tmp_path / "next.jinja").write_text("Of our own making.\n")
    async with app_on(path).run_test(size=(100, 30)) as pilot:
        app = await loaded(pilot)
        assert not saving.plan_save(app.session.document, app.session.records).keeps_pages
        await pilot.press("ctrl+s")
        await until(pilot, (tmp_path / "_pages" / "webinar.md").exists)
        await settled(pilot)
    assert "Of our own making." in (tmp_path / "_pages" / "webinar.md").read_text()


@pytest.mark.parametrize("at", [-2, -1])
def test_a_newest_season_of_any_length_is_there_first(tmp_path: Path, at: int) -> None:
    records = series(MANY)
    seasons = list(records.seasons)
    seasons[at] = seasons[at]._replace(theme="word " * 3_000)
    opened = open_file(str(large_site(tmp_path, records._replace(seasons=tuple(seasons)))))
    assert opened.document.records.seasons[-1] == seasons[-1]
