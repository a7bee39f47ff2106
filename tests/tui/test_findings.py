"""Problems and changes: listed, jumped to, fixed with the change shown first."""

from lgtui.model import Records, Speaker, Where, Wording
from tests.tui.desk import app_of, seen, told
from tests.tui.sample import series
from tests.tui.waiting import rested


def blemished() -> Records:
    """One talk's title has a fixable blank too many, another one's link tracks people."""
    records = series(3)
    talks = list(records.talks)
    talks[1] = talks[1]._replace(title="Two  blanks ")
    talks[5] = talks[5]._replace(video_url="https://youtu.be/v2x3?si=abc")
    return records._replace(talks=tuple(talks))


async def test_findings_are_listed_and_marked_on_their_records() -> None:
    app = app_of(blemished())
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        codes = {finding.code for finding in app.panes.findings.findings}
        assert {"TEXT004", "LINK004"} <= codes
        assert app.panes.records.counts["talks", 1] == (0, 1)
        await pilot.press("4")
        assert "LINK004" in seen(app)


async def test_enter_leads_to_record_and_field() -> None:
    app = app_of(blemished())
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await pilot.press("4")
        app.panes.findings.move_to(
            [each.code for each in app.panes.findings.findings].index("LINK004")
        )
        await pilot.press("enter")
        await rested(pilot)
        assert app.panes.records.where() == Where("talks", 5)
        assert app.state.pane == "form"


async def test_one_fix_is_shown_made_and_undone() -> None:
    app = app_of(blemished())
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await pilot.press("4")
        app.panes.findings.move_to(
            [each.code for each in app.panes.findings.findings].index("LINK004")
        )
        await pilot.press("f")
        await rested(pilot)
        assert "https://youtu.be/v2x3?si=abc → https://youtu.be/v2x3" in seen(app)
        await pilot.press("n")
        assert not app.session.unsaved
        await pilot.press("f")
        await rested(pilot)
        await pilot.press("y")
        await rested(pilot)
        assert app.session.records.talks[5].video_url == "https://youtu.be/v2x3"
        assert app.session.records.talks[1].title == "Two  blanks "
        await pilot.press("1", "u")
        assert not app.session.unsaved


async def test_all_fixes_are_one_edit() -> None:
    app = app_of(blemished())
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await pilot.press("4", "F")
        await rested(pilot)
        assert "S01E02: title changed" in seen(app)
        await pilot.press("y")
        await rested(pilot)
        assert app.session.records.talks[1].title == "Two blanks"
        assert len(app.session.done) == 1


async def test_a_finding_without_a_fix_says_so() -> None:
    records = series(3)
    app = app_of(records._replace(talks=(records.talks[0]._replace(video_url="x"),
                                         *records.talks[1:])))  # fmt: skip
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await pilot.press("4")
        app.panes.findings.move_to(
            [each.code for each in app.panes.findings.findings].index("LINK001")
        )
        await pilot.press("f")
        await rested(pilot)
        assert any("no safe fix" in text for text in told(app))


async def test_n_walks_the_records_with_findings() -> None:
    app = app_of(blemished())
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        seen_places = set()
        for _ in range(9):
            await pilot.press("n")
            seen_places.add(app.panes.records.where())
        assert {Where("talks", 1), Where("talks", 5)} <= seen_places


async def test_the_finding_under_the_cursor_is_read_in_full_in_a_small_terminal() -> None:
    app = app_of(blemished())
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        await pilot.press("4")
        for at, each in enumerate(app.panes.findings.findings):
            app.panes.findings.move_to(at)
            await rested(pilot)
            assert " ".join(each.message.split()) in seen(app)


async def test_a_finding_names_speakers_and_fields_as_the_form_does() -> None:
    records = series(3)
    speakers = (*records.talks[0].speakers, Speaker(""))
    talk = records.talks[0]._replace(speakers=speakers)
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        await pilot.press("4")
        await rested(pilot)
        assert "S01E01 speaker 2 the name of speaker 2 is empty" in seen(app)


async def test_errors_stand_above_warnings() -> None:
    records = blemished()
    last = records.talks[8]._replace(id="S03E07")
    app = app_of(records._replace(talks=(*records.talks[:8], last)))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        severities = [each.severity for each in app.panes.findings.findings]
        assert severities == sorted(severities)
        assert {"error", "warning"} == set(severities)
        assert "SEQ003" in {each.code for each in app.panes.findings.findings}


async def test_wording_of_an_older_file_is_moved_by_the_fix_and_moved_back_by_undo() -> None:
    records = series(3)._replace(
        wording=Wording(date_style="2026-03-02"), legacy_wording=("date_style",)
    )
    app = app_of(records)
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await pilot.press("4")
        app.panes.findings.move_to(
            [each.code for each in app.panes.findings.findings].index("FILE005")
        )
        await pilot.press("f")
        await rested(pilot)
        assert "wording: moved to [wording]" in seen(app)
        await pilot.press("y")
        await rested(pilot)
        assert app.session.records == records._replace(legacy_wording=())
        assert app.session.unsaved
        await pilot.press("1", "u")
        assert app.session.records == records
