"""Names and affiliations as pages write them beyond the usual shape: entities, marks, brackets."""

import pytest

from lgtui.importers.mail import read_mail
from lgtui.importers.people import Person, people
from lgtui.model import Organizer, Speaker
from tests.importers.importing import imported, previous


def organizers(sentence: str) -> tuple[Organizer, ...]:
    return imported(
        "# Series\n\n#### Previous talks:\n\n"
        "* S01E01 - **Ada Byron** (London). 3 March 2026. **Engines**\n\n"
        f"### Organizers\n{sentence}\n"
    ).records.organizers


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Amelia Jim&eacute;nez-S&#225;nchez", "Amelia Jiménez-Sánchez"),
        ("Hubert Zaj&#x105;c", "Hubert Zając"),
        ("Se&aacute;n O&#39;Neill &amp; Sons", "Seán O'Neill & Sons"),
    ],
)
def test_the_semicolon_of_an_entity_separates_no_people(written: str, name: str) -> None:
    assert people(f"{written}; Mei Lin") == (Person(name), Person("Mei Lin"))
    talk = previous(
        f"* S01E01 - **[{written}](https://youtu.be/x)** (Lab). 3 March 2026. **Title**"
    )
    assert talk.speakers == (Speaker(name),)


def test_organizers_with_their_places_in_brackets() -> None:
    found = organizers(
        "[Prof. Aïcha Benali](https://benali.example) (Université de Tunis), "
        "Dr. Dmitri Šostakovič (University of Tartu), and John O'Neil."
    )
    assert found == (
        Organizer("Prof. Aïcha Benali", "https://benali.example", "Université de Tunis", "at"),
        Organizer("Dr. Dmitri Šostakovič", "", "University of Tartu", "at"),
        Organizer("John O'Neil", "", ""),
    )


def test_organizers_of_whom_only_some_have_their_place_in_brackets() -> None:
    found = organizers("Aïcha Benali (Tunis) and Mei Lin at the MIT Media Lab.")
    assert found == (
        Organizer("Aïcha Benali", "", "Tunis", "at"),
        Organizer("Mei Lin", "", "MIT Media Lab", "at the"),
    )


@pytest.mark.parametrize(
    "names",
    [
        "*Prof. Li Wei*, Tsinghua University",
        "_Prof. Li Wei_ (Tsinghua University)",
        "*Prof. Li Wei* - Tsinghua University",
    ],
)
def test_a_name_in_italics_is_the_name(names: str) -> None:
    talk = previous(f"* S01E01 - {names}. 2nd Feb 2026. **Bees**")
    assert talk.speakers == (Speaker("Li Wei", "Prof."),)
    assert talk.affiliation == "Tsinghua University"


@pytest.mark.parametrize("mark", ["*", "**", "_"])
def test_brackets_within_the_marks_of_a_name_are_part_of_it_where_the_place_follows(
    mark: str,
) -> None:
    talk = previous(
        f"* S01E01 - {mark}Prof. Li Wei (李伟){mark} (Tsinghua University). 2nd Feb 2026. **Bees**"
    )
    assert talk.speakers == (Speaker("Li Wei (李伟)", "Prof."),)
    assert talk.affiliation == "Tsinghua University"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Li Wei (李伟)", Person("Li Wei (李伟)")),
        ("Kim Min-jun (김민준)", Person("Kim Min-jun (김민준)")),
        ("Prof. Anna Petrova (Анна Петрова)", Person("Anna Petrova (Анна Петрова)", "Prof.")),
        ("Li Wei (北京大学)", Person("Li Wei", affiliation="北京大学")),
        ("Kim Min-jun (서울대학교)", Person("Kim Min-jun", affiliation="서울대학교")),
        ("Anna Petrova (МГУ)", Person("Anna Petrova", affiliation="МГУ")),
        ("李伟 (清华)", Person("李伟", affiliation="清华")),
        ("Li Wei (TU Graz)", Person("Li Wei", affiliation="TU Graz")),
    ],
)
def test_a_name_in_its_own_script_in_brackets_is_part_of_the_name(
    written: str, expected: Person
) -> None:
    assert people(f"Ada Byron and {written}")[1] == expected


