"""What a change is shown as: the record, the field, and values that differ visibly."""

import pytest

from lgtui.changes import changes
from lgtui.model import Link, Speaker
from lgtui.tui.reports import change_lines

from .sample import series


@pytest.mark.parametrize(
    "speaker",
    [Speaker("Ada", "Prof."), Speaker("Ada", url="https://x.example"),
     Speaker("Ada", affiliation="ITU"), Speaker("Ada L.")],
)  # fmt: skip
def test_a_change_within_a_speaker_shows_what_is_different(speaker: Speaker) -> None:
    records = series()
    plain = records.talks[0]._replace(speakers=(Speaker("Ada"),))
    old = records._replace(talks=(plain, *records.talks[1:]))
    new = old._replace(talks=(plain._replace(speakers=(speaker,)), *records.talks[1:]))
    before, after = change_lines(changes(old, new)).split("\n")[-1].split(" → ")
    assert before.strip() != after.strip()
    assert all(each in after for each in (speaker.prefix, speaker.url, speaker.affiliation))


def test_another_address_of_a_link_is_shown() -> None:
    records = series()
    old, new = (
        records._replace(
            talks=(records.talks[0]._replace(links=(Link("Slides", url),)), *records.talks[1:])
        )
        for url in ("https://one.example", "https://two.example")
    )
    text = change_lines(changes(old, new))
    assert "one.example" in text
    assert "two.example" in text


def test_a_speaker_in_full_reads_as_people_write_it() -> None:
    records = series()
    whole = Speaker("Ada", "Prof.", "https://x.example", "ITU")
    old, new = (
        records._replace(talks=(records.talks[0]._replace(speakers=(who,)), *records.talks[1:]))
        for who in (whole._replace(prefix=""), whole)
    )
    assert change_lines(changes(old, new)).endswith(
        "Ada, ITU, https://x.example → Prof. Ada, ITU, https://x.example"
    )
