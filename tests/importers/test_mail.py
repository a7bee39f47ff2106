"""A speaker's mail becomes a talk; what is not recognised is left, and nothing is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers.mail import Mail, read_mail
from lgtui.importers.mail_labels import mail_label
from lgtui.model import Link, Speaker
from lgtui.text.inline_markdown import word_list

ABSTRACT = (
    "Medical imaging data are collected under many conditions. We look at how shortcuts come "
    "about and what they do to fairness."
)
BIO = "Ada Lovelace is a mathematician at the Analytical Society. She writes programs."


def test_the_usual_three_parts_in_the_usual_order() -> None:
    mail = read_mail(f"Title: Engines that weave\n\nAbstract: {ABSTRACT}\n\nBio: {BIO}\n")
    assert mail.talk.title == "Engines that weave"
    assert mail.talk.abstract == ABSTRACT
    assert mail.talk.bio == BIO
    assert mail.left == ""
    assert [field for field, _ in mail.recognised] == ["title", "abstract", "bio", "speakers"]


def test_labels_on_lines_of_their_own() -> None:
    mail = read_mail(f"ABSTRACT\n\n{ABSTRACT}\n\nTITLE\nEngines that weave\n\nBIO\n{BIO}")
    assert (mail.talk.title, mail.talk.abstract, mail.talk.bio) == (
        "Engines that weave",
        ABSTRACT,
        BIO,
    )


def test_a_rule_under_a_heading_belongs_to_the_heading() -> None:
    mail = read_mail(f"Abstract\n--------\n{ABSTRACT}\n\nShort bio\n=========\n{BIO}")
    assert (mail.talk.abstract, mail.talk.bio) == (ABSTRACT, BIO)


@pytest.mark.parametrize(
    ("line", "field", "rest"),
    [
        ("Title: A", "title", "A"),
        ("Talk title: A", "title", "A"),
        ("Title of my talk: A", "title", "A"),
        ("Tentative title: A", "title", "A"),
        ("**Title**: A", "title", "A"),
        ("**Title:** A", "title", "A"),
        ("*Title: A*", "title", "A"),
        ("__Title__", "title", ""),
        ("## Abstract", "abstract", ""),
        ("- Abstract: A", "abstract", "A"),
        ("(2) Abstract: A", "abstract", "A"),
        ("b) Abstract: A", "abstract", "A"),
        ("My title is: A", "title", "A"),
        ("The title of my talk will be: A", "title", "A"),
        ("Talk abstract: A", "abstract", "A"),
        ("1. Abstract: A", "abstract", "A"),
        ("Abstract (max. 200 words): A", "abstract", "A"),
        ("Abstract - A", "abstract", "A"),
        ("SHORT BIO", "bio", ""),
        ("Speaker bio: A", "bio", "A"),
        ("Bio of Ada Lovelace: A", "bio", "A"),
        ("About the speaker: A", "bio", "A"),
        ("Speaker: A", "speakers", "A"),
        ("Name: A", "speakers", "A"),
        ("Affiliation: A", "affiliation", "A"),
        ("Personal website: A", "website", "A"),
        ("Homepage: A", "website", "A"),
    ],
)
def test_labels_as_people_write_them(line: str, field: str, rest: str) -> None:
    found = mail_label(line)
    assert found is not None
    assert (found.field, found.rest) == (field, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Abstract reasoning is hard for models.",
        "University",
        "Bio-inspired methods are popular.",
        "Title insurance",
        "https://example.org/title",
        "Name the dataset: a question",
        "Code is available",
        "abstract - as in art",
        "talk",
    ],
)
def test_sentences_are_no_labels(line: str) -> None:
    assert mail_label(line) is None


def test_a_quoted_mail_reads_like_the_mail_itself() -> None:
    plain = f"Title: Engines that weave\n\nAbstract: {ABSTRACT}\n\nBio: {BIO}"
    quoted = "\n".join(f"> {line}".rstrip() for line in plain.split("\n"))
    assert read_mail(quoted).talk == read_mail(plain).talk


def test_hard_wrapped_lines_become_paragraphs_and_lists_stay() -> None:
    mail = read_mail(
        "Title: A title that a mail program has broken because it is longer\n"
        "than one line\n"
        "Abstract: Medical imaging data are collected under many conditions, and\n"
        "the conditions leave traces that a model may learn instead. We propose:\n"
        "- a way to see them\n"
        "- a way to be rid of them\n"
        "\n"
        "The second paragraph follows here.\n"
    )
    assert mail.talk.title == (
        "A title that a mail program has broken because it is longer than one line"
    )
    assert mail.talk.abstract == (
        "Medical imaging data are collected under many conditions, and the conditions leave "
        "traces that a model may learn instead. We propose:\n"
        "- a way to see them\n"
        "- a way to be rid of them\n"
        "\n"
        "The second paragraph follows here."
    )


def test_greeting_closing_and_signature_are_left() -> None:
    mail = read_mail(
        "Dear all,\n\nthanks for having me! Here is everything.\n\n"
        f"Title: Engines\nAbstract: {ABSTRACT}\n\nBio: {BIO}\n\nBest wishes,\nAda\n\n"
        "-- \nAda Lovelace\nAnalytical Society\nTel: 123\n"
    )
    assert mail.talk.bio == BIO
    assert mail.left == (
        "Dear all,\n\nthanks for having me! Here is everything.\n\nBest wishes,\nAda\n\n"
        "--\nAda Lovelace\nAnalytical Society\nTel: 123"
    )


def test_a_word_to_the_organizers_after_the_abstract_is_left() -> None:
    mail = read_mail(
        f"Title: Engines\n\nAbstract: {ABSTRACT}\n\nPlease let me know if it is too long.\n\n"
        f"Bio: {BIO}"
    )
    assert mail.talk.abstract == ABSTRACT
    assert mail.left == "Please let me know if it is too long."


def test_headers_of_a_forwarded_mail_are_left() -> None:
    mail = read_mail(
        "From: Ada <ada@example.org>\nSubject: Title and abstract\nDate: Mon, 2 Mar 2026\n\n"
        "Title: Engines\n"
    )
    assert mail.talk.title == "Engines"
    assert mail.left.startswith("From: Ada <ada@example.org>\nSubject: Title and abstract\nDate:")


def test_speaker_affiliation_and_website() -> None:
    mail = read_mail(
        "Speaker: Prof. Ada Lovelace\nAffiliation: University of Oulu, Finland\n"
        "Website: https://ada.example.org\nTitle: Engines"
    )
    assert mail.talk.speakers == (Speaker("Ada Lovelace", "Prof.", "https://ada.example.org"),)
    assert mail.talk.affiliation == "University of Oulu, Finland"


@pytest.mark.parametrize(
    ("line", "names", "affiliation"),
    [
        (
            "Ada Lovelace, University of Oulu, Finland",
            ["Ada Lovelace"],
            "University of Oulu, Finland",
        ),
        ("Ada Lovelace (University of Oulu)", ["Ada Lovelace"], "University of Oulu"),
        ("Ada Lovelace - University of Oulu", ["Ada Lovelace"], "University of Oulu"),
        ("Ada Lovelace from the University of Oulu", ["Ada Lovelace"], "University of Oulu"),
        ("Ada Lovelace and Grace Hopper", ["Ada Lovelace", "Grace Hopper"], ""),
        ("Ada Lovelace, Grace Hopper", ["Ada Lovelace", "Grace Hopper"], ""),
        ("Ada Lovelace, PhD, MIT", ["Ada Lovelace, PhD"], "MIT"),
    ],
)
def test_names_with_what_stands_beside_them(line: str, names: list[str], affiliation: str) -> None:
    talk = read_mail(f"Speaker: {line}\nTitle: Engines").talk
    assert [speaker.name for speaker in talk.speakers] == names
    assert talk.affiliation == affiliation


def test_two_speakers_of_two_places_keep_their_own() -> None:
    talk = read_mail(
        "Name: Ada Lovelace\nAffiliation: University of Oulu\n"
        "Name: Grace Hopper\nAffiliation: Yale University\nTitle: Engines"
    ).talk
    assert [(each.name, each.affiliation) for each in talk.speakers] == [
        ("Ada Lovelace", "University of Oulu"),
        ("Grace Hopper", "Yale University"),
    ]
    assert talk.affiliation == ""


def test_the_biography_names_a_speaker_that_nothing_else_names_and_says_so() -> None:
    mail = read_mail(f"Title: Engines\nBio: Dr. {BIO}")
    assert mail.talk.speakers == (Speaker("Ada Lovelace", "Dr."),)
    assert any("Ada Lovelace" in note for note in mail.notes)


def test_two_biographies_with_names_follow_each_other() -> None:
    talk = read_mail(
        "Bio of Ada Lovelace: She weaves.\nBio of Grace Hopper: Grace Hopper compiles."
    ).talk
    assert talk.bio == "**Ada Lovelace**: She weaves.\n\nGrace Hopper compiles."
    assert [each.name for each in talk.speakers] == ["Ada Lovelace", "Grace Hopper"]


def test_garbled_mail_is_repaired_and_says_so() -> None:
    mail = read_mail("Title: Caf\u00c3\u00a9s and na\u00c3\u00afve\u200b models")
    assert mail.talk.title == "Cafés and naïve models"
    assert any("garbled" in note for note in mail.notes)
    assert any("invisible" in note for note in mail.notes)


def test_a_name_with_a_place_above_all_labels_is_the_speaker() -> None:
    mail = read_mail("Hi all,\n\nDr. Ada Lovelace, University of Oulu\n\nTitle: Engines")
    assert mail.talk.speakers == (Speaker("Ada Lovelace", "Dr."),)
    assert mail.talk.affiliation == "University of Oulu"
    assert mail.left == "Hi all,"
    assert any("Ada Lovelace" in note for note in mail.notes)


def test_a_home_page_after_the_biography_is_the_speakers() -> None:
    talk = read_mail(f"Name: Ada Lovelace\nBio: {BIO}\nHomepage: www.ada.example/me").talk
    assert talk.bio == BIO
    assert talk.speakers[0].url == "https://www.ada.example/me"


def test_what_stands_for_a_picture_is_left() -> None:
    mail = read_mail(f"Title: Engines\nBio: {BIO}\n\n[image: ada.jpg]\n\nShe also paints.")
    assert mail.talk.bio == f"{BIO}\n\nShe also paints."
    assert mail.left == "[image: ada.jpg]"


def test_links_become_links_and_keywords_are_left() -> None:
    mail = read_mail(
        f"Title: Engines\nAbstract: {ABSTRACT}\n\nKeywords: looms, cards\n"
        "GitHub: https://github.com/ada\nSlides: https://example.org/slides.pdf"
    )
    assert mail.talk.links == (
        Link("GitHub", "https://github.com/ada"),
        Link("Slides", "https://example.org/slides.pdf"),
    )
    assert mail.left == "Keywords: looms, cards"


def test_a_second_title_is_left_not_taken() -> None:
    mail = read_mail("Title: Engines\nBio: Ada\n\nTitle: Looms\n")
    assert mail.talk.title == "Engines"
    assert mail.left == "Title: Looms"


def test_an_open_fact_stays_open() -> None:
    mail = read_mail("Title: TBA\nAbstract: to be announced\nName: Ada Lovelace")
    assert (mail.talk.title, mail.talk.abstract) == ("", "")
    assert ("title", "TBA") in mail.recognised


def test_labels_in_one_line_whose_line_ends_were_lost() -> None:
    mail = read_mail(f"Title: Engines Abstract: {ABSTRACT} Short bio: {BIO}")
    assert (mail.talk.title, mail.talk.abstract, mail.talk.bio) == ("Engines", ABSTRACT, BIO)


def test_a_sentence_with_a_colon_does_not_cut_the_abstract() -> None:
    text = f"{ABSTRACT}\n\nSummary: it works.\n\nCode: the rules of a king."
    mail = read_mail(f"Title: Engines\n\nAbstract: {text}\n\nBio: {BIO}")
    assert mail.talk.abstract == text


@pytest.mark.parametrize("text", ["", "\n\n", "Hello!\nSee you on Monday."])
def test_a_mail_without_labels_is_left_as_it_is(text: str) -> None:
    assert read_mail(text) == Mail(read_mail("").talk, left=text.strip("\n"))


def said(mail: Mail) -> list[str]:
    """All words of a mail's talk and of what is left."""
    talk = mail.talk
    texts = [talk.title, talk.affiliation, talk.video_url, talk.abstract, talk.bio, mail.left]
    for speaker in talk.speakers:
        texts += [speaker.prefix, speaker.name, speaker.url, speaker.affiliation]
    for link in talk.links:
        texts += [link.label, link.url]
    texts += [text for _, text in mail.recognised]
    return word_list(" ".join(texts))


