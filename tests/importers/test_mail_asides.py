"""What a mail says to the organizers alone never becomes a public text."""

import pytest

from lgtui.importers.mail import read_mail
from lgtui.importers.mail_asides import AGREED, REFUSED, UNCLEAR, consent, is_aside, split_asides
from lgtui.importers.mail_labels import FORM_HINTS
from lgtui.render.letters import FORM, form_as_text

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


ASK = "Consent to the recording (yes, no, or under which conditions):"


@pytest.mark.parametrize(
    "answer",
    ["yes", "Yes!", "Yes, please share it.", "ja, gerne", "Oui, bien sûr", "Sí, por supuesto", "OK",
     "Yes, no restrictions", "no objections", "y", "You may record and publish it.", "Of course!"],
)  # fmt: skip
def test_a_plain_yes_is_one(answer: str) -> None:
    for between in (" ", "\n", "\n\n"):
        mail = read_mail(f"{TEXTS}\n{ASK}{between}{answer}\n")
        assert (mail.consent, mail.talk.recording) == ("yes", "")


@pytest.mark.parametrize("answer", ["no", "n", "nee", "No, thanks",
                                    "Nein, leider nicht", "non, merci", "nej",
                                    "denied", "please do not publish it", "I refuse"])  # fmt: skip
def test_a_plain_no_is_one(answer: str) -> None:
    for between in (" ", "\n", "\n\n"):
        mail = read_mail(f"{TEXTS}\n{ASK}{between}{answer}\n")
        assert (mail.consent, mail.talk.recording) == ("no", "withheld")


CONDITIONS = (
    ", unlisted", ", if I can review it first", ", for participants", ", internally",
    " after 1 March",
    ", except for the demo", ", unless my boss objects", ", provided that you cut the demo", "/no",
    ", nur intern", " to recording, no to publishing",
    ", mais seulement pour vous", " on Zoom only",
    ", as long as nobody is seen", "?", ", pero sólo un mes", " (slides only)", ", with a password",
    ", minus the last part", " till 2031", ", maar niet op YouTube", " ...once it is published",
)  # fmt: skip


@pytest.mark.parametrize(
    "yes", ["yes", "Ja", "OK", "You may record it", "Nothing against it", "Sure"]
)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_yes_with_anything_else_stays_open_and_is_shown(yes: str, condition: str) -> None:
    mail = read_mail(f"{TEXTS}\n{ASK} {yes}{condition}\n")
    assert mail.consent == "asked"
    assert f"{yes}{condition}" in mail.left
    assert any(f"{yes}{condition}" in note for note in mail.notes)


@pytest.mark.parametrize(
    "answer",
    ["Not sure yet", "I can't say yet", "not yet decided", "I don't know", "I have to ask my boss",
     "Weiß ich noch nicht", "je ne sais pas", "maybe", "to be decided", "Not yet"],
)  # fmt: skip
def test_who_has_not_decided_said_neither(answer: str) -> None:
    mail = read_mail(f"{TEXTS}\n{ASK} {answer}\n")
    assert (mail.consent, mail.talk.recording) == ("asked", "")
    assert answer in mail.left


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("Consent: yes", "On second thought, please do not publish the recording."),
        ("Recording: yes", "Publish: no"),
        ("Consent: yes", "Actually no, I changed my mind about the recording."),
        ("Consent: yes", "I take that back, no video."),
        ("Recording: sure", "I'd rather not have the video on YouTube."),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_contradiction_stays_open_and_is_told(yes: str, no: str, first: bool) -> None:
    said = (yes, no) if first else (no, yes)
    mail = read_mail(f"{TEXTS}\n{said[0]}\n\n{said[1]}\n")
    assert mail.consent == "asked"
    assert any(no.rpartition(": ")[2] in note for note in mail.notes)


