from functools import partial
from itertools import product

import pytest

from lgtui.checks.names import name_words
from lgtui.model import Organizer, Records, Speaker, Talk, Where, make_id
from tests.checks.making import found, series, with_talk
from tests.counting import calls


def pair(one: str, other: str, here: str = "Uni A", there: str = "Uni A") -> Records:
    """A series in which two talks have speakers of those names and affiliations."""
    records = with_talk(series(), 1, speakers=(Speaker(one),), affiliation=here)
    return with_talk(records, 5, speakers=(Speaker(other),), affiliation=there)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Malih Alikhani", "Malihe Alikhani"),
        ("Amelia Jimenez-Sanchez", "Amelia Jiménez-Sánchez"),
        ("Amelia Jiménez Sánchez", "Amelia Jiménez-Sánchez"),
        ("D. J. Rumala", "Dewinda J. Rumala"),
        ("D.J. Rumala", "Dewinda J. Rumala"),
        ("D. Rumala", "Dewinda J. Rumala"),
        ("Dewinda Rumala", "Dewinda J. Rumala"),
        ("Dewinda J. Rumala", "Dewinda Julia Rumala"),
        ("Zając Hubert", "Hubert Zając"),
        ("Zając, Hubert", "Hubert Zajac"),
        ("Hubert Zajac", "Hubert Zając"),
        ("hubert zając", "Hubert Zając"),
        ("Dr. Hubert Zając", "Hubert Zając"),
        ("Natalia Rozalia Avlona", "Natalia-Rozalia Avlona"),
        ("Søren Kjærgaard", "Soren Kjaergaard"),
        ("Mary O'Hara", "Mary O’Hara"),
        ("Evangelia Christodoulou", "Evangelia Christodolou"),
        ("Evangelia Christodoulou", "Evangelai Christodoulou"),
        ("अनिता शर्मा", "अनीता शर्मा"),
    ],
)
def test_two_spellings_of_one_person_are_a_warning(one: str, other: str) -> None:
    findings = found(pair(one, other))
    assert [finding.code for finding in findings] == ["NAME001"]
    assert findings[0].severity == "warning"
    assert one in findings[0].message
    assert other in findings[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Smith", "Anne Smith"),
        ("Daniel Smith", "Daniela Smith"),
        ("J. Smith", "Jane Smith"),
        ("John A. Smith", "John B. Smith"),
        ("Lily Zhang", "Lilly Chang"),
        ("Wei Wang", "Wen Wang"),
        ("Maria Zuluaga", "Marta Zuluaga"),
        ("Anna Jensen", "Anna Jansen"),
        ("Emma Stone", "Emma Storm"),
        ("Carlos Ramirez", "Karla Ramirez"),
        ("Speaker 12", "Speaker 13"),
        ("Li", "Lin"),
    ],
)
def test_people_who_may_well_be_two_are_left_alone(one: str, other: str) -> None:
    assert found(pair(one, other, "Uni A", "Uni B")) == []


def test_an_initial_of_a_common_name_needs_a_second_sign() -> None:
    assert found(pair("J. Smith", "Jane Smith", "Uni A", "Uni B")) == []
    assert [finding.code for finding in found(pair("J. Smith", "Jane Smith"))] == ["NAME001"]


def test_a_surname_of_another_letter_is_one_persons_only_where_no_middle_name_differs() -> None:
    assert [finding.code for finding in found(pair("Anna Lopezi", "Anna Lopesi"))] == ["NAME001"]
    assert found(pair("Anna Maria Lopezi", "Anna Clara Lopesi")) == []


def test_people_of_one_talk_are_never_one_person() -> None:
    both = (Speaker("Malih Alikhani"), Speaker("Malihe Alikhani"))
    assert found(with_talk(series(), 1, speakers=both)) == []


@pytest.mark.parametrize(
    ("usual", "rare"),
    [("Malihe Alikhani", "Malih Alikhani"), ("Malih Alikhani", "Malihe Alikhani")],
)
def test_the_rarer_spelling_is_named_where_it_stands_first(usual: str, rare: str) -> None:
    records = with_talk(pair(usual, rare), 7, speakers=(Speaker(usual),))
    [finding] = found(records)
    assert (finding.record, finding.where.field) == ("S02E03", "speakers[0].name")
    assert "S01E02" in finding.message


