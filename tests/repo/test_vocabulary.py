"""The words that earlier versions of a text vouch for."""

from lgtui.repo.history import words_of_diff


def test_the_words_beyond_ascii_of_added_and_removed_lines_are_known() -> None:
    diff = "+plain\n Ältere\n+Das Café\n-Le Théâtre_2 naïf\n Søren stayed\n@@ Ünder @@\n"
    assert words_of_diff(diff.encode()) == {"Café", "Théâtre", "naïf"}


def test_a_line_in_another_encoding_vouches_for_nothing_and_hides_no_other() -> None:
    diff = b"+Th\xe9o\n+caf\xc3\xa9\n+cut \xc3"
    assert words_of_diff(diff) == {"café"}


def test_garbled_words_vouch_for_nothing() -> None:
    assert words_of_diff("+Théo\n+ThÃ©o\n".encode()) == {"Théo"}