def test_brackets_within_the_marks_of_a_name_are_its_place_where_no_other_follows() -> None:
    talk = previous("* S01E01 - **Ada Byron (London)**. 2nd Feb 2026. **Bees**")
    assert talk.speakers == (Speaker("Ada Byron"),)
    assert talk.affiliation == "London"


def test_the_report_names_the_words_for_which_a_talk_stays_in_the_page() -> None:
    line = '* S01E01 - **[A Bee](https://b.example "a quite hidden title")** (X). 1 May 2023. **D**'
    result = imported(
        f"# Series\n\n#### Previous talks\n\n{line}\n* S01E02 - **C Dee** (X). 1 May 2023. **E**\n"
    )
    (note,) = [note for note in result.report if note.kind == "error"]
    assert note.why == (
        "would lose “a”, “quite”, “hidden” and 1 more if it were taken in: stays in the page"
    )


@pytest.mark.parametrize(
    ("line", "prefix", "name", "place"),
    [
        ("Anna Schröder (Charité – Universitätsmedizin Berlin)", "", "Anna Schröder",
         "Charité – Universitätsmedizin Berlin"),
        ("Prof. Dr. med. Jürgen Müller, Charité Berlin", "Prof. Dr. med.", "Jürgen Müller",
         "Charité Berlin"),
        ("PD Dr. rer. nat. habil. Karl Möbius (TU Ilmenau)", "PD Dr. rer. nat. habil.",
         "Karl Möbius", "TU Ilmenau"),
        ("Mme Élodie Caradec, Université de Brest", "Mme", "Élodie Caradec", "Université de Brest"),
    ],
)  # fmt: skip
def test_titles_and_places_of_one_speaker(line: str, prefix: str, name: str, place: str) -> None:
    bio = f"Bio: {name} is a reader."
    talk = read_mail(f"Title: Lungs\nSpeaker: {line}\n{bio}\n").talk
    [speaker] = talk.speakers
    assert (speaker.prefix, speaker.name, talk.affiliation) == (prefix, name, place)


def test_two_names_stay_two_where_the_biography_knows_both() -> None:
    text = "Title: Engines\nSpeaker: Ada Lovelace, Grace Hopper\nBio: Lovelace met Grace Hopper.\n"
    assert len(read_mail(text).talk.speakers) == 2


def test_a_form_that_was_not_answered_says_nothing() -> None:
    talk = read_mail("### Title\n\nOwls\n\n### Website\n\n_No response_\n\n### Bio\n\nn/a\n").talk
    assert (talk.title, talk.bio, talk.links) == ("Owls", "", ())


@pytest.mark.parametrize(
    ("line", "names", "place"),
    [
        ("Ana Braga, Harbour Board, Inishbeg", ["Ana Braga"], "Harbour Board, Inishbeg"),
        ("Ana Braga / Rui Sá", ["Ana Braga", "Rui Sá"], ""),
        ("Ana Braga + Rui Sá", ["Ana Braga", "Rui Sá"], ""),
        ("Ana Braga (she/her), Instituto do Mar", ["Ana Braga"], "Instituto do Mar"),
        ("\n- Ana Braga\n- Rui Sá", ["Ana Braga", "Rui Sá"], ""),
        ("\nAna Braga\nRui Sá", ["Ana Braga", "Rui Sá"], ""),
    ],
)
def test_speakers_of_a_mail_as_people_write_them(line: str, names: list[str], place: str) -> None:
    bio = "Bio: Ana Braga counts ships." if len(names) == 1 else "Bio: Ana Braga and Rui Sá count."
    talk = read_mail(f"Title: Nets\nSpeaker: {line}\n\n{bio}\n").talk
    assert [speaker.name for speaker in talk.speakers] == names
    assert talk.affiliation == place
