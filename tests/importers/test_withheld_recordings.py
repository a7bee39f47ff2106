"""A page that says that a recording is not shared: the record says so, and the words stay."""

import pytest

from lgtui.importers import Source
from lgtui.importers.pages import Import, import_pages
from tests.importers.importing import imported


def ending_in(last: str) -> Import:
    text = (
        "# S\n\n### Ada Byron (Lab)\n\nTitle: On engines\n\nAbstract: A.\n\n"
        f"{last}\n\n---\n\n### Bo Berg (Lab)\n\nTitle: On looms\n\nAbstract: B.\n"
    )
    return imported(text)


@pytest.mark.parametrize(
    "said",
    [
        "Video: not shared",
        "Video: withheld",
        "**Recording**: not available",
        "The video is not public at the request of the speaker.",
    ],
)
def test_a_recording_that_is_not_shared_is_withheld_and_the_words_stay(said: str) -> None:
    result = ending_in(said)
    [talk] = [one for one in result.records.talks if one.title == "On engines"]
    assert talk.recording == "withheld"
    told = [note.line for note in result.report if (note.kind, note.after) == ("guess", "withheld")]
    assert told == [9]
    assert said in result.pages["abstracts"]
    assert [note.line for note in result.report if note.kind == "LINK002"] == [13]


@pytest.mark.parametrize(
    "said", ["Video: not yet available", "Video: coming soon", "Video: [S01E01](https://y.example)"]
)
def test_a_recording_that_may_still_come_is_not(said: str) -> None:
    assert all(not talk.recording for talk in ending_in(said).records.talks)


@pytest.mark.parametrize("video", ["", "https://youtu.be/abcdefg"])
def test_joining_pages_keeps_it_unless_the_other_one_has_the_video(video: str) -> None:
    name = f"[Ada Byron]({video})" if video else "Ada Byron"
    webinar = (
        f"# S\n\n#### Previous talks\n\n* S01E01 - **{name}** (Lab). 3 March 2026. **On engines**\n"
    )
    abstracts = "### Ada Byron (Lab)\n\nTitle: On engines\n\nAbstract: A.\n\nVideo: not shared\n"
    sources = [Source("w.md", webinar.encode()), Source("a.md", abstracts.encode())]
    result = import_pages(sources)
    [talk] = result.records.talks
    assert (talk.video_url, talk.recording) == (video, "" if video else "withheld")
    told = [note for note in result.report if note.why.startswith("S01E01, recording")]
    assert [note.before for note in told] == (["withheld"] if video else [])
