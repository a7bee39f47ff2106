"""Files that are not UTF-8, have a byte order mark or other line ends are read all the same."""

import codecs
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers.encoding.repair import repair
from tests.counting import calls

WEST = "Amelia Jiménez-Sánchez, Théo Sourget (Université Paris-Saclay)\nSøren Müller, Ångström\n"
EAST = "Hubert Zając, Łukasz Świątek (Kraków)\nchwilę później źdźbło\n"
RUSSIAN = "Юрий Щукин, Москва\nФёдор Иванов — «Привет»\n"
TURKISH = "Gülşah Öztürk, Iğdır\nŞükrü Çağlar, ağaç\n"
GREEK = "Γιώργος Παπαδόπουλος, Αθήνα\nΕλλάδα, ψυχή\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (WEST, "cp1252", "Windows-1252"),
        (WEST, "latin_1", "Windows-1252"),
        (WEST, "mac_roman", "Mac Roman"),
        (WEST, "cp437", "DOS code page 437"),
        (WEST.replace("—", "-"), "cp850", "DOS code page 850"),
        (EAST, "cp1250", "Windows-1250"),
        (EAST, "iso8859_2", "Latin-2"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN.replace("—", "-").replace("«", '"').replace("»", '"'), "koi8_r", "KOI8-R"),
        (TURKISH, "cp1254", "Windows-1254"),
        (GREEK, "cp1253", "Windows-1253"),
    ],
)
def test_a_file_in_an_older_codec_is_read_and_each_word_marked_a_guess(
    text: str, codec: str, name: str
) -> None:
    if codec == "cp437":
        text = text.replace("ø", "ö")
    done = repair(text.encode(codec))
    assert done.text == text
    assert done.encoding == name
    assert done.changes
    assert not any(change.certain for change in done.changes)
    assert all(name in change.reason for change in done.changes)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("bom", [True, False])
def test_utf_16_is_read_with_and_without_byte_order_mark(codec: str, bom: bool) -> None:
    mark = "\ufeff" if bom else ""
    done = repair((mark + WEST).encode(codec))
    assert (done.text, done.bom, done.encoding) == (WEST, bom, "UTF-16")
    assert done.changes == ()


def test_utf_32_is_read_by_its_byte_order_mark() -> None:
    done = repair(codecs.BOM_UTF32_LE + WEST.encode("utf-32-le"))
    assert (done.text, done.bom) == (WEST, True)


def test_a_byte_order_mark_is_taken_off_and_told() -> None:
    done = repair(codecs.BOM_UTF8 + WEST.encode())
    assert (done.text, done.bom, done.changes) == (WEST, True, ())


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_become_lf_and_the_style_is_told(newline: str) -> None:
    raw = WEST.replace("\n", newline).encode()
    done = repair(raw)
    assert (done.text, done.newline) == (WEST, newline)
    garbled = raw.decode("latin_1").encode()
    assert repair(garbled)[:1] == (WEST,)
    assert repair(garbled).newline == newline


def test_of_mixed_line_ends_the_commonest_is_the_style() -> None:
    assert repair(b"a\r\nb\nc\r\nd").newline == "\r\n"
    assert repair(b"a\r\nb\nc\r\nd").text == "a\nb\nc\nd"


def test_only_line_feeds_and_carriage_returns_end_a_line() -> None:
    text = "a\x0bb\x0cc\x85d\u2028e\u2029f"
    assert repair(text.encode()).text == text
    (change,) = repair(f"{text} ThÃ©o\nx".encode()).changes
    assert (change.line, change.column) == (1, 13)


def test_a_few_old_bytes_in_a_utf_8_file_are_read_by_themselves() -> None:
    raw = "Théo Sourget “here”\n".encode() + "Søren Müller".encode("cp1252")
    done = repair(raw)
    assert done.text == "Théo Sourget “here”\nSøren Müller"
    assert [(change.line, change.after, change.certain) for change in done.changes] == [
        (2, "Søren", False),
        (2, "Müller", False),
    ]
    assert done.encoding == "UTF-8"


def test_a_utf_8_letter_cut_in_half_is_a_lost_byte() -> None:
    raw = "Théo, Esp".encode() + b"\xc3" + b"rito Santo"
    done = repair(raw)
    assert done.text == "Théo, Espírito Santo"
    assert not done.changes[0].certain


def test_an_empty_file_is_an_empty_text() -> None:
    assert repair(b"") == ("", (), (), "\n", False, "UTF-8", ())


@given(st.binary(max_size=60))
@settings(max_examples=300)
def test_any_bytes_give_a_text_that_can_be_written_and_repaired_again(raw: bytes) -> None:
    done = repair(raw)
    again = repair(done.text.encode())
    assert "\r" not in done.text
    assert again.text == done.text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    "raw",
    [
        b"A plain line of a page in English, as most lines of most pages are.\n" * 10_000,
        "Une ligne healthy: Zając, Jiménez-Sánchez et 東京 là-bas.\n".encode() * 1_000,
        random.Random(7).randbytes(12_000),
        "機械学習のデータセットについて\n".encode("shift_jis") * 100,
    ],
    ids=["ascii", "healthy", "random", "shift-jis"],
)
def test_large_and_hopeless_files_are_little_work_and_take_little_memory(raw: bytes) -> None:
    part = raw[: len(raw) // 4]
    repair(part)  # what is made at the first use and kept
    assert calls(lambda: repair(raw)) < 6 * calls(lambda: repair(part))
    tracemalloc.start()
    repair(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * len(raw) + 60_000_000
