"""Two versions of a file brought together, without a repository: git's merge is stood in for."""

import pytest

from lgtui import store
from lgtui.model import DataError, Records
from lgtui.render import HandEdit, Page
from lgtui.repo.client import Clone
from lgtui.repo.combine import around, combine_data, combine_page
from lgtui.store import Document
from tests.repo.sites import DATA

ABSTRACTS = "_pages/webinar_talks.md"


class TextMerge(Clone):
    """Stands in for git's merge of three texts: gives what it is told, and keeps what it got."""

    def __init__(self, *given: tuple[bytes, bool]) -> None:
        super().__init__(".")
        self.given = list(given)
        self.got: list[tuple[bytes, bytes, bytes, bool]] = []

    def merge_text(
        self, base: bytes, mine: bytes, theirs: bytes, union: bool = False
    ) -> tuple[bytes, bool]:
        self.got.append((base, mine, theirs, union))
        return self.given.pop(0)


def data(*changes: tuple[str, str]) -> Document:
    text = DATA
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return store.parse(text.encode())


BASE = data()
RETITLED = data(("From metrics to meaning", "Other"))
RETOLD = data(("Eva counts.", "Eva adds."))
BOTH = data(("From metrics to meaning", "Other"), ("Eva counts.", "Eva adds."))


class TestTheDataFile:
    """It says the merged records, and keeps the layout of both sides where it can."""

    @pytest.mark.parametrize("documents", [(BASE, RETITLED, BASE), (BASE, BASE, RETITLED)])
    def test_where_one_side_changed_nothing_the_other_stays_as_it_is(
        self, documents: tuple[Document, Document, Document]
    ) -> None:
        merge = TextMerge()
        assert combine_data(merge, documents, RETITLED.records) == RETITLED.raw
        assert merge.got == []

    def test_lines_that_merge_and_say_the_records_are_it(self) -> None:
        merge = TextMerge((BOTH.raw, True))
        assert combine_data(merge, (BASE, RETITLED, RETOLD), BOTH.records) == BOTH.raw
        assert merge.got == [(BASE.raw, RETITLED.raw, RETOLD.raw, False)]

    @pytest.mark.parametrize(
        "lines",
        [(BOTH.raw, False), (RETITLED.raw, True), (b"[[talks", True)],
        ids=["in conflict", "saying something else", "not valid"],
    )
    def test_other_lines_give_way_to_the_records_written_into_all_three(
        self, lines: tuple[bytes, bool]
    ) -> None:
        merge = TextMerge(lines, (BOTH.raw + b"# layout\n", True))
        raw = combine_data(merge, (BASE, RETITLED, RETOLD), BOTH.records)
        assert raw == BOTH.raw + b"# layout\n"
        assert merge.got[1] == (BOTH.raw, BOTH.raw, BOTH.raw, False)

    def test_layout_that_both_changed_is_kept_from_both(self) -> None:
        both = BOTH.raw + b"# mine\n# theirs\n"
        merge = TextMerge((b"", False), (b"", False), (both, False))
        assert combine_data(merge, (BASE, RETITLED, RETOLD), BOTH.records) == both
        assert [union for *_, union in merge.got] == [False, False, True]

    def test_where_no_lines_say_the_records_they_are_written_into_theirs(self) -> None:
        theirs = data(("Eva counts.", "Eva adds."), ("# the keynote", "# the last one"))
        merge = TextMerge((b"", False), (BASE.raw, True), (BASE.raw, False))
        raw = combine_data(merge, (BASE, RETITLED, theirs), BOTH.records)
        assert raw == BOTH.raw.replace(b"# the keynote", b"# the last one")


def page_of(records: Records) -> Page:
    return Page(ABSTRACTS, "abstracts", records)


def rendered(document: Document, intro: str = "Intro.\n") -> bytes:
    """A page as lgtui writes it, below what the organizers wrote."""
    text = page_of(document.records).write(None)
    first = text.index("<!-- lgtui:")
    return f"{intro}{text[first:]}".encode()


def around_as_in(raw: bytes) -> TextMerge:
    """A merge in which what stands around the regions is as in one page."""
    outside = around(raw.decode("utf-8", "surrogateescape"), "")
    return TextMerge((outside.encode("utf-8", "surrogateescape"), True))


