"""What mails say in many ways: refusals, remarks, ends of letters, and texts that stay whole."""

import pytest

from lgtui.importers.mail import read_mail

ABSTRACT, BIO = "Nets hold.", "Ute Mahlstrom fishes."
MAIL = f"Title: Nets\nSpeaker: Ute Mahlstrom\nAbstract: {ABSTRACT}\nBio: {BIO}\n"

REFUSALS = (
    "No recording.",
    "I do not wish to be recorded.",
    "I'm not comfortable with being recorded.",
    "I cannot consent to a recording.",
    "The recording is for members only.",
    "The recording may not be shared outside the group.",
    "My employer does not allow recordings of any kind.",
    "We ask you not to publish the video.",
    "Please keep my talk off the internet.",
    "I'd rather the talk not be put online.",
    "Einer Aufzeichnung stimme ich nicht zu.",
    "Der Vortrag soll nicht aufgezeichnet werden.",
    "Je refuse l'enregistrement.",
    "Merci de ne pas enregistrer.",
    "No quiero que se publique la grabación.",
    "Prefiero que no se publique el vídeo.",
    "Vi prego di non pubblicare la registrazione.",
    "Liever geen opname.",
    "Zet de opname alsjeblieft niet online.",
    "Jeg vil helst ikke optages.",
    "I må gerne optage, men læg det ikke på nettet.",
    "Nothing on YouTube please.",
    "Kindly refrain from recording.",
    "You may record it but the video stays with us.",
    "Ich bitte darum, auf eine Aufzeichnung zu verzichten.",
    "Aufzeichnung: ja, aber bitte ohne Veröffentlichung",
    "Recording: please keep it to participants",
    "Please do not put my talk online.",
    "Recording: I refuse",
    "Recording: I decline",
    "Recording: Zoom yes, YouTube no",
    "Recording: unlisted, with a password",
    "Recording: within the group, fine",
    "Recording: after the embargo ends in June",
    "Publication of the recording: refused",
    "5) RECORDING OK?: No",
    "Diffusion de la vidéo : non",
    "Recording allowed: no",
    "Recording permission: denied",
    "YouTube: no",
    "Veröffentlichung der Aufzeichnung: nein",
    "May we publish the recording? No, sorry.",
)

TEXTS = (
    "The detail in the video is fine enough to count barnacles.",
    "With the tool you can record your own tides.",
    "You can use our video tool on your own phone.",
    "In stream ecology it is fine to be wrong.",
    "Ich habe dreihundert Aufnahmen ausgewertet.",
    "Ich bin Archivarin und sammle Aufnahmen.",
    "Je ne crois pas aux enregistrements.",
    "I hope that this talk makes you count nets.",
    "Could I have known that the tide was wrong?",
    "Can I ask a model why it lies?",
    "I will join the two logs.",
    "The picture that follows is old.",
    "Slides of diatoms were attached to glass.",
    "What suits them rarely suits me.",
    "I will join the pier office in May.",
    "Ute is happy to film owls.",
    "Tove maakt opnames en duikt gerne.",
    "Please do not record me, said every fourth interviewee.",
    "You should not publish recordings of rare birds, says the code of 1990.",
    "We recorded nobody and published no video.",
)
"""Sentences of abstracts and biographies that only resemble a remark."""

REMARKS = (
    "I can't do the 8th, the 15th would be better.",
    "I prefer 15 February.",
    "My mobile is +44 00 00.",
    "Please pay to IBAN 00.",
    "Can we do a tech check at 9?",
    "Please send me the Zoom link.",
    "Apologies for the delay!",
    "Hope this is short enough!",
    "(Feel free to shorten.)",
    "Ein Foto schicke ich nach.",
    "Je vous enverrai une photo demain.",
    "Adjunto mi foto.",
    "In allegato la mia foto.",
    "Foto zit in de bijlage.",
    "Billede er vedhæftet.",
)

AGREEMENTS = (
    "Recording: Yes, no restrictions",
    "Recording: yes, not a problem at all",
    "Recording: Yes. (Notes: Nothing in it is private.)",
    "Recording: only the questions should be cut, the talk may be published",
    "Recording: sí, no hay ningún inconveniente",
    "Recording: I have nothing against it, publish it wherever you like.",
    "Of course you may record it, why wouldn't you?",
    "Please publish the recording if you can, not everyone can attend.",
    "Je suis d'accord pour l'enregistrement, pas de problème.",
)

ENDS = (
    "Best wishes from a rainy Nebelstadt,\nUte",
    "Liebe Grüße aus Nebelstadt\nUte",
    "Best regards Ute",
    "Thanks, Ute",
    "Kind regards – Ute",
    "Take care!\nUte",
    "Un caro saluto\nAnna",
    "De bedste hilsner\nAnna",
    "Belle journée,\nAnne",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Ute Mahlstrom\nTU Nebelstadt\n+45 00 00",
    "On Mon, 11 Jan 2027 at 10:02, Solveig Some <\ns@x.example> wrote:\nDear Ute, bio please",
    "Le lun. 11 janv. 2027 à 10:02, S a écrit :\nBonjour",
    "Den 11. jan. skrev S:\nHej",
)

