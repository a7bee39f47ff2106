"""The report: what was repaired, normalized, kept and found, each at its place."""

from hypothesis import given
from hypothesis import strategies as st

from lgtui.importers import Note, Source
from lgtui.importers import report as report_module
from lgtui.importers.pages import import_pages

PAGE = (
    "# Series\n\n#### Previous talks:\n"
    "* S01E01 - **[JosÃ© Bee](https://youtu.be/aaaaaaaa?si=xyz)** (X). 27th Feb 2023. "
    "**On \u200bthings** \n"
)


def report(page: str) -> list[str]:
    return [
        report_module.line(note) for note in import_pages([Source("p.md", page.encode())]).report
    ]


def test_every_change_has_its_line_its_kind_and_both_texts() -> None:
    said = report(PAGE)
    assert any(line.startswith("p.md:4:15: certain: “JosÃ©” → “José”") for line in said), said
    assert any("TEXT002: “<U+200B>” → nothing" in line for line in said), said
    assert any("normalized: “Feb” → “February” (one style throughout)" in line for line in said)
    assert any("normalized: “ ” → nothing (trailing blanks)" in line for line in said)
    assert any("LINK004" in line and line.startswith("p.md:4:") for line in said)


def test_the_report_is_in_the_order_of_the_page_and_stable() -> None:
    notes = import_pages([Source("p.md", PAGE.encode())]).report
    assert [note.line for note in notes] == sorted(note.line for note in notes)
    assert notes == import_pages([Source("p.md", PAGE.encode())]).report


def test_what_is_garbled_beyond_repair_is_flagged() -> None:
    said = report(PAGE + "\nA word with \ufffd in it: caf\ufffd\n")
    assert any("TEXT001" in line and "p.md:6:" in line for line in said), said


def test_control_characters_are_shown_and_never_sent_to_the_terminal() -> None:
    line = report_module.line(Note("p.md", 1, 1, "kept", "a\x1b]52;c;x\x07b\u202ec\nd", "", "why"))
    assert line == "p.md:1:1: kept: “a␛]52;c;x␇b<U+202E>c⏎d” (why)"


def test_long_texts_are_shortened_around_their_change() -> None:
    before = "word " * 60 + "here" + " word" * 60
    line = report_module.line(
        Note("p.md", 1, 1, "certain", before, before.replace("here", "there"))
    )
    assert "here" in line
    assert "there" in line
    assert len(line) < 200


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=30))
def test_a_report_line_is_one_line_of_printable_text(before: str, after: str, why: str) -> None:
    line = report_module.line(Note("p.md", 1, 1, "certain", before, after, why))
    assert line.isprintable()
    assert "\n" not in line


def test_the_summary_counts_what_was_understood() -> None:
    result = import_pages([Source("p.md", PAGE.encode())])
    assert report_module.summary(result.records, {"webinar": "_pages/webinar.md"}) == [
        "understood: 1 talk, 1 season (1 held, 0 upcoming), 0 organizers",
        "page: webinar _pages/webinar.md",
    ]


def test_what_is_not_understood_beside_a_list_is_named_with_its_line_and_stays() -> None:
    text = (
        "# Series\n\nSome words of welcome.\n\n#### Previous talks\nSee [here](https://x.example).\n"
        "* S01E01 - **A Bee** (X). 1 May 2023. **One**\n"
        "* something odd\n\nan odd paragraph\n\n<!-- a remark -->\n\n### Newsletter\nSign up.\n"
    )
    result = import_pages([Source("p.md", text.encode())])
    kept = [(note.line, note.before) for note in result.report if note.kind == "kept"]
    assert [one for one in kept if one[1]] == [
        (6, "See [here](https://x.example)."),
        (8, "* something odd"),
        (10, "an odd paragraph"),
    ]
    assert all(line in result.pages["webinar"].split("\n") for line in text.split("\n")[:6])
    assert "\n* something odd\n\nan odd paragraph\n" in result.pages["webinar"]


def test_a_block_of_the_abstracts_page_that_is_no_talk_is_named_wherever_it_stands() -> None:
    talk = "### {} (X)\nTitle: {}\n\nAbstract: Words.\n\n"
    text = (
        "# Abstracts\n\nWelcome.\n\n### Something\n\nwithout any field\n\n"
        + talk.format("Ada Bee", "One")
        + "### Another thing\n\nof its own\n\n"
        + talk.format("Cy Dee", "Two")
        + "### The last\n\nwords\n"
    )
    result = import_pages([Source("p.md", text.encode())])
    kept = [note.before for note in result.report if note.kind == "kept" and note.before]
    assert kept == [
        *("### Something", "without any field", "### Another thing", "of its own"),
        *("### The last", "words"),
    ]


def test_in_short_what_has_to_be_looked_at_comes_first_and_many_alike_are_one_line() -> None:
    notes = [Note("p.md", at, 1, "normalized", "a", "b", "one style") for at in range(1, 7)]
    notes += [Note("p.md", at, 1, "normalized", "c", "", "rare") for at in (7, 8)]
    notes += [Note("p.md", 9, 1, kind, "x", "y", kind)
              for kind in ("certain", "LINK004", "kept", "guess", "disagree")]  # fmt: skip
    said = report_module.in_short(notes)
    assert [line.split(": ")[1] for line in said[:5]] == [
        "disagree", "guess", "kept", "LINK004", "certain",
    ]  # fmt: skip
    assert said[5] == ("p.md:1:1: normalized: 6 times, here first: one style (--verbose lists all)")
    assert said[6:] == [report_module.line(note) for note in notes[6:8]]


def test_bold_signs_that_are_no_pairs_are_to_be_looked_at() -> None:
    text = (
        "# S\n\n#### Previous talks\n"
        "* S01E01 - **A Bee** (X) Cy Dee** (Y). 1 May 2023. **One \\** two**\n"
        "* S01E02 - **Eva Fay** (X). 1 May 2023. **Two**\n"
    )
    said = report(text)
    assert [line for line in said if "do not go in pairs" in line] == [
        "p.md:4:1: guess: the bold signs (**) of this item do not go in pairs: look at what is "
        "made of it"
    ]


def test_the_encoding_of_a_file_is_one_line_however_many_words_it_has() -> None:
    why = "the file is not UTF-8: read as Windows-1252"
    notes = [Note("l.csv", at, 1, "guess", "K\ufffdthe", "Käthe", why) for at in range(1, 9)]
    [said] = report_module.in_short(notes)
    assert said.startswith("l.csv:1:1: guess:")
    assert "8 places (--verbose lists all)" in said
    assert len(report_module.in_short(notes[:3])) == 3
