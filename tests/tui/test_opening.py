"""Where the app opens: at what was asked for, else where the list was left."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from lgtui import cli, store
from lgtui.commands import Options
from lgtui.model import DataError, Records, Where
from lgtui.store import disk
from lgtui.tui import startup
from lgtui.tui.app import LgtuiApp
from lgtui.tui.startup import View, find_start, open_file, remember_view, remembered_view
from tests.site.making import make_site
from tests.tui import desk
from tests.tui.desk import TODAY, app_on, told
from tests.tui.sample import series

RECORDS = series()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_site(tmp_path / "site", RECORDS)


def app_at(path: Path, start: str) -> LgtuiApp:
    return LgtuiApp(open_file(str(path)), today=lambda: TODAY, draft_path=str(path), start=start)


def left(app: LgtuiApp) -> tuple[str, tuple[str, ...], str]:
    """Order, filter and the record under the cursor."""
    lines = app.panes.records
    key = lines.key()
    return lines.order, lines.query_words, key[1] if key else ""


async def ready(pilot: Pilot[None]) -> None:
    app = desk.app_in(pilot)
    await desk.until(pilot, lambda: app.panes.form is not None)
    await desk.settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_list_opens_as_it_was_left(site: Path, size: tuple[int, int]) -> None:
    app = app_on(site, drafts=True)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        assert left(app)[0] == "newest"
        await pilot.press("o", "o", "o", "j", "j")
        seen = left(app)
    app.state.drafts.close()
    again = app_on(site, drafts=True)
    async with again.run_test(size=size) as pilot:
        await ready(pilot)
        assert left(again) == seen
        assert again.panes.records.order == "title"
        word = RECORDS.talks[1].title.split()[0].lower()
        await pilot.press("/", *word, "enter")
        seen = left(again)
        assert seen[1] == (word,)
    again.state.drafts.close()
    third = app_on(site, drafts=True)
    async with third.run_test(size=size) as pilot:
        await ready(pilot)
        assert left(third) == seen
        assert third.panes.filter.value == word
        assert third.panes.filter.display
        await pilot.press("escape")
        assert left(third)[1] == ()


async def test_another_series_does_not_open_as_this_one(site: Path, tmp_path: Path) -> None:
    remember_view(str(site), View("speaker", "", None))
    other = make_site(tmp_path / "other", RECORDS)
    app = app_on(other, drafts=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert app.panes.records.order == "newest"


async def test_what_is_asked_for_comes_before_what_was_left(site: Path) -> None:
    remember_view(str(site), View("oldest", "nobody", ("talks", "S01E01", 0)))
    wanted = RECORDS.talks[4].id
    app = app_at(site, wanted.lower())
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert left(app) == ("oldest", (), wanted)
        lines = app.panes.records
        assert lines.top <= lines.cursor < lines.top + lines.page


async def test_words_of_several_records_are_a_filter(site: Path) -> None:
    start = find_start(RECORDS, "Title")
    assert start
    assert start.query == "Title"
    app = app_at(site, "Title")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert left(app)[1] == ("title",)
        assert app.panes.records.where() == start.where
        assert app.panes.filter.value == "Title"


async def test_of_a_file_that_is_read_later_what_is_missing_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "SMALL", 10)
    app = app_at(site, "nobody knows")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert any("nobody knows: there is no such folder" in each for each in told(app))
    late = app_at(site, "S01E02")
    app.state.drafts.close()
    async with late.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert left(late)[2] == "S01E02"


def test_records_are_found_by_id_season_organizer_and_words() -> None:
    records = RECORDS
    for at, talk in enumerate(records.talks):
        assert find_start(records, talk.id) == (Where("talks", at), "")
    for at, season in enumerate(records.seasons):
        for name in (f"S{season.number:02}", f"s{season.number}"):
            assert find_start(records, name) == (Where("seasons", at), "")
    for at, organizer in enumerate(records.organizers):
        assert find_start(records, organizer.name.upper()) == (Where("organizers", at), "")
    assert find_start(records, "no such words at all") is None
    assert find_start(Records(), "S01") is None
    assert find_start(records, "  ") is None


def test_a_folder_goes_first_and_a_path_is_never_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = make_site(tmp_path / "S01", RECORDS)
    assert Path(cli.data_file(cli.APP, Options(folder="S01")) or "").resolve() == data.resolve()
    with pytest.raises(DataError, match="no such folder"):
        cli.data_file(cli.APP, Options(folder="our/site"))
    with pytest.raises(DataError, match=r"no such folder; nor is there a data file"):
        cli.data_file(cli.APP, Options(folder="S02"))
    monkeypatch.chdir(tmp_path / "S01")
    assert Path(cli.data_file(cli.APP, Options(folder="S02")) or "").resolve() == data.resolve()


PLAIN = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12)


@given(
    st.lists(
        st.tuples(PLAIN, st.sampled_from(["newest", "title"]), PLAIN, PLAIN, st.integers(0, 9)),
        max_size=6,
    )
)
def test_what_was_remembered_last_of_each_file_comes_back(
    views: list[tuple[str, str, str, str, int]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        kept: dict[str, bytes] = {}
        patch.setattr(startup, "_views", lambda: "views")
        patch.setattr(startup, "read_file", lambda path: kept.get(path, b""))
        patch.setattr(
            "lgtui.store.drafts.replace", lambda path, parts: kept.update({path: b"".join(parts)})
        )
        wanted = {}
        for path, order, query, name, number in views:
            view = View(order, query, ("talks", name, number))
            remember_view(f"/x/{path.replace('/', '')}.toml", view)
            wanted[f"/x/{path.replace('/', '')}.toml"] = view
        for path, view in wanted.items():
            assert remembered_view(path) == view


def test_a_file_of_views_that_is_torn_or_cannot_be_written_harms_nobody(site: Path) -> None:
    file = Path(disk.state_folder()) / "views"
    for torn in (b"\xff\xfe", f"{site}\tnewest".encode(), f"{site}\tbad\t\t\t\t0\n".encode()):
        file.write_bytes(torn)
        assert remembered_view(str(site)) is None
    file.unlink()
    file.mkdir()
    remember_view(str(site), View("title", "", None))
    assert remembered_view(str(site)) is None
    assert store.read(str(site)).records == RECORDS
