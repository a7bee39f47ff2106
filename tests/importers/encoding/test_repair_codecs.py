"""A page read with the wrong codec comes back as it was, whichever codec and language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers.encoding.repair import repair, repair_text
from tests.text.languages import CODECS, PLAIN, WORDS, garble

PAGE = """# Datasets through the L👀king-Glass

* S01E01 - **Théo Sourget** (Université Paris-Saclay). “In the Picture” – 3 €
* S02E01 - **Hubert Dariusz Zając** (Universität Zürich, IT-Universitetet i København)
* S03E01 - **Nguyễn Văn Đặng, Jiří Dvořák** (Български, Ελλάδα, 北京)
"""


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """A few lines of one or two languages, each with an unmistakable name."""
    languages = draw(st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=2))
    words = [word for language in languages for word in WORDS[language].split()]
    mixed = st.lists(st.sampled_from(words + PLAIN), min_size=1, max_size=5)
    return [
        " ".join([*draw(mixed), "Zając Jiménez-Sánchez Москва"])
        for _ in range(draw(st.integers(2, 5)))
    ]


@pytest.mark.parametrize("codec", CODECS)
def test_a_page_in_many_languages_comes_back_exactly_and_certain(codec: str) -> None:
    done = repair(garble(PAGE, codec).encode())
    assert done.text == PAGE
    assert done.changes
    assert all(change.certain for change in done.changes)
    assert not done.flagged


@pytest.mark.parametrize("second", CODECS)
@pytest.mark.parametrize("first", CODECS)
def test_a_page_read_wrong_twice_comes_back(first: str, second: str) -> None:
    twice = garble(garble(PAGE, first), second)
    assert repair_text(twice).text == PAGE


@pytest.mark.parametrize("codec", CODECS)
@given(lines())
@settings(max_examples=20)
def test_any_page_garbled_as_a_whole_comes_back(codec: str, page: list[str]) -> None:
    text = "\n".join(page)
    assert repair_text(garble(text, codec)).text == text


@pytest.mark.parametrize("codec", CODECS)
@given(page=lines(), data=st.data())
@settings(max_examples=20)
def test_a_page_garbled_in_some_lines_comes_back(
    codec: str, page: list[str], data: st.DataObject
) -> None:
    which = data.draw(st.lists(st.booleans(), min_size=len(page), max_size=len(page)))
    mixed = [garble(line, codec) if bad else line for line, bad in zip(page, which, strict=True)]
    assert repair_text("\n".join(mixed)).text == "\n".join(page)


@pytest.mark.parametrize("codec", CODECS)
@given(page=lines(), name=st.sampled_from(("Théo", "Gdańsk", "Łukasz", "größer", "Muñoz", "“x”")))
@settings(max_examples=10)
def test_one_garbled_word_beside_healthy_accents_comes_back(
    codec: str, page: list[str], name: str
) -> None:
    garbled = "\n".join([*page, f"“Zoë” and {garble(name, codec)} – naïve façade"])
    healthy = "\n".join([*page, f"“Zoë” and {name} – naïve façade"])
    known = f"\n{garble('Müller Zając', codec)}", "\nMüller Zając"
    assert repair_text(garbled + known[0]).text == healthy + known[1]


def test_different_lines_may_have_been_garbled_by_different_codecs() -> None:
    text = "Amelia Jiménez-Sánchez\nHubert Dariusz Zając\nThéo Sourget “here”"
    first, second, third = text.split("\n")
    mixed = [garble(first, "cp1252"), garble(second, "mac_roman"), garble(third, "cp437")]
    assert repair_text("\n".join(mixed)).text == text


def test_a_change_names_line_column_word_and_reason() -> None:
    done = repair("x\n* **Amelia JimÃ©nez-SÃ¡nchez** (ZÃ¼rich)\n".encode())
    assert [change[:6] for change in done.changes] == [
        (2, 12, "JimÃ©nez-SÃ¡nchez", "Jiménez-Sánchez", True, "UTF-8 read as Windows-1252"),
        (2, 33, "ZÃ¼rich", "Zürich", True, "UTF-8 read as Windows-1252"),
    ]


def test_a_change_of_a_word_read_wrong_twice_names_the_word_as_it_is_in_the_file() -> None:
    word = garble(garble("Zając", "mac_roman"), "cp1252")
    (change,) = repair_text(f"by {word}.").changes
    assert (change.column, change.before, change.after) == (4, word, "Zając")
    assert change.reason == "UTF-8 read as Windows-1252, then UTF-8 read as Mac Roman"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp1252", "Windows-1252"),
        ("latin_1", "Latin-1"),
        ("mac_roman", "Mac Roman"),
        ("cp1250", "Windows-1250"),
        ("cp1251", "Windows-1251"),
        ("cp437", "DOS code page 437"),
        ("cp850", "DOS code page 850"),
    ],
)
def test_the_reason_names_the_codec_in_words(codec: str, name: str) -> None:
    done = repair_text(garble("ÉCOLE “œuvre” Łódź – Żółć, Ørsted", codec))
    assert name in {change.reason.removeprefix("UTF-8 read as ") for change in done.changes}


def test_a_garbled_byte_order_mark_is_dropped_and_told() -> None:
    done = repair_text(garble("\ufeff# Séries\n", "cp1252"))
    assert done.text == "# Séries\n"
    assert done.bom
    assert done.changes[0].before == "ï»¿"


def test_what_a_repair_brought_back_is_not_taken_for_garbled_itself() -> None:
    text = "“IRMÃ…”\nIRMÃ…\nAMANHÃ–\nCAFÉ” …\nThéo Jiménez Zając"
    for codec in CODECS:
        assert repair_text(garble(text, codec)).text == text
