"""Pages on disk: what writing them does, what stands in the way, and what is left behind."""

import datetime
import os
from pathlib import Path

import pytest

from lgtui import render, store
from lgtui.model import DataError, Records
from lgtui.site.pages import orphaned_news, plan_render, write_render, written_news
from lgtui.site.validation import validate
from tests.repo.sites import git
from tests.tui.sample import series

WEBINAR = "_pages/webinar.md"


def site(folder: Path, records: Records) -> str:
    """A repository's folder with a data file alone; gives that file."""
    (folder / ".git").mkdir()
    (folder / "data").mkdir()
    path = folder / "data" / "talks.toml"
    path.write_bytes(store.dumps(records))
    return str(path)


def with_news(records: Records, folder: str = "_news/") -> Records:
    return records._replace(pages=records.pages._replace(news=folder))


def test_planning_writes_nothing_and_writing_makes_the_pages_say_the_records(
    tmp_path: Path,
) -> None:
    records = with_news(series())
    data = site(tmp_path, records)
    planned = plan_render(data)
    assert planned.is_whole
    assert [update.old for update in planned.updates] == [None] * len(planned.updates)
    assert os.listdir(tmp_path / "data") == ["talks.toml"]
    assert not (tmp_path / "_pages").exists()
    write_render(planned)
    for page in render.files(records):
        assert (tmp_path / page.path).read_text() == page.write(None)
    again = plan_render(data)
    assert again.updates
    assert all(update.new == update.old for update in again.updates)


def test_a_hand_edit_stands_in_the_way_until_it_is_forced_and_is_named_then_too(
    tmp_path: Path,
) -> None:
    data = site(tmp_path, series())
    write_render(plan_render(data))
    page = tmp_path / WEBINAR
    before = page.read_text()
    marker = "<!-- lgtui:organizers -->\n"
    page.write_text(before.replace(marker, f"{marker}Cake\n"))
    refused = plan_render(data)
    assert not refused.is_whole
    assert [(edit.file, edit.region) for edit in refused.edits] == [(WEBINAR, "organizers")]
    forced = plan_render(data, force=True)
    assert forced.is_whole
    assert forced.edits == refused.edits
    assert {update.page.path: update.new for update in forced.updates}[WEBINAR] == before


def test_a_damaged_marker_is_a_fault_of_that_page_alone(tmp_path: Path) -> None:
    data = site(tmp_path, series())
    write_render(plan_render(data))
    page = tmp_path / WEBINAR
    page.write_text(page.read_text().replace("<!-- lgtui:end next", "<!-- lgtui:emd next"))
    planned = plan_render(data)
    assert [fault.file for fault in planned.faults] == [WEBINAR]
    assert not planned.is_whole
    assert [update.page.path for update in planned.updates if update.new is None] == [WEBINAR]


def test_a_page_that_cannot_be_read_is_a_fault_and_no_page_that_does_not_exist(
    tmp_path: Path,
) -> None:
    data = site(tmp_path, series())
    (tmp_path / WEBINAR).mkdir(parents=True)
    [fault] = plan_render(data).faults
    assert "folder" in fault.message


def test_one_page_is_chosen_by_its_kind_or_its_path(tmp_path: Path) -> None:
    data = site(tmp_path, series())
    for name in ("webinar", WEBINAR, f"./{WEBINAR}"):
        assert [each.page.path for each in plan_render(data, only=name).updates] == [WEBINAR]
    with pytest.raises(DataError, match="there is no page 'nowhere'"):
        plan_render(data, only="nowhere")


def test_the_news_items_that_lie_in_the_folder_are_found_by_their_seasons(tmp_path: Path) -> None:
    records = with_news(series())
    data = site(tmp_path, records)
    held = {season.number for season in records.seasons if season.state == "held"}
    assert held
    assert written_news(records, str(tmp_path)) == frozenset()
    write_render(plan_render(data))
    assert written_news(records, str(tmp_path)) == held
    assert written_news(with_news(records, ""), str(tmp_path)) == frozenset()


def test_a_news_item_that_lgtui_wrote_for_a_season_of_another_day_is_an_orphan(
    tmp_path: Path,
) -> None:
    records = with_news(series())
    data = site(tmp_path, records)
    write_render(plan_render(data))
    news = tmp_path / "_news"
    first = sorted(news.iterdir())[0]
    (news / "19990101_webinar_1.md").write_bytes(first.read_bytes())
    (news / "our_own.md").write_text("words of our own\n")
    wanted = render.files(records)
    assert orphaned_news(wanted, records, str(tmp_path)) == ["_news/19990101_webinar_1.md"]
    assert plan_render(data).orphans == ["_news/19990101_webinar_1.md"]


@pytest.mark.parametrize("name", ["secrets/token.md", ".env", ".git/config", "../out.md"])
def test_a_template_that_may_hold_secrets_is_a_finding_at_its_key_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    root = tmp_path / "site"
    (root / "secrets").mkdir(parents=True)
    records = series()
    data = root / "data" / "talks.toml"
    data.parent.mkdir()
    pages = records.pages._replace(next_template=name)
    data.write_bytes(store.dumps(records._replace(pages=pages)))
    git(root, "init", "-q")
    (root / ".gitignore").write_text("secrets/\n")
    (root / name).write_text("token-1234")
    found = validate(str(data), datetime.date(2026, 3, 1)).findings
    [finding] = [each for each in found if each.code == "PAGE004"]
    lines = data.read_text().splitlines()
    assert lines[finding.line - 1].startswith("next_template")
    assert finding.file.endswith("talks.toml")
    assert not plan_render(str(data)).is_whole
