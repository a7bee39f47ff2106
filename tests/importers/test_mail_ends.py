"""Where a mail's texts end, and what in them is no label."""

from lgtui.importers.mail import read_mail

MAIL = """TITLE
Learning to see

ABSTRACT
Line one of it
line two of it.

SHORT BIO
Jane Roe is a postdoc at MIT.

Jane

On 2 March Veronika wrote:
> Please send title, abstract, bio
"""


def test_the_first_name_under_a_letter_is_no_part_of_the_biography() -> None:
    mail = read_mail(MAIL)
    assert mail.talk.bio == "Jane Roe is a postdoc at MIT."
    assert "Jane" in mail.left.split("\n")


def test_a_last_word_that_was_not_said_before_stays() -> None:
    mail = read_mail("Title: A\nBio: Jane Roe is a postdoc.\n\nAmen\n")
    assert mail.talk.bio == "Jane Roe is a postdoc.\n\nAmen"


def test_a_name_in_the_middle_of_a_text_stays() -> None:
    mail = read_mail("Title: A\nBio: Jane Roe is a postdoc.\n\nJane\n\nShe paints.\n")
    assert mail.talk.bio == "Jane Roe is a postdoc.\n\nJane\n\nShe paints."


def test_a_note_inside_a_paragraph_stays_there() -> None:
    mail = read_mail("Title: A\nAbstract: We look.\nNote: it is hard.\n\nBio: Jane.")
    assert mail.talk.abstract == "We look.\nNote: it is hard."


def test_signs_that_lead_to_an_affiliation_are_no_part_of_a_name() -> None:
    mail = read_mail("Title: A\nSpeakers: Jane Roe¹, John Doe²˒†\n".replace("˒", ""))
    assert [each.name for each in mail.talk.speakers] == ["Jane Roe", "John Doe"]
