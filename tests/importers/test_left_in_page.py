"""What is not understood in a webinar page stays there, and is reported."""

import pytest

from tests.importers.importing import imported, notes, page_with_next


def test_comments_and_code_are_never_read_and_stay_where_they_are() -> None:
    hidden = "<!--\n#### Next webinar: old\n* S09E09 - **A B** (C). 1 May 2023. **D**\n-->"
    result = imported(f"{hidden}\n\n#### Next webinar: New\nDate: **4 May 2026**\n")
    assert result.records.talks == ()
    assert result.records.seasons[0].theme == "New"
    assert result.pages["webinar"].startswith(f"{hidden}\n\n<!-- lgtui:next -->")


def test_text_in_between_stays_below_its_region_and_is_reported() -> None:
    result = imported(
        "#### Previous talks\n\n"
        "* S01E01 - **A Bee** (X). 1 May 2023. **One**\n\n"
        "A remark of [ours](https://o.example).\n\n"
        "* S01E02 - **C Dee** (X). 1 May 2023. **Two** (recording soon)\n\nThe end.\n"
    )
    page = result.pages["webinar"]
    after = page[page.index("<!-- lgtui:end previous") :].split("\n", 1)[1]
    assert after == "\nA remark of [ours](https://o.example).\n\n(recording soon)\n\nThe end.\n"
    assert [(note.line, note.before) for note in notes(result, "kept") if note.before] == [
        (5, "A remark of [ours](https://o.example)."),
        (7, "(recording soon)"),
        (9, "The end."),
    ]


def test_a_talk_of_which_a_word_would_be_lost_stays_in_the_page_as_a_whole() -> None:
    line = '* S01E01 - **[A Bee](https://b.example "a hidden title")** (X). 1 May 2023. **D**'
    other = "* S01E02 - **C Dee** (X). 1 May 2023. **E**"
    result = imported(f"#### Previous talks\n\n{other}\n{line}\n")
    assert [talk.id for talk in result.records.talks] == ["S01E02"]
    assert result.pages["webinar"].endswith(f" -->\n\n{line}\n")
    (note,) = notes(result, "error")
    assert (note.line, note.before) == (4, line)
    assert "would lose" in note.why


def test_nothing_understood() -> None:
    result = imported("# A page\n\nAbout something else, with a list:\n\n* one\n* two\n")
    assert not result.understood
    assert result.pages == {}


@pytest.mark.parametrize("line", ["Moderator: E Eff", "**Panel discussion**: chaired by E Eff"])
def test_whoever_else_takes_part_stays_in_the_page_and_is_reported(line: str) -> None:
    result = page_with_next(f"* **A Bee** - X\n\nTitle: One\n\nAbstract: Words.\n\n{line}")
    (talk,) = result.records.talks
    assert (talk.title, talk.abstract) == ("One", "Words.")
    assert line in [note.before for note in notes(result, "kept")]
    assert f"\n{line}\n" in result.pages["webinar"]
