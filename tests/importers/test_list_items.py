"""One previous talk, in the many ways in which people write a list item."""

import datetime

import pytest

from lgtui.importers.pages import Import
from lgtui.model import Speaker, as_date
from tests.importers.importing import imported

DAY = datetime.date(2023, 2, 27)
TITLE = "Challenges with equipoise and fairness"
VIDEO = "https://youtu.be/hDKuw28ATe4"


def listed(*lines: str) -> Import:
    return imported("# Series\n\n#### Previous talks:\n\n" + "\n".join(lines) + "\n")


def left(result: Import) -> list[str]:
    """What was not taken into a record."""
    return [note.before for note in result.report if note.kind in ("kept", "error") and note.before]


@pytest.mark.parametrize(
    "line",
    [
        "* [Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "* [Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [video]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA). 27th Feb 2023. {T}. [Recording]({V}).",
        "* [Ada Hopper](https://a.example) (MIT, USA). *{T}*. 27th Feb 2023. [Video]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA). 27th Feb 2023. _{T}_. [Video]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA). “{T}”. 27th Feb 2023. [Watch here]({V}).",
        '* [Ada Hopper](https://a.example) (MIT, USA). "{T}". February 27, 2023. [Video]({V}).',
        "* [Ada Hopper](https://a.example), MIT, USA. **{T}**. 2023-02-27. [Video]({V}).",
        "* [Ada Hopper](https://a.example) (MIT, USA) - {T} - 27/02/2023 - [Video]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA): {T} (27th Feb 2023) [[Video]]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA). {T}. 27. February 2023. [[Video]({V})]",
        "* 27th Feb 2023: [Ada Hopper](https://a.example) (MIT, USA). {T}. [Video]({V}).",
        "* 27th Feb 2023 - [Ada Hopper](https://a.example) (MIT, USA) - **{T}** [Video]({V}).",
        "* **27th Feb 2023**. [Ada Hopper](https://a.example) (MIT, USA). {T}. [Video]({V}).",
        "* S01E01 - [Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "* **S01E01**: [Ada Hopper](https://a.example) (MIT, USA). {T}. Feb 27, 2023. [Video]({V})",
        "* [S01E01]({V}) – [Ada Hopper](https://a.example) (MIT, USA). 27 Feb 2023. **{T}**",
        "* [**S01E01**]({V}): [Ada Hopper](https://a.example) (MIT, USA). 27 Feb 2023. *{T}*",
        "* **[S01E01]({V})** - [Ada Hopper](https://a.example) (MIT, USA). 27 Feb 2023. **{T}**",
        "1. [Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "- [Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "+ **[Ada Hopper](https://a.example)** (MIT, USA). {T}. 27th February 2023. [Video]({V}).",
        " * [Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).  ",
        "*\t[Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "* [Ada Hopper](https://a.example) (MIT, USA).<br>{T}.<br>27th Feb 2023. [Video]({V}).",
        "* [Ada Hopper](https://a.example)&nbsp;(MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "* [Ada Hopper](https://a.example) (MIT, USA). [{T}]({V}). 27th Feb 2023.",
        "* [Ada Hopper](https://a.example) (MIT, USA). **[{T}]({V})**. 27th Feb 2023.",
        "* {T}. [Ada Hopper](https://a.example) (MIT, USA). 27th Feb 2023. [Video]({V}).",
        "* **{T}**. [Ada Hopper](https://a.example) (MIT, USA). 27th Feb 2023. [Video]({V}).",
        "* **{T}** by [Ada Hopper](https://a.example) (MIT, USA), 27th Feb 2023, [Video]({V})",
        "* _{T}_, [Ada Hopper](https://a.example) (MIT, USA), 27th Feb 2023, [Video]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA), _{T}_, 27th Feb 2023, [Video]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA)\n  {T}. 27th Feb 2023. [Video]({V}).",
        "* [Ada Hopper](https://a.example) (MIT, USA)\n    * {T}\n    * 27th Feb 2023\n"
        "    * [Video]({V})",
        "* [Ada Hopper](https://a.example) (MIT, USA)\n  - **Title**: {T}\n"
        "  - **Date**: 27th Feb 2023\n  - **Video**: [link]({V})",
    ],
)
def test_one_talk_in_many_shapes(line: str) -> None:
    result = listed(*line.format(T=TITLE, V=VIDEO).split("\n"))
    shown = "\n".join(str(note) for note in result.report)
    (talk,) = result.records.talks or pytest.fail(shown)
    (season,) = result.records.seasons
    assert talk._replace(links=()) == talk, shown
    assert talk.id == "S01E01"
    assert talk.title == TITLE
    assert talk.speakers == (Speaker("Ada Hopper", url="https://a.example"),)
    assert talk.affiliation == "MIT, USA"
    assert talk.video_url == VIDEO
    assert season.start is not None
    assert as_date(season.start) == DAY
    assert not [note for note in result.report if note.kind in ("kept", "error") and note.before], (
        shown
    )


@pytest.mark.parametrize(
    "line",
    [
        "* Ada Hopper (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "* Ada Hopper (MIT, USA). 27th Feb 2023. {T}. [Video]({V}).",
        "* Ada Hopper (MIT, USA): {T}. 27th Feb 2023. [Video]({V})",
        "* Ada Hopper (MIT, USA): “{T}” (27.02.2023). [Video]({V})",
        "* Ada Hopper, MIT, USA. {T}. 27th Feb 2023. [Video]({V}).",
        "* Ada Hopper - MIT, USA - {T} - 27th Feb 2023 - [Video]({V})",
        "* **Ada Hopper** - MIT, USA. 27th Feb 2023. **{T}**. [Video]({V})",
        "* **Ada Hopper** (MIT, USA). {T}. 27th Feb 2023. {V}",
        "* **Ada Hopper** (MIT, USA). {T}. 27th Feb 2023. Video: {V}",
        "* **Ada Hopper** (MIT, USA). {T}. 27th Feb 2023. Video: [link]({V})",
        "* *Ada Hopper* (MIT, USA). **{T}**. 27th Feb 2023. [Video]({V})",
        "* **Ada Hopper (MIT, USA)**. {T}. 27th Feb 2023. [Video]({V})",
        "* **Ada Hopper (MIT, USA)**: {T}. 27th Feb 2023. [Video]({V})",
        "* S01E01. Ada Hopper (MIT, USA). 27th Feb 2023. {T}. [Video]({V})",
        "* S01E01: Ada Hopper (MIT, USA). 27th Feb 2023. *{T}*. [Video]({V})",
        "* **S01E01 - Ada Hopper** (MIT, USA). 27th Feb 2023. {T}. [Video]({V})",
        "* S01E01 | Ada Hopper (MIT, USA) | {T} | 27th Feb 2023 | [Video]({V})",
        "* {T}. Ada Hopper (MIT, USA). 27th Feb 2023. [Video]({V})",
        "* “{T}”, Ada Hopper (MIT, USA), 27th Feb 2023, [Video]({V})",
        "* **{T}** - Ada Hopper (MIT, USA), 27th Feb 2023 [Video]({V})",
        "* 27th Feb 2023 - Ada Hopper (MIT, USA): {T} [Video]({V})",
        "* (27th Feb 2023) Ada Hopper (MIT, USA): {T} [Video]({V})",
        "* [27th Feb 2023] Ada Hopper (MIT, USA): {T} [Video]({V})",
    ],
)
def test_one_talk_without_a_home_page(line: str) -> None:
    result = listed(line.format(T=TITLE, V=VIDEO))
    shown = "\n".join(str(note) for note in result.report)
    (talk,) = result.records.talks or pytest.fail(shown)
    (season,) = result.records.seasons
    assert (talk.id, talk.title) == ("S01E01", TITLE), shown
    assert talk.speakers == (Speaker("Ada Hopper"),)
    assert (talk.affiliation, talk.video_url, talk.links) == ("MIT, USA", VIDEO, ())
    assert season.start is not None
    assert as_date(season.start) == DAY
    assert not [note for note in result.report if note.kind in ("kept", "error") and note.before], (
        shown
    )


@pytest.mark.parametrize(
    "title",
    [
        "Circles: the 3.14 of it",
        "Learning from video",
        "Is it fair? The case of Berlin (Germany)",
        "The *Drosophila* “atlas” of brains",
        "In the Picture: Datasets, Artifacts, and their Living Review",
        "Challenge 2023",
        "AI/ML in S2E1 - a dash – and another",
        "Dr. House and Mr. Hyde: a study",
        "A.I. for U.S. hospitals",
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "* [Ada Hopper](https://a.example) (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
        "* [Ada Hopper](https://a.example) (MIT, USA). 27th Feb 2023. {T}. [Video]({V}).",
        "* S01E01 - **[Ada Hopper]({V})** (MIT, USA). 27th Feb 2023. **{T}**",
        "* Ada Hopper (MIT, USA). {T}. 27th Feb 2023. [Video]({V}).",
    ],
)
def test_titles_with_signs_in_them(line: str, title: str) -> None:
    result = listed(line.format(T=title, V=VIDEO))
    shown = "\n".join(str(note) for note in result.report)
    (talk,) = result.records.talks or pytest.fail(shown)
    assert talk.title == title.replace("*", ""), shown
    assert talk.video_url == VIDEO
    assert [speaker.name for speaker in talk.speakers] == ["Ada Hopper"]
    assert not left(result), shown


@pytest.mark.parametrize("join", [" ", " and ", ", "])
def test_a_name_whose_bold_only_ends_is_a_speaker_and_not_a_title(join: str) -> None:
    [talk] = listed(
        f"* S04E02 - **[Bram Ost](https://youtu.be/brack)** (Polder Academy, the Netherlands){join}"
        "Petra Hall** (Institute of Mud, Ireland). 8th December 2025. **Two Pumps**"
    ).records.talks
    assert talk.title == "Two Pumps"
    assert talk.speakers == (
        Speaker("Bram Ost", affiliation="Polder Academy, the Netherlands"),
        Speaker("Petra Hall", affiliation="Institute of Mud, Ireland"),
    )
    assert talk.video_url == "https://youtu.be/brack"


def test_a_place_and_a_day_between_two_marks_are_no_title() -> None:
    result = listed(
        "* S04E01 - **Ada Lo** (Lab). 8th December 2025. **Looms**",
        "* S04E02 - **Bram Ost** of 3 pumps** (Institute of Mud). 8th December 2025. **Two Pumps**",
    )
    assert all("December" not in talk.title for talk in result.records.talks)


@pytest.mark.parametrize(
    "remark",
    ["(recording withheld)", "(no recording)", "(not recorded)", "(video not public)",
     "(The recording is not shared.)"],
)  # fmt: skip
def test_a_remark_about_the_recording_becomes_a_fact_and_ends_the_item_again(remark: str) -> None:
    result = listed(
        "* S04E01 - **[Ada Lo](https://youtu.be/abc)** (Lab). 8th December 2025. **Looms**",
        f"* S04E02 - **Bo Ek** (Sea Lab). 8th December 2025. **Salt** {remark}",
    )
    first, second = result.records.talks
    assert (first.recording, second.recording, second.title) == ("", "withheld", "Salt")
    assert result.records.wording.word_withheld == remark
    page = result.pages["webinar"]
    assert page.count(remark) == 1
    assert f"**Salt** {remark}\n" in page
    told = [(one.before, one.after) for one in result.report if one.kind == "guess"]
    assert (remark, "withheld") in told


def test_a_remark_beside_a_video_takes_nothing_away() -> None:
    [talk] = listed(
        "* S04E01 - **[Ada Lo](https://youtu.be/abc)** (Lab). 8 May 2025. **Looms** (no recording)"
    ).records.talks
    assert (talk.video_url, talk.recording) == ("https://youtu.be/abc", "")
