"""Text is cut and filled to a width in terminal cells."""

from hypothesis import given
from hypothesis import strategies as st

from lgtui.tui.widgets import line_list
from tests.tui.sample import HOSTILE

ANY = st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE)


@given(ANY, st.integers(0, 60))
def test_a_fitted_text_takes_exactly_its_cells(text: str, room: int) -> None:
    assert line_list.width(line_list.fit(text, room)) == room


def test_wide_letters_are_never_cut_in_half() -> None:
    assert line_list.fit("日本語", 4) == "日… "
    assert line_list.fit("👀👀", 4) == "👀👀"
