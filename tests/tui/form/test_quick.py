"""Quick ways: a pasted video link onto a talk, a pasted mail into a new one, shown before taken."""

from collections.abc import Callable

import pytest
from textual import events
from textual.pilot import Pilot

from lgtui.model import Records, Talk, Where
from lgtui.tui.app import LgtuiApp
from lgtui.tui.loading import Opened
from lgtui.tui.quick.video import video_link
from lgtui.tui.quick.video_dialog import VideoDialog, outcome

from ..sample import document, series


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


def app_of(records: Records) -> LgtuiApp:
    return LgtuiApp(Opened(document(records), True))


async def settled(pilot: Pilot[None], ready: Callable[[], bool]) -> None:
    for _ in range(100):
        if ready():
            return
        await pilot.pause(0.02)
    raise AssertionError("the app never got there")


def said(app: LgtuiApp) -> str:
    assert isinstance(app.screen, VideoDialog)
    return str(app.screen.said.render())


async def test_a_pasted_link_is_shown_and_set_with_enter_as_one_edit() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, lambda: app.form is not None)
        app.records_list.go(Where("talks", 6))
        await pilot.press("v")
        await settled(pilot, lambda: isinstance(app.screen, VideoDialog))
        await pilot.press("enter")
        assert isinstance(app.screen, VideoDialog)
        app.screen.post_message(events.Paste("Video: https://youtu.be/new?si=abc"))
        await settled(pilot, lambda: "Will be set: https://youtu.be/new" in said(app))