@pytest.mark.parametrize(
    "end",
    ["OK, see you in January!", "No more for now.", "Yes, we meet there!", "Fine weather to you!",
     "Not long now until January."],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_empty_answer_takes_no_other_line(end: str, between: str) -> None:
    mail = read_mail(f"{TEXTS}\n{ASK}{between}{end}\n")
    assert (mail.consent, mail.talk.recording, mail.talk.bio) == ("", "", "Olga Uhu watches owls.")
    assert end in mail.left


def test_the_words_of_our_own_form_are_no_words_of_the_speaker() -> None:
    assert {field.hint for field in FORM} == FORM_HINTS
    text = form_as_text(FORM)
    assert read_mail(text).left == ""
    filled = text.replace("talk):\n", "talk): Owls\n").replace("words):\n", "words):\nThey see.\n")
    mail = read_mail(filled.replace("you):\n", "you):\nOlga watches.\n"))
    assert (mail.talk.title, mail.talk.abstract, mail.talk.bio) == (
        "Owls", "They see.", "Olga watches.",
    )  # fmt: skip
    assert (mail.left, mail.consent) == ("", "")


@pytest.mark.parametrize(
    "label",
    ["Consentimiento", "Autorisation d'enregistrement ", "Må optages", "Einwilligung", "Record",
     "Aufzeichnung erlaubt", "Recording and publishing", "Publish", "Consent", "Permission",
     "Permission for publishing the recording on YouTube", "Video recording", "Optagelse tilladt",
     "Share recording", "Upload to YouTube", "May be published", "Can be recorded",
     "Toestemming voor opname", "Veröffentlichung", "Film", "Recording / YouTube", "Autorización"],
)  # fmt: skip
def test_labels_about_the_recording_in_many_words(label: str) -> None:
    for name in ("Abstract", "Bio"):
        texts = [part for part in TEXTS.split("\n\n") if not part.startswith(name)]
        last = next(part for part in TEXTS.split("\n\n") if part.startswith(name)).strip()
        for between in ("\n", "\n\n"):
            for answer, said in (("no", "no"), ("nej", "no"), ("yes", "yes")):
                mail = read_mail("\n\n".join([*texts, f"{last}{between}{label}: {answer}\n"]))
                assert (mail.consent, mail.talk.abstract) == (said, "Owls see at night.")
                assert mail.talk.bio == "Olga Uhu watches owls."


@pytest.mark.parametrize("question", ["May we record your talk and publish the recording?",
                                      "Is recording OK?",
                                      "Dürfen wir den Vortrag aufzeichnen?"])  # fmt: skip
@pytest.mark.parametrize("quote", ["", "> "])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_question_is_answered_by_the_line_below(question: str, quote: str, between: str) -> None:
    if quote and between != "\n":
        return
    for answer, said in (("No, sorry.", "no"), ("Yes, gladly", "yes")):
        mail = read_mail(f"{TEXTS}\n{quote}{question}{between}{answer}\n\nBest,\nOlga\n")
        assert (mail.consent, mail.talk.bio) == (said, "Olga Uhu watches owls.")


@pytest.mark.parametrize("after", ["We ask with microphones.", "We recorded 300 of them.",
                                   "Our videos say so.", "Only members know."])  # fmt: skip
def test_a_question_within_an_abstract_is_its_own(after: str) -> None:
    for question in ("Can we record them at night?", "Is recording enough?"):
        text = f"Owls call.\n{question}\n{after}"
        assert read_mail(f"Title: Owls\nAbstract: {text}\n").talk.abstract == text


@pytest.mark.parametrize("title", ["Recording and publishing: a history", "Film: Noir",
                                   "Consent: a history", "No recording: silence"])  # fmt: skip
def test_a_title_may_be_about_recordings(title: str) -> None:
    for between in (" ", "\n", "\n\n"):
        mail = read_mail(f"Title:{between}{title}\nAbstract: Owls see.\nRecording: no\n")
        assert (mail.talk.title, mail.consent) == (title, "no")


@pytest.mark.parametrize("line", ["Opt out of recording: yes", "No recording: yes",
                                  "Do not publish: yes", "I do not consent"])  # fmt: skip
def test_a_yes_to_no_recording_is_no_yes(line: str) -> None:
    mail = read_mail(f"{TEXTS}\n{line}\n")
    assert mail.consent in ("asked", "no")
    assert mail.talk.bio == "Olga Uhu watches owls."
    assert line in mail.left
