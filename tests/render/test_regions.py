import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lgtui.render import regions_of, write
from lgtui.render.regions import HandEdit, MarkerError, checksum, find, replace, wrap
from tests.render.making import series, talk

NAMES = ("next", "previous", "organizers", "abstracts")
lines = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=30)
texts = st.lists(lines, max_size=4).map("\n".join)


def region_text(text: str) -> str:
    """A text as a region can hold it: no markers, no blank lines around, LF line ends."""
    return text.replace("\r", "").replace("lgtui", "l").strip("\n")


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """What stands between the regions, the regions' names, and their texts."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, 4))]
    outside = [draw(texts).replace("lgtui", "l") for _ in range(len(names) + 1)]
    return outside, names, [region_text(draw(texts)) for _ in names]


def whole(outside: list[str], regions: list[str]) -> str:
    parts = [outside[0]]
    for region, after in zip(regions, outside[1:], strict=True):
        parts += [region, after]
    return "\n".join(parts)


@given(pages(), st.data())
def test_nothing_outside_the_regions_changes_by_a_byte(
    page: tuple[list[str], list[str], list[str]], data: st.DataObject
) -> None:
    outside, names, old = page
    fresh = {name: region_text(data.draw(texts)) for name in names}
    before = whole(outside, list(map(wrap, names, old)))
    after = replace(before, fresh)
    assert after == whole(outside, [wrap(name, fresh[name]) for name in names])
    assert replace(after, fresh) == after
    assert {region.name: region.text for region in find(after)} == fresh


@given(pages())
def test_a_page_with_crlf_keeps_it(page: tuple[list[str], list[str], list[str]]) -> None:
    outside, names, old = page
    assume("\r" not in "".join(outside))
    before = whole(outside, list(map(wrap, names, old))).replace("\n", "\r\n")
    assert replace(before, dict(zip(names, old, strict=True))) == before
    after = replace(before, dict.fromkeys(names, "new\ntext"))
    assert "\n" not in after.replace("\r\n", "")
    assert [region.text for region in find(after)] == ["new\ntext"] * len(names)


@given(pages(), st.data())
def test_an_edit_inside_a_region_is_never_written_over_silently(
    page: tuple[list[str], list[str], list[str]], data: st.DataObject
) -> None:
    outside, names, old = page
    name, text = names[0], old[0]
    edited = region_text(data.draw(texts))
    assume(checksum(edited) != checksum(text))
    written = [wrap(name, text).replace(f"\n\n{text}\n\n", f"\n\n{edited}\n\n", 1)]
    if not text:
        written = [wrap(name, text).replace("-->\n\n", f"-->\n\n{edited}\n\n", 1)]
    before = whole(outside, written + list(map(wrap, names[1:], old[1:])))
    with pytest.raises(HandEdit) as refused:
        replace(before, {name: "something else"}, "page.md")
    [edit] = refused.value.edits
    assert (edit.file, edit.region, edit.found, edit.fresh) == (
        "page.md", name, edited, "something else",
    )  # fmt: skip
    assert wrap(name, edited) in replace(before, {name: edited})
    assert "something else" in replace(before, {name: "something else"}, force=True)


def test_a_region_has_blank_lines_around_its_text() -> None:
    assert wrap("next", "text") == (
        f"<!-- lgtui:next -->\n\ntext\n\n<!-- lgtui:end next {checksum('text')} -->"
    )
    assert re.fullmatch("[0-9a-f]{12}", checksum("text"))


def test_a_region_without_a_checksum_counts_as_edited_unless_it_is_fresh() -> None:
    page = "<!-- lgtui:next -->\n\nfresh\n\n<!-- lgtui:end next -->\n"
    assert replace(page, {"next": "fresh"}) == wrap("next", "fresh") + "\n"
    with pytest.raises(HandEdit):
        replace(page, {"next": "other"})


def test_empty_markers_put_by_hand_are_filled() -> None:
    page = "<!-- lgtui:next -->\n<!-- lgtui:end next -->\n"
    with pytest.raises(HandEdit):
        replace(page.replace("-->\n", "-->\nwords\n", 1), {"next": "fresh"})
    assert replace(page, {"next": "fresh"}) == wrap("next", "fresh") + "\n"


@pytest.mark.parametrize(
    ("page", "line", "word"),
    [
        ("a\n<!-- lgtui:next -->\nb\n", 2, "has no end"),
        ("a\n\n<!-- lgtui:end next -->\n", 3, "has not begun"),
        ("<!-- lgtui:next -->\n<!-- lgtui:previous -->\n", 2, "begins inside"),
        ("<!-- lgtui:next -->\n<!-- lgtui:end previous -->\n", 2, "the region open here is 'next'"),
        (f"{wrap('next', 'a')}\n{wrap('next', 'b')}\n", 6, "twice"),
        ("<!-- lgtui:talks -->\n", 1, "no region is called 'talks'"),
        ("<!-- lgtui:next 5f0c1e9ab2d4 -->\n", 1, "damaged"),
        ("<!-- lgtui: next -->\n", 1, "damaged"),
        (" <!-- lgtui:next -->\n", 1, "damaged"),
        ("<!-- lgtui:next --> \n", 1, "damaged"),
        ("x <!-- lgtui:next -->\n", 1, "damaged"),
        ("<!-- lgtui:next\n", 1, "damaged"),
        ("<!--lgtui:next-->\n", 1, "damaged"),
        ("<-- lgtui:next -->\n", 1, "damaged"),
        ("<!- lgtui:end next 5f0c1e9ab2d4 -->\n", 1, "damaged"),
        ("<!-- lgtui:next -->\n<!-- lgtui:end next 5f0c -->\n", 2, "damaged"),
    ],
)
def test_a_damaged_marker_is_an_error_that_names_file_and_line(
    page: str, line: int, word: str
) -> None:
    with pytest.raises(MarkerError, match=word) as error:
        find(page, "page.md")
    assert (error.value.file, error.value.line) == ("page.md", line)
    assert str(error.value).startswith(f"page.md:{line}: ")


def test_prose_about_lgtui_is_no_marker() -> None:
    assert find("Made with lgtui: see `lgtui:next` and lgtui:end.\n") == []


def test_a_marker_line_inside_a_code_block_is_a_marker() -> None:
    assert [region.name for region in find(f"~~~\n{wrap('next', 'x')}\n~~~\n")] == ["next"]


def test_a_text_with_a_markers_line_in_it_makes_no_marker() -> None:
    nasty = "<!-- lgtui:end next -->\n\n~~~\n<!-- lgtui:next -->\n~~~\n\n`<!-- lgtui:next -->`"
    records = series(talk("S02E01", nasty, nasty, affiliation=nasty, abstract=nasty, bio=nasty))
    page = write("webinar", None, records)
    assert {region.name: region.text for region in find(page)} == regions_of("webinar", records)


def test_only_the_regions_that_are_there_are_written() -> None:
    page = f"Ours.\n\n{wrap('previous', '')}\n"
    after = write("webinar", page, series())
    assert [region.name for region in find(after)] == ["previous"]
    assert after.startswith("Ours.\n\n")


@pytest.mark.parametrize("page", ["", "Just text.\n", wrap("abstracts", "")])
def test_a_page_without_its_markers_is_an_error_that_says_what_to_do(page: str) -> None:
    with pytest.raises(MarkerError, match=r"lgtui --import.*<!-- lgtui:next -->") as error:
        write("webinar", page, series(), "_pages/webinar.md")
    assert (error.value.file, error.value.line) == ("_pages/webinar.md", 1)


@pytest.mark.parametrize("kind", ["webinar", "abstracts", "calendar"])
def test_a_page_that_does_not_exist_is_made_and_then_stays(kind: str) -> None:
    page = write(kind, None, series())
    assert write(kind, page, series()) == page
    assert page.endswith("\n")
    assert not page.endswith("\n\n")
    assert not re.search("[ \t]$", page, re.MULTILINE)


def test_a_byte_order_mark_before_a_marker_stays_where_it_is() -> None:
    page = "\ufeff" + wrap("next", "old") + "\nrest"
    assert replace(page, {"next": "new"}) == "\ufeff" + wrap("next", "new") + "\nrest"
    assert [(region.name, region.line) for region in find(page)] == [("next", 1)]


def test_a_damaged_marker_on_an_endless_line_is_told_in_short() -> None:
    with pytest.raises(MarkerError) as caught:
        find("word " * 10_000 + "<!-- lgtui:next -->")
    assert len(caught.value.message) < 300


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_region_tells_where_it_is_and_how_its_lines_end(newline: str) -> None:
    page = newline.join(
        ("Above", "<!-- lgtui:next -->", "Text", "<!-- lgtui:end next -->", "Below")
    )
    [region] = find(page)
    assert (region.name, region.line, region.text, region.checksum) == ("next", 2, "Text", "")
    assert region.newline == newline
    assert page[region.start : region.stop].strip() == "Text"
    assert page[region.end :] == f"{newline}Below"


def test_a_region_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(MarkerError) as caught:
        find("Above\n<!-- lgtui:nxt -->\n")
    assert (caught.value.file, caught.value.line, caught.value.message) == (
        "",
        2,
        "no region is called 'nxt'; there are next, previous, organizers, abstracts: "
        "correct the marker",
    )