PARAGRAPHS = (
    "Do you trust your gauge? We do not.",
    "If you want to count nets, wait.",
    "If you need a clock, build one.",
    "Attached algae slow a ship.",
    "I attach a camera to every net.",
    "Happy to be wrong, we go on.",
    "Please do not feed the crabs.",
    "Our answer: nobody.",
    "Tools: Python, R.",
    "Level: beginner",
    "References: Lee 2020",
)


@pytest.mark.parametrize("line", REFUSALS)
def test_a_refusal_withholds_the_recording_and_is_shown(line: str) -> None:
    mail = read_mail(f"{MAIL}{line}\n")
    assert (mail.talk.abstract, mail.talk.bio) == (ABSTRACT, BIO)
    assert mail.talk.recording == "withheld"
    assert line.rsplit(": ", 1)[-1] in mail.left
    assert any("so it is withheld" in note for note in mail.notes)


@pytest.mark.parametrize("line", AGREEMENTS)
def test_an_agreement_withholds_nothing(line: str) -> None:
    mail = read_mail(f"{MAIL}{line}\n")
    assert mail.talk.recording == ""
    assert mail.talk.bio == BIO


@pytest.mark.parametrize("sentence", TEXTS)
@pytest.mark.parametrize("text", [ABSTRACT, BIO])
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_a_text_stays_whole(sentence: str, text: str, between: str) -> None:
    mail = read_mail(MAIL.replace(text, f"{text}{between}{sentence}"))
    found = mail.talk.abstract if text == ABSTRACT else mail.talk.bio
    assert found == f"{text}{between}{sentence}"
    assert mail.talk.recording == ""


@pytest.mark.parametrize("sentence", REMARKS)
def test_a_remark_to_the_organizers_is_left(sentence: str) -> None:
    mail = read_mail(f"{MAIL.rstrip()} {sentence}\n")
    assert mail.talk.bio == BIO
    assert sentence in mail.left


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("last", ["abstract", "bio"])
def test_the_end_of_a_letter_is_no_part_of_a_text(end: str, last: str) -> None:
    parts = {"bio": f"Bio: {BIO}", "abstract": f"Abstract: {ABSTRACT}"}
    final = parts.pop(last)
    mail = read_mail(
        "\n".join(["Title: Nets", "Speaker: Ute Mahlstrom", *parts.values(), final, "", end])
    )
    assert (mail.talk.abstract, mail.talk.bio) == (ABSTRACT, BIO)


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
@pytest.mark.parametrize("first", [True, False])
def test_an_abstract_is_not_cut_off(paragraph: str, first: bool) -> None:
    before = "" if first else f"{ABSTRACT}\n\n"
    text = f"{before}{paragraph}\n\nMore of it."
    assert read_mail(f"Title: Nets\nAbstract:\n\n{text}\n\nBio: {BIO}\n").talk.abstract == text


def test_a_label_counts_more_than_a_sentence() -> None:
    mail = read_mail(f"{MAIL}Recording: yes, gladly\n\nPlease do not put my talk online.\n")
    assert mail.talk.recording == ""
    assert any("Please do not put my talk online." in note for note in mail.notes)


def test_a_request_below_the_answer_is_the_organizers_own() -> None:
    request = (
        "From: Duarte <d@x.example>\nSent: Monday\nTo: Ute\n\nDear Ute,\n\n"
        "Name: as it should stand on the page\nAffiliation: with the country\n"
        "Bio: three sentences\n"
        "Recording: please tell us if we may not publish it\n"
    )
    mail = read_mail(f"{MAIL}\nBest,\nUte\n\n{request}")
    assert [speaker.name for speaker in mail.talk.speakers] == ["Ute Mahlstrom"]
    assert (mail.talk.affiliation, mail.talk.bio, mail.talk.recording) == ("", BIO, "")
    assert "three sentences" in mail.left


def test_a_title_takes_no_line_that_is_another_fact() -> None:
    mail = read_mail("Title: Nets\nAuthors: Ute Mahlstrom, Rui Sá\nDuration: 20 min\n")
    assert mail.talk.title == "Nets"
    assert [speaker.name for speaker in mail.talk.speakers] == ["Ute Mahlstrom", "Rui Sá"]
    assert "Duration: 20 min" in mail.left


def test_a_heading_below_that_of_the_abstract_is_its_own() -> None:
    mail = read_mail("## Abstract\n\nNets.\n\n### Background\n\nOld.\n\n## Bio\n\nUte fishes.\n")
    assert mail.talk.abstract == "Nets.\n\n### Background\n\nOld."


def test_a_word_at_the_beginning_of_a_broken_line_is_no_label() -> None:
    text = (
        "We asked the crabs, and then we asked for the\nname: half of them knew it, half did not."
    )
    mail = read_mail(MAIL.replace(ABSTRACT, text))
    assert "half of them knew it" in mail.talk.abstract
    assert [speaker.name for speaker in mail.talk.speakers] == ["Ute Mahlstrom"]


