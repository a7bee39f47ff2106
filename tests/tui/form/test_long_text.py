"""The editor of long texts: rows, cursor and edits are right, and it is quick."""

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.document._document import Document

from lgtui.tui.form.long_text import LongText, QuickWrap, row_starts

TEXT = st.text(alphabet=st.sampled_from("ab   é日👀ű\u0301-"), max_size=80)
WIDTH = st.integers(2, 20)


@given(TEXT, WIDTH)
def test_rows_are_the_line_and_fit(text: str, width: int) -> None:
    starts = row_starts(text, width)
    assert starts == sorted(set(starts))
    assert all(0 < start < len(text) for start in starts)
    rows = [text[a:b] for a, b in zip([0, *starts], [*starts, len(text)], strict=True)]
    assert "".join(rows) == text
    assert all(cell_len(row) <= width for row in rows)


@given(st.lists(st.text("abc", min_size=1, max_size=6), max_size=20), st.integers(7, 20))
def test_words_that_fit_are_never_cut(words: list[str], width: int) -> None:
    text = " ".join(words)
    for start in row_starts(text, width):
        assert text[start - 1] == " "
        assert text[start] != " "


EDITS = st.lists(
    st.tuples(
        st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "x", " ", "\n", "ab cd\ne"])
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(st.text("ab \n", max_size=60), EDITS, st.integers(3, 12))
def test_wrapping_after_an_edit_is_wrapping_anew(
    text: str, edits: list[tuple[int, int, str]], width: int
) -> None:
    document = Document(text)
    wrapped = QuickWrap(document)
    wrapped.wrap(width)
    for one, other, new in edits:
        ends = [
            document.get_location_from_index(min(at, len(document.text))) for at in (one, other)
        ]
        start, end = sorted(ends)
        result = document.replace_range(start, end, new)
        wrapped.wrap_range(start, end, result.end_location)
        fresh = QuickWrap(document)
        fresh.wrap(width)
        assert wrapped._wrap_offsets == fresh._wrap_offsets
        assert wrapped._offset_to_line_info == fresh._offset_to_line_info
        assert wrapped._line_index_to_offsets == fresh._line_index_to_offsets


def quickest(words: int) -> float:
    """The least of five times that wrapping so many words took."""
    text = " ".join(f"word{at % 97}é" for at in range(words))
    times = []
    for _ in range(5):
        begin = process_time()
        row_starts(text, 60)
        times.append(process_time() - begin)
    return min(times)


def test_ten_times_as_many_words_are_not_a_hundred_times_as_much_work() -> None:
    assert quickest(4000) < 40 * quickest(400)


class One(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.left: list[int] = []

    def compose(self) -> ComposeResult:
        yield LongText()

    def on_long_text_edge(self, message: LongText.Edge) -> None:
        self.left.append(message.step)


def painted(app: App[None]) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).strip() for strip in strips]


WORDS = "one two three four five six seven"


async def test_the_text_is_drawn_in_rows_with_the_cursor_where_the_keys_put_it() -> None:
    app = One()
    async with app.run_test(size=(20, 6)) as pilot:
        area = app.query_one(LongText)
        area.load(WORDS)
        area.focus()
        await pilot.pause()
        rows = [row.strip() for row in area.wrapped_document.get_sections(0)]
        assert painted(app)[: len(rows)] == rows
        await pilot.press("down", "end", "X")
        await pilot.pause()
        assert painted(app)[1] == rows[1] + "X"
        await pilot.press("up", "home", "Y")
        await pilot.pause()
        assert painted(app)[0].startswith("Yone two")
        await pilot.press("ctrl+z", "ctrl+z")
        assert area.plain == WORDS


async def test_a_selection_over_rows_is_replaced_as_a_whole() -> None:
    app = One()
    async with app.run_test(size=(20, 6)) as pilot:
        area = app.query_one(LongText)
        area.load(WORDS)
        area.focus()
        await pilot.pause()
        first = area.wrapped_document.get_sections(0)[0]
        await pilot.press("shift+down", "x")
        await pilot.pause()
        assert area.plain == "x" + WORDS.removeprefix(first)


async def test_the_cursor_leaves_the_text_at_its_ends_only() -> None:
    app = One()
    async with app.run_test(size=(20, 6)) as pilot:
        area = app.query_one(LongText)
        area.load(WORDS)
        area.focus()
        await pilot.press("down", "up", "up", "ctrl+end", "down")
        await pilot.pause()
    assert app.left == [-1, 1]
