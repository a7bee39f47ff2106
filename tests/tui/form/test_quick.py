"""Quick ways: a pasted video link onto a talk, a pasted mail into a new one, shown before taken."""

import datetime

import pytest
from textual import events

from lgtui.importers.mail import read_mail
from lgtui.model import Speaker, Talk, Where
from lgtui.text.urls import video_link
from lgtui.tui.app import LgtuiApp
from lgtui.tui.widgets.paste_dialogs import MailDialog, VideoDialog, mail_report, outcome
from tests.tui.desk import app_of, seen, told, until
from tests.tui.sample import series

DAY = datetime.date(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://youtu.be/abc", "https://youtu.be/abc"),
        ("  <https://youtu.be/abc?si=XYZ>\n", "https://youtu.be/abc"),
        (
            "https://www.youtube.com/watch?v=abc&si=x&t=30",
            "https://www.youtube.com/watch?v=abc&t=30",
        ),
        ("youtu.be/abc", "https://youtu.be/abc"),
        ("www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc"),
        ("Here it is: https://vimeo.com/123.", "https://vimeo.com/123"),
        ("[the video](https://youtu.be/abc)", "https://youtu.be/abc"),
        ("see https://example.org/talk and https://youtu.be/abc!", "https://youtu.be/abc"),
        ("“https://youtu.be/abc”", "https://youtu.be/abc"),
        ("(https://media.ku.dk/talk_(final))", "https://media.ku.dk/talk_(final)"),
        ("https://example.org/video.mp4?utm_source=mail", "https://example.org/video.mp4"),
        ("no link at all", None),
        ("a file.name/with slash", None),
        ("ada@youtu.be/abc", None),
        ("", None),
    ],
)
def test_a_video_link_is_found_and_freed_of_tracking(text: str, url: str | None) -> None:
    assert video_link(text) == url


def test_what_a_link_replaces_is_said_before() -> None:
    talk = Talk("S01E01", video_url="https://youtu.be/old", recording="withheld")
    url, said = outcome(talk, "https://youtu.be/new?si=x")
    assert url == "https://youtu.be/new"
    text = " ".join(said)
    assert "https://youtu.be/old" in text
    assert "withheld" in text
    assert "tracking" in text
    assert outcome(talk, "nothing")[0] == ""
    assert outcome(talk, "https://youtu.be/a b")[0] == "https://youtu.be/a"


def said(app: LgtuiApp) -> str:
    assert isinstance(app.screen, VideoDialog)
    return str(app.screen.said.render())


async def test_a_pasted_link_is_shown_and_set_with_enter_as_one_edit() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.panes.records.go(Where("talks", 6))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, VideoDialog))
        await pilot.press("enter")
        assert isinstance(app.screen, VideoDialog)
        app.screen.post_message(events.Paste("Video: https://youtu.be/new?si=abc"))
        await until(pilot, lambda: "Will be set: https://youtu.be/new" in said(app))
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.session.done))
        assert app.session.records.talks[6].video_url == "https://youtu.be/new"
        app.action_do("undo")
        await pilot.pause()
        assert app.session.records == series()


async def test_esc_sets_no_link() -> None:
    app = app_of(series())
    async with app.run_test(size=(40, 10)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.panes.records.go(Where("talks", 6))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, VideoDialog))
        app.screen.post_message(events.Paste("https://youtu.be/new"))
        await pilot.press("escape")
        await pilot.pause()
        assert app.session.records == series()
        assert len(app.screen_stack) == 1


MAIL = (
    "Dear all,\n\nTitle: Engines that weave\n\nAbstract: We look at looms.\n\n"
    "Bio: Ada Lovelace is a mathematician.\n\nBest,\nAda\n"
)


async def test_a_pasted_mail_is_shown_field_by_field_before_it_becomes_a_talk() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.panes.records.go(Where("talks", 6))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MailDialog))
        dialog = app.screen
        assert isinstance(dialog, MailDialog)
        dialog.area.post_message(events.Paste(MAIL.replace("\n", "\r")))
        await pilot.pause()
        await pilot.press("tab")
        await until(pilot, lambda: "Engines that weave" in dialog.report.text)
        for text in ("We look at looms.", "Ada Lovelace", "Not taken", "Dear all,", "Best,"):
            assert text in dialog.report.text
        assert app.session.records == series()
        await pilot.press("y")
        await until(pilot, lambda: bool(app.session.done))
        talk = app.session.records.talks[9]
        assert (talk.id, talk.title) == ("S03E04", "Engines that weave")
        assert talk.speakers == (Speaker("Ada Lovelace"),)
        assert len(app.session.done) == 1
        assert app.state.pane == "form"


