"""A save is planned before it is written; records are never held back by pages."""

import datetime
from pathlib import Path

import pytest

from lgtui import store
from lgtui.model import DataError, Pages, Records
from lgtui.site.pages import plan_render, write_render
from lgtui.site.saving import SavePlan, is_gone, plan_save, write_save
from lgtui.store.saving import ChangedOnDisk
from lgtui.tui import state
from tests.site.making import make_site
from tests.tui.sample import series

WEBINAR = "_pages/webinar.md"


def retitled(records: Records, title: str) -> Records:
    first, *others = records.talks
    return records._replace(talks=(first._replace(title=title), *others))


def planned(path: Path, title: str, *, force: bool = False) -> SavePlan:
    document = store.read(str(path))
    return plan_save(document, retitled(document.records, title), force=force)


def test_a_plan_writes_nothing_and_writing_it_writes_records_and_pages(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    page = tmp_path / WEBINAR
    before = path.read_bytes(), page.read_bytes()
    plan = planned(path, "A New Title")
    assert (path.read_bytes(), page.read_bytes()) == before
    assert plan.changes_data
    written = write_save(plan)
    assert path.read_bytes() == written.raw == plan.document.raw
    assert "A New Title" in page.read_text()
    again = plan_save(written, written.records)
    assert not again.changes_data
    assert again.pages == {}


def test_data_with_errors_is_saved_and_its_pages_stay(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    before = (tmp_path / WEBINAR).read_bytes()
    plan = planned(path, "A \N{ZERO WIDTH SPACE} title")
    assert [found.code for found in plan.errors] == ["TEXT002"]
    assert plan.keeps_pages
    write_save(plan)
    assert store.read(str(path)).records.talks[0].title == "A \N{ZERO WIDTH SPACE} title"
    assert (tmp_path / WEBINAR).read_bytes() == before


def test_a_page_outside_the_repository_is_never_written(tmp_path: Path) -> None:
    path = make_site(tmp_path / "site", series())
    opened = store.read(str(path))
    records = opened.records._replace(pages=opened.records.pages._replace(webinar="../out.md"))
    plan = plan_save(opened, records)
    assert plan.pages == {}
    assert "does not lie in the repository" in plan.errors[0].message


def test_one_damaged_page_holds_back_all_pages_and_no_record(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    page = tmp_path / WEBINAR
    page.write_text(page.read_text().replace("<!-- lgtui:end next", "<!-- lgtui:emd next"))
    plan = planned(path, "A New Title")
    assert plan.pages == {}
    assert [fault.file for fault in plan.faults] == [WEBINAR]
    write_save(plan)
    assert b"A New Title" in path.read_bytes()


def test_a_page_edited_by_hand_is_not_among_those_written_unless_it_is_forced(
    tmp_path: Path,
) -> None:
    path = make_site(tmp_path, series())
    page = tmp_path / WEBINAR
    marker = "<!-- lgtui:organizers -->\n"
    page.write_text(page.read_text().replace(marker, f"{marker}Cake\n"))
    plan = planned(path, "A New Title")
    assert [(edit.file, edit.region) for edit in plan.edits] == [(WEBINAR, "organizers")]
    assert str(page) not in plan.pages
    forced = planned(path, "A New Title", force=True)
    assert forced.edits == ()
    assert b"Cake" not in forced.pages[str(page)]


def test_a_file_that_was_changed_since_it_was_read_is_not_written_over(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    document = store.read(str(path))
    plan = plan_save(document, retitled(document.records, "Mine"))
    theirs = document.raw + b"# theirs\n"
    path.write_bytes(theirs)
    with pytest.raises(ChangedOnDisk):
        write_save(plan)
    with pytest.raises(ChangedOnDisk):
        plan_save(document, document.records)
    assert path.read_bytes() == theirs


def test_a_file_that_is_gone_is_written_again_only_when_asked_for(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    document = store.read(str(path))
    assert not is_gone(document)
    path.unlink()
    assert is_gone(document)
    with pytest.raises(DataError):
        plan_save(document, document.records)
    write_save(plan_save(document, document.records, anew=True))
    assert path.read_bytes() == document.raw


def test_what_others_wrote_after_a_save_was_planned_is_not_written_over(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    opened = store.read(str(path))
    planned = plan_save(opened, retitled(opened.records, "Mine"))
    assert planned.pages
    store.save(opened, retitled(opened.records, "Theirs"))
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(ChangedOnDisk) as caught:
        write_save(planned)
    assert caught.value.fresh.records.talks[0].title == "Theirs"
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def moved(records: Records, start: datetime.date | None) -> Records:
    """The records with the last season at another time, as the form or a page makes it."""
    *others, last = records.seasons
    return records._replace(seasons=(*others, last._replace(start=start)))


def test_a_moved_date_is_counted_by_the_save_and_so_is_taking_it_back(tmp_path: Path) -> None:
    records = series()._replace(pages=Pages(calendar="webinar.ics"))
    path, ics = make_site(tmp_path, records), tmp_path / "webinar.ics"
    stamps = []
    earlier = datetime.datetime(2023, 10, 2, 15)
    for revision, start in enumerate((earlier, records.seasons[-1].start)):
        stamps.append([line for line in ics.read_text().split() if line.startswith("DTSTAMP")])
        opened = store.read(str(path))
        session = state.open_session(opened)
        session = state.edit(session, "date", moved(opened.records, start))
        written = write_save(plan_save(opened, session.records))
        session = state.saved(session, written)
        assert not session.unsaved
        assert written.records.seasons[-1].revision == revision + 1
        assert f"SEQUENCE:{revision + 1}\n" in ics.read_text()
    assert stamps[0] == stamps[1]
    assert plan_save(written, written.records).document is written


def test_a_date_moved_in_a_text_editor_reaches_calendars(tmp_path: Path) -> None:
    records = series()._replace(pages=Pages(calendar="webinar.ics"))
    path, ics = make_site(tmp_path, records), tmp_path / "webinar.ics"
    path.write_text(path.read_text().replace("2023-11-13T15:00:00", "2023-11-20T15:00:00"))
    write_render(plan_render(str(path)))
    assert ics.read_text().count("SEQUENCE:1\n") == 1
    again = plan_render(str(path))
    assert [update.new for update in again.updates] == [update.old for update in again.updates]