def test_accents_speak_for_a_spelling() -> None:
    [finding] = found(pair("Hubert Zając", "Hubert Zajac"))
    assert finding.where.at == 5


def test_an_organizer_who_speaks_is_compared_too() -> None:
    records = with_talk(series(), 1, speakers=(Speaker("Theo Sourget"),))
    records = records._replace(organizers=(Organizer("Théo Sourget"),))
    [finding] = found(records)
    assert finding.where.kind == "talks"
    assert "Théo Sourget" in finding.message
    records = records._replace(organizers=(Organizer("Théo Sourget"), Organizer("Theo Sourget")))
    assert Where("organizers", 0, "name") in [each.where for each in found(records)]


def test_one_spelling_everywhere_is_fine() -> None:
    assert found(pair("Malihe Alikhani", "Malihe Alikhani", "Uni A", "Uni B")) == []


def test_words_of_a_name_are_compared_without_titles_and_accents() -> None:
    assert name_words("Prof. Dr. Jiménez-Sánchez, Amelia") == (
        "amelia",
        "jimenez",
        "sanchez",
    )


def test_four_times_the_people_of_one_surname_are_hardly_more_than_four_times_the_work() -> None:
    names = ("".join(letters).title() for letters in product("abcdefghij", repeat=4))
    talks = tuple(
        Talk(make_id(at, 1), f"T{at}", (Speaker(f"{name} Meyer"),))
        for at, name in enumerate(names, 1)
    )

    def work(count: int) -> int:
        return calls(lambda: found(Records(talks=talks[:count]), "NAME001"))

    work(10)  # what is made at the first use and kept
    assert work(4000) < 5 * work(1000)


@pytest.mark.parametrize(
    ("name", "bio", "shown"),
    [
        ("Katla Brimsdottir", "Katla Brimsdóttir is a chemist.", "Katla Brimsdóttir"),
        ("Katla Brimsdóttir", "Dr. Katla Brimsdottir is a chemist.", "Katla Brimsdottir"),
        ("Ada Zając", "She studied. Zajac is from Łódź.", "Zajac"),
        ("Ifeoma Adelakunle", "Ifeoma Adelakunli draws.", "Ifeoma Adelakunli"),
        ("Malihe Alikhani", "Malih Alikhani's group", "Malih Alikhani"),
        ("Di Poole-Hay", "Di Poole-Hays swims.", "Di Poole-Hays"),
        ("Dr. Ana-Maria Popescu", "Ana-Maria Popesku draws", "Ana-Maria Popesku"),
    ],
)
def test_a_bio_that_spells_its_speaker_otherwise_is_a_warning(
    name: str, bio: str, shown: str
) -> None:
    [finding] = found(with_talk(series(), 4, speakers=(Speaker(name),), bio=bio))
    assert (finding.code, finding.severity, finding.where.field) == ("NAME001", "warning", "bio")
    assert bio[finding.where.offset :].startswith(shown)
    assert shown in finding.message
    assert name in finding.message


@pytest.mark.parametrize(
    ("name", "bio"),
    [
        ("Beatriz M. Quintelares", "Beatriz Quintelares is a hydrographer."),
        ("Beatriz Quintelares", "Beatriz M. Quintelares is a hydrographer."),
        ("Katla Brimsdottir", "KATLA BRIMSDOTTIR is a chemist; Katla owns boots."),
        ("Ann Braun", "Ann Braun works with Anna Braun."),
        ("Rose Resume", "Rose Resume wrote her résumé."),
        ("Ylva Rosentamm", "She repairs clocks."),
        ("Ada", "Ade is a town."),
        ("Zoë Zając", "Zoë Zając’s dog."),
    ],
)
def test_a_shorter_name_or_another_persons_is_no_misspelling(name: str, bio: str) -> None:
    assert found(with_talk(series(), 4, speakers=(Speaker(name),), bio=bio)) == []


def test_a_long_bio_is_read_in_linear_time() -> None:
    bio = "Ada is a professor of many things at some place. "
    counts = []
    for times in (50, 500):
        records = with_talk(series(), 4, speakers=(Speaker("Ada Zając"),), bio=bio * times)
        counts.append(calls(partial(found, records)))
    assert counts[1] < 20 * counts[0]
