"""A mail without labels: its sentences and its signature are guessed from, and marked."""

from lgtui.importers.mail import read_mail

ABSTRACT = (
    "Lost nets go on catching for years, and hardly anybody counts them. We dragged a camera over "
    "six bays and let eleven volunteers mark every net twice, which gave two maps."
)
MAIL = f"""Hi all,

March suits me. I would like to call the talk "Nets, Counted: A Short
History" - shout if that is too long. Here is my abstract:

{ABSTRACT}

About me: I mended nets before I counted them.

Bye for now,
Tomke

Tomke Eik
Field scientist
Harbour Laboratory of Skerrivik
+47 00 00 00 00
"""


def test_prose_is_guessed_and_each_guess_is_marked() -> None:
    mail = read_mail(MAIL)
    talk = mail.talk
    assert talk.title == "Nets, Counted: A Short History"
    assert talk.abstract == ABSTRACT
    assert talk.bio == "I mended nets before I counted them."
    assert [speaker.name for speaker in talk.speakers] == ["Tomke Eik"]
    assert talk.affiliation == "Harbour Laboratory of Skerrivik"
    assert sum("a guess: look at it" in note for note in mail.notes) == 4  # the bio has a label
    assert set(mail.guessed) == {"title", "abstract", "speakers", "affiliation"}
    for words in ("March suits me.", "shout if that is too long", "Field scientist", "+47 00"):
        assert words in mail.left


def test_a_letter_that_tells_no_talk_gives_nothing() -> None:
    text = "Dear all,\n\nsee you on Monday.\n\nBest,\nTomke\n\nTomke Eik\nHarbour Laboratory"
    mail = read_mail(text)
    assert not mail.recognised
    assert mail.left == text


def test_labels_count_more_than_prose() -> None:
    mail = read_mail(f"Title: Nets\n\n{MAIL}")
    assert mail.talk.title == "Nets"
    assert '"Nets, Counted: A Short' in mail.left
    assert mail.talk.abstract == ABSTRACT