async def test_a_mail_goes_into_the_planned_talk_that_says_nothing_yet() -> None:
    records = series()
    planned = (Talk("S04E01", "Taken already"), Talk("S04E02"), Talk("S04E03", date=DAY))
    app = app_of(records._replace(talks=(*records.talks, *planned)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        for at, name, who in ((11, "S04E03", "One"), (9, "S04E02", "Two"), (9, "S04E04", "Three")):
            app.panes.records.go(Where("talks", at))
            mail = MAIL.replace("Ada Lovelace", f"Ada {who}").replace("Engines", f"{who} engines")
            app.post_message(events.Paste(mail))
            await until(pilot, lambda: isinstance(app.screen, MailDialog))
            assert app.screen.query_one("#box").border_title == f"{name} from a mail"
            await until(pilot, lambda: bool(app.screen.query("#choices")))
            await pilot.press("y")
            await until(pilot, lambda: len(app.screen_stack) == 1)
            await pilot.press("escape")
        talks = app.session.records.talks
        assert [talk.id for talk in talks[9:]] == ["S04E01", "S04E02", "S04E03", "S04E04"]
        titles = [f"{who} engines that weave" for who in ("Two", "One", "Three")]
        assert [talk.title for talk in talks[10:]] == titles
        assert talks[11].date == DAY


async def test_a_mail_fills_the_talk_that_was_planned_with_its_speaker() -> None:
    records = series()
    planned = Talk("S04E01", speakers=(Speaker("ada lovelace", "Dr."),), abstract="Kept.")
    app = app_of(records._replace(talks=(*records.talks, planned)))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.panes.records.go(Where("talks", 0))
        app.post_message(events.Paste(MAIL))
        await until(pilot, lambda: isinstance(app.screen, MailDialog))
        dialog = app.screen
        assert isinstance(dialog, MailDialog)
        await until(pilot, lambda: "Goes into S04E01" in dialog.report.text)
        await pilot.press("y")
        await until(pilot, lambda: bool(app.session.done))
        talk = app.session.records.talks[-1]
        assert (talk.id, talk.title, talk.abstract) == ("S04E01", "Engines that weave", "Kept.")
        assert talk.speakers == planned.speakers
        assert "S04E01 had this already, and it stayed: Abstract" in " ".join(told(app))


async def test_of_several_talks_of_one_speaker_somebody_chooses() -> None:
    records = series()
    planned = tuple(Talk(f"S04E0{n}", speakers=(Speaker("Ada Lovelace"),)) for n in (1, 2))
    app = app_of(records._replace(talks=(*records.talks, *planned)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.post_message(events.Paste(MAIL))
        await until(pilot, lambda: isinstance(app.screen, MailDialog))
        await until(pilot, lambda: bool(app.screen.query("#choices")))
        await pilot.press("y")
        await until(pilot, lambda: "Which talk is the mail about?" in seen(app))
        await pilot.press("2")
        await until(pilot, lambda: bool(app.session.done))
        titles = [talk.title for talk in app.session.records.talks[-2:]]
        assert titles == ["", "Engines that weave"]


async def test_a_mail_with_a_link_in_it_is_no_video_link() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.panes.records.go(Where("talks", 6))
        app.post_message(events.Paste("Title: Looms\nAbstract: See https://youtu.be/abc there.\n"))
        await until(pilot, lambda: isinstance(app.screen, MailDialog))


def test_a_second_link_is_said_to_stay_out() -> None:
    _, said = outcome(Talk("S01E01"), "https://vimeo.com/99 or <https://youtu.be/zzz>")
    assert "! Another link in this stays out." in said


async def test_a_mail_can_be_changed_after_it_was_read_and_left_without_a_trace() -> None:
    app = app_of(series())
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MailDialog))
        dialog = app.screen
        assert isinstance(dialog, MailDialog)
        dialog.area.post_message(events.Paste("Hello, nothing here.\n"))
        await pilot.pause()
        await pilot.press("tab")
        await until(pilot, lambda: "Not found: Title" in dialog.report.text)
        await pilot.press("y")
        assert dialog.reading
        await pilot.press("e")
        await pilot.pause()
        assert not dialog.reading
        await pilot.press("escape")
        await pilot.pause()
        assert app.session.records == series()
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("width", [30, 70])
def test_the_report_holds_every_word_of_the_mail(width: int) -> None:
    lines = mail_report(read_mail(MAIL), width)
    shown = " ".join("".join(text for text, _ in line) for line in lines)
    for word in ("Engines", "looms.", "mathematician.", "Dear", "Best,"):
        assert word in shown
    assert all(sum(len(text) for text, _ in line) <= max(width, 60) for line in lines)


def test_what_is_guessed_is_marked_and_what_is_certain_is_not() -> None:
    mail = read_mail(f"{MAIL.rstrip()}\n\nPlease do not put the recording online.\n")
    shown = ["".join(text for text, _ in line) for line in mail_report(mail, 70)]
    assert "? Recording: a guess, look at it" in shown
    assert "✓ Title" in shown


async def test_a_link_pasted_onto_the_list_is_shown_for_the_talk_there() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.panes.records.go(Where("talks", 6))
        app.post_message(events.Paste("https://youtu.be/new\r"))
        await until(pilot, lambda: isinstance(app.screen, VideoDialog))
        await until(pilot, lambda: "Will be set: https://youtu.be/new" in said(app))
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.session.done))
        assert app.session.records.talks[6].video_url == "https://youtu.be/new"


async def test_a_mail_pasted_onto_the_list_is_read_at_once() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.post_message(events.Paste(MAIL.replace("\n", "\r")))
        await until(pilot, lambda: isinstance(app.screen, MailDialog))
        dialog = app.screen
        assert isinstance(dialog, MailDialog)
        await until(pilot, lambda: "Engines that weave" in dialog.report.text)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.session.records == series()


async def test_any_other_paste_onto_the_list_says_what_could_be_pasted() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.post_message(events.Paste("xyz"))
        await until(pilot, lambda: any("Title:" in each.message for each in app._notifications))
        assert app.session.records == series()
