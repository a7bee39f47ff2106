"""A letter that lost a byte is guessed from what the document and earlier versions know."""

import re

import pytest

from lgtui.importers.encoding.repair import Repaired, repair_text
from tests.text.languages import garble

PAGE = "Jiménez-Sánchez, Théo Sourget, Université Paris-Saclay, Zając, L👀king-Glass, Košice\n"
UNDEFINED = "[\x81\x8d\x8f\x90\x9d]"


def damaged(text: str, stand_in: str) -> str:
    """The page as Windows-1252, its undefined bytes lost or replaced by a stand-in."""
    return re.sub(UNDEFINED, stand_in, garble(PAGE + text, "cp1252"))


def second_line(done: Repaired) -> str:
    return done.text.split("\n")[1]


@pytest.mark.parametrize("stand_in", ["", "\ufffd", "?"])
@pytest.mark.parametrize(
    "text",
    [
        "Dr. Álvaro Ángel Pérez",
        "český Dvořák, kůň",
        "He said “Sustainable AI” and left. It’s “ok”.",
        "Łukasz Świątek, Łódź",
    ],
)
def test_an_undefined_byte_that_was_lost_or_replaced_is_guessed(text: str, stand_in: str) -> None:
    done = repair_text(damaged(text, stand_in))
    assert second_line(done) == text
    guesses = [change for change in done.changes if not change.certain]
    assert guesses
    assert all(guess.line == 2 and guess.others for guess in guesses)


def test_a_dropped_soft_hyphen_gives_the_letter_that_needs_it() -> None:
    text = "Espírito Santo, María, aquí"
    done = repair_text(garble(PAGE + text, "cp1252").replace("\xad", ""))
    assert second_line(done) == text


def test_a_no_break_space_that_became_plain_is_part_of_its_letter_again() -> None:
    text = "voilà la chose, déjà. là où, à la carte, Català, pàgina"
    done = repair_text(garble(PAGE + text, "cp1252").replace("\xa0", " "))
    assert second_line(done) == text
    reasons = {change.reason for change in done.changes if not change.certain}
    assert any("no-break space became a plain one" in reason for reason in reasons)


def test_where_blanks_were_merged_as_well_no_two_words_are_glued() -> None:
    assert repair_text("EspÃ\xadrito. voilÃ la chose, dÃ©jÃ vu").text == (
        "Espírito. voilà la chose, déjà vu"
    )


def test_a_garbled_no_break_space_between_number_and_unit_is_one_again() -> None:
    done = repair_text(garble(PAGE, "cp1252") + "10Â km, 5Â %")
    assert second_line(done) == "10\u00a0km, 5\u00a0%"


def test_a_word_of_the_vocabulary_decides() -> None:
    source = garble(PAGE, "cp1252") + "EspÃrita"
    assert second_line(repair_text(source)) == "Espírita"
    assert second_line(repair_text(source, ["Espàrita"])) == "Espàrita"
    assert second_line(repair_text(source, lambda: {"at Espórita today"})) == "Espórita"


def test_a_word_elsewhere_in_the_document_decides() -> None:
    page = garble("Universität Zürich, Kàrl Müller, Théo\n", "cp1252")
    assert repair_text(page + "KÃrl").text.endswith("Kàrl")


def test_the_vocabulary_is_only_asked_when_it_is_needed() -> None:
    def words() -> list[str]:
        raise AssertionError("asked")

    assert repair_text(garble(PAGE, "cp1252"), words).text == PAGE
    assert repair_text("plain Zając", words).text == "plain Zając"


@pytest.mark.parametrize(
    ("garbled", "right"),
    [
        ("EspÃrito Santo", "Espírito Santo"),
        ("Esp√rito Santo", "Espírito Santo"),
        ("Esp├rito Santo", "Espírito Santo"),
        ("the “newâ€ book", "the “new” book"),
        ("Ã la carte", "à la carte"),
    ],
)
def test_an_unmistakable_trace_is_guessed_in_a_document_without_any_other(
    garbled: str, right: str
) -> None:
    done = repair_text(garbled)
    assert done.text == right
    assert not any(change.certain for change in done.changes)


def test_a_letter_lost_altogether_comes_from_the_vocabulary_or_is_flagged() -> None:
    known = repair_text("Hubert Zaj\ufffdc and Zaj\ufffd\ufffdc", ["Hubert Dariusz Zając"])
    assert known.text == "Hubert Zając and Zając"
    assert not any(change.certain for change in known.changes)
    assert not known.flagged
    unknown = repair_text("one\nHubert Zaj\ufffdc")
    assert unknown.text == "one\nHubert Zaj\ufffdc"
    assert unknown.flagged == ((2, 11, "\ufffd"),)