WORDS = st.sampled_from("lorem ipsum dolor sit amet Ada Lovelace MIT University data of".split())
SENTENCE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
LABELS = st.sampled_from(
    ["Title:", "**Abstract**:", "Bio:", "Speaker:", "Affiliation:", "Website:", "Keywords:",
     "Dear all,", "Best,", "> Title:", "-- ", "- ", "Slides:", "Short bio of Ada Lovelace:",
     "Abstract (short):", "## Bio", "Date:", "Thanks for this.", "Name: Ada, "]
)  # fmt: skip
LINES = st.lists(
    st.one_of(SENTENCE, st.just(""), LABELS, st.tuples(LABELS, SENTENCE).map(" ".join)),
    max_size=14,
)
LABEL_WORDS = set("Title Abstract Bio Speaker Affiliation Website Slides Short bio of Name".split())


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_no_word_of_a_mail_is_lost(lines: list[str]) -> None:
    mail = read_mail("\n".join(lines))
    here, found = word_list("\n".join(lines)), said(mail)
    lost = [word for word in set(here) if word not in found and word not in LABEL_WORDS]
    assert not lost, (lost, mail)


TITLES = SENTENCE.filter(lambda text: "University" not in text)


@settings(max_examples=100, deadline=None)
@given(
    title=TITLES,
    abstract=st.lists(SENTENCE, min_size=1, max_size=3).map("\n\n".join),
    bio=SENTENCE,
    order=st.permutations(["Title", "Abstract", "Bio"]),
    mark=st.sampled_from(["{}: ", "**{}:** ", "**{}**: ", "{}:\n", "## {}\n\n", "{}\n\n"]),
    quote=st.sampled_from(["", "> "]),
)
def test_any_order_and_layout_reads_the_same(
    title: str, abstract: str, bio: str, order: list[str], mark: str, quote: str
) -> None:
    texts = {"Title": title, "Abstract": abstract, "Bio": bio}
    text = "\n\n".join(mark.format(name) + texts[name] for name in order)
    mail = read_mail("\n".join(quote + line for line in text.split("\n")))
    assert (mail.talk.title, mail.talk.abstract, mail.talk.bio) == (title, abstract, bio)
    assert not re.search(r"\w", mail.left)