class TestAPage:
    """What both sides wrote around the regions is kept; the regions say the merged records."""

    def test_what_stands_around_the_regions_is_merged_and_the_regions_rendered_anew(self) -> None:
        mine, theirs = rendered(RETITLED, "Mine.\n"), rendered(RETOLD)
        merged = around(mine.decode(), "").replace("Mine.", "Both ü\udcff.")
        merge = TextMerge((merged.encode("utf-8", "surrogateescape"), True))
        page, kept = combine_page(merge, page_of(BOTH.records), (rendered(BASE), mine, theirs))
        assert not kept
        assert page == rendered(BOTH, "Both.\n").replace(b"Both.", b"Both \xc3\xbc\xff.")
        outside = (around(side.decode(), "").encode() for side in (rendered(BASE), mine, theirs))
        assert merge.got == [(*outside, False)]

    def test_lines_around_the_regions_that_both_changed_are_left_to_the_organizer(self) -> None:
        sides = (rendered(BASE), rendered(BASE, "Mine.\n"), rendered(BASE, "Theirs.\n"))
        with pytest.raises(
            DataError, match=r"regions; bring them .* by hand \(.*, then publish again$"
        ) as stopped:
            combine_page(TextMerge((b"", False)), page_of(BASE.records), sides)
        assert stopped.value.file == ABSTRACTS

    def test_a_page_that_one_side_has_not_is_rendered_into_the_others(self) -> None:
        for sides in (
            (rendered(BASE), None, rendered(BASE, "Kept.\n")),
            (rendered(BASE), rendered(BASE, "Kept.\n"), None),
            (None, None, rendered(BASE, "Kept.\n")),
        ):
            page, _ = combine_page(TextMerge(), page_of(BOTH.records), sides)
            assert page == rendered(BOTH, "Kept.\n")

    def test_a_page_that_one_side_deleted_loses_what_the_other_left_in_its_regions(self) -> None:
        raw = rendered(BASE).replace(b"On bias.", b"On bias, by hand.")
        for sides in ((raw, None, raw), (raw, raw, None)):
            page, _ = combine_page(TextMerge(), page_of(BOTH.records), sides)
            assert page == rendered(BOTH)

    def test_a_page_that_both_sides_added_is_merged_from_nothing(self) -> None:
        sides = (None, rendered(BASE, "Mine.\n"), rendered(BASE, "Theirs.\n"))
        merge = TextMerge((around(rendered(BASE, "Both.\n").decode(), "").encode(), True))
        page, _ = combine_page(merge, page_of(BOTH.records), sides)
        assert page == rendered(BOTH, "Both.\n")
        assert merge.got[0][0] == b""

    @pytest.mark.parametrize("at", [1, 2], ids=["mine", "theirs"])
    def test_words_that_a_side_wrote_into_a_region_stay(self, at: int) -> None:
        sides = [rendered(BASE)] * 3
        sides[at] = sides[at].replace(b"On bias.", b"On bias, by hand.")
        raw, [(edit, by_mine)] = combine_page(
            around_as_in(sides[0]), page_of(BOTH.records), (sides[0], sides[1], sides[2])
        )
        assert raw == sides[at]
        assert (edit.region, by_mine) == ("abstracts", at == 1)
        assert "On bias, by hand." in edit.found
        again = page_of(BOTH.records).update(raw.decode())
        assert "On bias, by hand." in again.edits[0].found  # and it is still seen

    @pytest.mark.parametrize("at", [1, 2], ids=["mine", "theirs"])
    def test_words_that_a_side_took_back_are_gone(self, at: int) -> None:
        by_hand = rendered(BASE).replace(b"On bias.", b"On bias, by hand.")
        sides = [by_hand] * 3
        sides[at] = rendered(BASE)
        raw, kept = combine_page(
            around_as_in(sides[0]), page_of(BOTH.records), (sides[0], sides[1], sides[2])
        )
        assert (raw, kept) == (rendered(BOTH), [])

    def test_words_that_both_sides_wrote_into_one_region_are_merged_or_stop_it(self) -> None:
        mine = rendered(BASE).replace(b"On bias.", b"On bias, by me.")
        theirs = rendered(BASE).replace(b"On bias.", b"On bias, by them.")
        sides = (rendered(BASE), mine, theirs)
        with pytest.raises(HandEdit) as stopped:
            combine_page(TextMerge((b"", False)), page_of(BASE.records), sides)
        assert ["by me" in edit.found for edit in stopped.value.edits] == [True, False]
        raw, [(edit, _)] = combine_page(
            TextMerge((b"Both by hand", True), *around_as_in(mine).given),
            page_of(BASE.records),
            sides,
        )
        assert edit.found == "Both by hand"
        assert b"Both by hand" in raw

    def test_a_page_that_all_have_with_words_by_hand_stays(self) -> None:
        raw = rendered(BASE).replace(b"On bias.", b"On bias, by hand.") + b"\xff"
        page, kept = combine_page(around_as_in(raw), page_of(BOTH.records), (raw, raw, raw))
        assert page == raw
        assert len(kept) == 1

    def test_line_ends_of_a_region_by_hand_stay(self) -> None:
        raw = rendered(BASE).replace(b"On bias.", b"On bias, by hand.").replace(b"\n", b"\r\n")
        sides = (rendered(BASE), raw, raw)
        page, kept = combine_page(around_as_in(raw), page_of(BOTH.records), sides)
        assert page == raw
        assert len(kept) == 1


def test_around_the_regions_is_what_the_organizers_wrote() -> None:
    page = (
        "Before.\r\n<!-- lgtui:next -->\r\nOurs.\r\n<!-- lgtui:end next 0123456789ab -->\r\n"
        "Between.\n<!-- lgtui:previous -->\n<!-- lgtui:end previous -->\nAfter.\n"
    )
    assert around(page, "") == (
        "Before.\r\n<!-- lgtui:next -->\r\n<!-- lgtui:end next -->\r\n"
        "Between.\n<!-- lgtui:previous -->\n<!-- lgtui:end previous -->\nAfter.\n"
    )


def test_a_damaged_marker_is_told_with_its_file() -> None:
    with pytest.raises(DataError) as stopped:
        around("<!-- lgtui:nxt -->\n", ABSTRACTS)
    assert (stopped.value.file, stopped.value.line) == (ABSTRACTS, 1)
