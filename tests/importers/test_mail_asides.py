"""What a mail says to the organizers alone never becomes a public text."""

import pytest

from lgtui.importers.mail import read_mail
from lgtui.importers.mail_asides import AGREED, REFUSED, UNCLEAR, consent, is_aside, split_asides

TEXTS = "Title: Owls\n\nAbstract: Owls see at night.\n\nBio: Olga Uhu watches owls.\n"


@pytest.mark.parametrize(
    ("sentence", "means"),
    [
        ("I would rather not have the recording on YouTube, sorry!", REFUSED),
        ("Please keep the video among those who took part.", REFUSED),
        ("You may record it, but please do not publish the video.", REFUSED),
        ("I'd prefer that you do not record my talk.", REFUSED),
        ("I would be glad if the recording stayed off the internet.", REFUSED),
        ("Bitte die Aufzeichnung nicht veröffentlichen.", REFUSED),
        ("You can of course share the recording.", AGREED),
        ("I do not mind if you record this.", AGREED),
        ("No problem to put the video on YouTube.", AGREED),
        ("Feel free to record and share it.", AGREED),
        ("Please do not record the Q&A.", UNCLEAR),
    ],
)
@pytest.mark.parametrize("after", ["Abstract", "Bio", "Title"])
def test_a_sentence_about_the_recording_is_shown_and_in_no_text(
    sentence: str, means: str, after: str
) -> None:
    assert consent(sentence) == means
    lines = TEXTS.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(after))
    for put in ([f"{lines[at]} {sentence}"], [lines[at], sentence], [lines[at], "", sentence]):
        if after == "Title" and len(put) < 3:
            continue
        mail = read_mail("\n".join([*lines[:at], *put, *lines[at + 1 :]]))
        assert (mail.talk.title, mail.talk.abstract) == ("Owls", "Owls see at night.")
        assert mail.talk.bio == "Olga Uhu watches owls."
        assert sentence in mail.left
        assert any(sentence in note for note in mail.notes)
        assert mail.talk.recording == ("withheld" if means == REFUSED else "")


@pytest.mark.parametrize(
    "sentence",
    [
        "We recorded 300 videos of street life and ask what you can see in them.",
        "I would like to show how recordings age, and why short ones last.",
        "The film was streamed in 1998.",
        "Please note that the archive is open.",
        "Not every recording that you may find is public.",
        "Could you tell a cat from a dog?",
        "The method works for any language.",
    ],
)
def test_a_talk_may_be_about_recordings(sentence: str) -> None:
    assert not is_aside(sentence)
    mail = read_mail(TEXTS.replace("Owls see at night.", f"Owls see at night. {sentence}"))
    assert mail.talk.abstract == f"Owls see at night. {sentence}"
    assert mail.talk.recording == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "My photo is attached.",
        "Photo attached.",
        "Any time after lunch works for me.",
        "Could I have ten minutes more than the others?",
        "I am available on Mondays only.",
        "Looking forward to it!",
        "Let me know if that is too long.",
        "The slides will follow.",
    ],
)
def test_what_is_for_the_organizers_is_left(sentence: str) -> None:
    text, asides = split_asides(f"Owls see at night. {sentence}\n\nThey hunt.")
    assert (text, asides) == ("Owls see at night.\n\nThey hunt.", [sentence])
    mail = read_mail(TEXTS.replace("watches owls.", f"watches owls. {sentence}"))
    assert mail.talk.bio == "Olga Uhu watches owls."
    assert sentence in mail.left


@pytest.mark.parametrize(
    ("line", "recording"),
    [
        ("Recording: yes, you may share it", ""),
        ("Recording: no, please", "withheld"),
        ("Consent to recording: no", "withheld"),
        ("Aufzeichnung: bitte nicht", "withheld"),
        ("Enregistrement : non, merci", "withheld"),
        ("Dietary needs: no nuts", ""),
        ("T-shirt size: M", ""),
        ("Recording: https://youtu.be/abc", ""),
    ],
)
def test_a_label_behind_the_texts_ends_them(line: str, recording: str) -> None:
    for name in ("Abstract", "Bio"):
        texts = [part for part in TEXTS.split("\n\n") if not part.startswith(name)]
        last = next(part for part in TEXTS.split("\n\n") if part.startswith(name)).strip()
        mail = read_mail("\n\n".join([*texts, f"{last}\n{line}"]))
        assert mail.talk.abstract == "Owls see at night."
        assert mail.talk.bio == "Olga Uhu watches owls."
        assert mail.talk.recording == recording
        if "youtu" not in line:
            assert line.split(":")[1].strip() in mail.left


def test_sections_of_an_abstract_are_no_labels() -> None:
    text = "Background: Knots are hard.\nMethods: We tie them.\nResults: They hold."
    assert read_mail(f"Title: Knots\nAbstract:\n{text}\n").talk.abstract == text


def test_of_boxes_only_the_ticked_ones_count() -> None:
    form = "### Consent\n\n- [{}] Yes, share it\n- [{}] No, keep it private\n"
    assert read_mail(TEXTS + form.format(" ", "X")).talk.recording == "withheld"
    assert read_mail(TEXTS + form.format("x", " ")).talk.recording == ""