@pytest.mark.parametrize("mark", ["?", "??"])
def test_a_letter_that_became_a_question_mark_comes_from_the_vocabulary_or_is_flagged(
    mark: str,
) -> None:
    known = repair_text(f"Hubert Zaj{mark}c", ["Hubert Dariusz Zając"])
    assert known.text == "Hubert Zając"
    assert [change.certain for change in known.changes] == [False]
    assert not known.flagged
    unknown = repair_text(f"one\nHubert Zaj{mark}c, Jim{mark}nez-S{mark}nchez")
    assert unknown.text == f"one\nHubert Zaj{mark}c, Jim{mark}nez-S{mark}nchez"
    assert unknown.flagged == (
        (2, 8, f"Zaj{mark}c"),
        (2, 10 + len(f"Zaj{mark}c"), f"Jim{mark}nez-S{mark}nchez"),
    )


@pytest.mark.parametrize(
    "healthy",
    [
        "Really? No. Why?because",
        "https://youtube.com/watch?v=abc and youtube.com/watch?vids and ab?c=d",
        "[Video](https://x.example/a?bee) <https://x.example/a?bee>",
        "`foo?bar` in code, x ? y : z, What?! Is it?! (Is it?)Yes",
        "Who?What?Where",
    ],
)
def test_a_question_mark_that_asks_or_stands_in_an_address_raises_no_alarm(healthy: str) -> None:
    assert repair_text(healthy).flagged == (
        ((1, 13, "Why?because"),) if "because" in healthy else ()
    )
    assert repair_text(healthy, ["àéîõü"]).text == healthy


def test_what_cannot_be_repaired_is_flagged_with_its_place_in_the_source() -> None:
    done = repair_text(garble("Théo", "cp1252") + " and \ufffd\ufffd (x)")
    assert done.text == "Théo and \ufffd\ufffd (x)"
    assert done.flagged == ((1, 11, "\ufffd\ufffd"),)


def test_a_healthy_capital_beside_garbled_words_is_no_lost_byte() -> None:
    healthy = "Åse Øyvind Übung Äpfel Ñandú, “MacÉachern” – Straße"
    for codec in ("cp1252", "mac_roman", "cp1250"):
        done = repair_text(garble("Théo Jiménez Zając Müller\n", codec) + healthy)
        assert second_line(done) == healthy


@pytest.mark.parametrize("codec", ["cp1252", "latin_1", "mac_roman", "cp1250"])
@pytest.mark.parametrize("lost", range(4))
def test_a_picture_that_lost_any_byte_is_the_one_seen_elsewhere(codec: str, lost: int) -> None:
    whole = garble("👀", codec)
    page = garble("# L👀king-Glass\n* Théo Jiménez, Zając, Müller, Gdańsk\n", codec)
    done = repair_text(f"{page}The L{whole[:lost]}{whole[lost + 1 :]}king-Glass")
    assert done.text.endswith("The L👀king-Glass")
    assert not done.changes[-1].certain


@pytest.mark.parametrize("codec", ["cp1252", "latin_1", "mac_roman", "cp437", "cp850"])
def test_a_letter_that_lost_its_first_byte_is_guessed_within_a_word(codec: str) -> None:
    page = garble("Théo Sourget, Zürich, Université, Müller, Gdańsk\n", codec)
    done = repair_text(page + "Th" + garble("é", codec)[1] + "o")
    assert second_line(done) == "Théo"
    assert not done.changes[-1].certain


def test_a_byte_whose_like_came_through_elsewhere_is_not_the_one_that_was_lost() -> None:
    page = garble("Espírito, Théo, Université, Müller, Zając, Jiménez, López\n", "cp1252")
    assert "\xad" in page
    assert second_line(repair_text(page + "ThÃo")) == "Théo"
    assert second_line(repair_text(page.replace("\xad", "") + "MarÃa")) == "María"


def test_nothing_broken_in_a_page_garbled_throughout_goes_unsaid() -> None:
    page = garble("Théo Sourget, Zürich, Müller\n", "cp1252")
    done = repair_text(page + "Universit© Åse")
    assert second_line(done) == "Universit© Åse"
    assert [flag.text for flag in done.flagged] == ["©", "Å"]
    assert [flag.column for flag in done.flagged] == [10, 12]


@pytest.mark.parametrize("word", ["Università", "Città", "voilà"])
def test_the_first_of_two_blanks_behind_a_lead_byte_is_a_byte_of_the_letter(word: str) -> None:
    other = f"{word[:-1]}é"  # another letter makes a word that the page knows
    text = f"* **Ada Test** ({other} d'Ombreval)\n* **Bo Probe** ({word} di Valdombra)\n"
    done = repair_text(garble(text, "cp1252").replace("\u00a0", " "))
    assert done.text == text