PERSONAL = (
    "P.S. My mother is ill, so I may be late.",
    "PS: My mother is ill, so I may be late.",
    "PPS. My mother is ill.",
    "P.P.S. My mother is ill. She is in Nebelstadt.",
    "By the way, I still owe you for the beer. It was two.",
    "BTW, I am looking for a job.",
    "Sorry, this took so long. My mother was ill.",
    "I am really sorry about the delay. My mother was ill.",
    "I apologise for all this. My mother was ill.",
    "Between us: I am leaving TU Nebelstadt. Nobody knows.",
    "Confidential: I am leaving TU Nebelstadt. Nobody knows.",
    "Unter uns gesagt: ich kündige.",
    "Übrigens, ich bin krank. Es ist nichts.",
    "Off the record: we found nothing.",
    "*P.S.* My mother is ill. So am I.",
    "(P.S. My mother is ill)",
    "Please keep this to yourself: I am leaving. It is not said yet.",
    "On a personal note, I am ill. It will pass.",
)


@pytest.mark.parametrize("words", PERSONAL)
@pytest.mark.parametrize("text", [ABSTRACT, BIO])
@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_what_is_personal_is_on_no_page_to_its_end(words: str, text: str, between: str) -> None:
    mail = read_mail(MAIL.replace(text, f"{text}{between}{words}"))
    assert (mail.talk.abstract, mail.talk.bio) == (ABSTRACT, BIO)
    for sentence in words.split(". "):
        assert sentence in mail.left


def test_behind_a_postscript_nothing_is_taken() -> None:
    for sign in ("P.S.", "PS:", "Between us:"):
        mail = read_mail(f"{MAIL}{sign} One more thing.\n\nI am leaving.\nNobody knows.\n")
        assert mail.talk.bio == BIO
        assert "I am leaving." in mail.left
        assert "Nobody knows." in mail.left


@pytest.mark.parametrize(
    "bio",
    ["P.S. Dutta studies tides.", "Ute fishes with P. S. Laplace.", "She plays PS games and PS2.",
     "Her work is confidential computing.", "Ute fishes. Confidential-computing is her field.",
     "Ute fishes. Apologies are her field.", "Ute knows tides. PS5 games too.",
     "The gap between us and apes is her field."],
)  # fmt: skip
def test_initials_are_no_postscript(bio: str) -> None:
    assert read_mail(MAIL.replace(BIO, bio)).talk.bio == bio


@pytest.mark.parametrize("label", ["Website", "Homepage", "Slides", "Code"])
@pytest.mark.parametrize("address", ["grace@private.org", "<grace@private.org>",
                                     "[mail](mailto:grace@private.org)", "mailto:grace@private.org",
                                     "https://grace@private.org"])  # fmt: skip
def test_an_address_of_a_person_is_no_link(label: str, address: str) -> None:
    mail = read_mail(f"{MAIL}\n{label}: {address}\n")
    assert mail.talk.links == ()
    assert [speaker.url for speaker in mail.talk.speakers] == [""]
    assert "grace@private.org" in mail.left


def test_a_telephone_is_no_speaker() -> None:
    for place in ("TU Nebelstadt, +45 12345678", "TU Nebelstadt, u@x.org, +1 (555) 123-4567"):
        mail = read_mail(f"Title: Nets\nSpeaker: Ute Mahlstrom, {place}\nBio: {BIO}\n")
        assert [speaker.name for speaker in mail.talk.speakers] == ["Ute Mahlstrom"]
        assert mail.talk.affiliation == "TU Nebelstadt"
        assert place.rpartition(", ")[2] in mail.left


@pytest.mark.parametrize(
    ("text", "place", "left"),
    [
        ("ITU, gh@navy.org, +45 12345678", "ITU", ["gh@navy.org", "+45 12345678"]),
        ("ITU (gh@navy.org), Copenhagen", "ITU, Copenhagen", ["gh@navy.org"]),
        ("TU Nebel, tel. 030 / 123 45-67, Berlin", "TU Nebel, Berlin", ["030 / 123 45-67"]),
        ("0045 12 34 56 78, ITU", "ITU", ["0045 12 34 56 78"]),
        ("ITU; phone: 12345678", "ITU", ["12345678"]),
        ("ITU, Rued Langgaards Vej 7, 2300 Copenhagen", None, []),
        ("Building 0123, MIT, 77 Massachusetts Ave, MA 02139-4307", None, []),
        ("Lab 4.2, CNRS UMR 7161, 1900-2000 Project", None, []),
    ],
)
def test_telephones_and_addresses_are_no_affiliation(
    text: str, place: str | None, left: list[str]
) -> None:
    mail = read_mail(f"Title: Nets\nAffiliation: {text}\nBio: {BIO}\n")
    assert mail.talk.affiliation == (text if place is None else place)
    assert [each for each in left if each not in mail.left] == []
