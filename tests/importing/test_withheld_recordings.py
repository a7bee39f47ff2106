"""A page that says that a recording is not shared: the record says so, and the words stay."""

import pytest

from lgtui.importing import import_pages
from lgtui.importing.conversion import Import
from lgtui.importing.facts import Source


def imported(last: str) -> Import:
    text = (
        "# S\n\n### Ada Byron (Lab)\n\nTitle: On engines\n\nAbstract: A.\n\n"
        f"{last}\n\n---\n\n### Bo Berg (Lab)\n\nTitle: On looms\n\nAbstract: B.\n"
    )
    return import_pages([Source("page.md", text.encode())])


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
    result = imported(said)
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
    assert all(not talk.recording for talk in imported(said).records.talks)
