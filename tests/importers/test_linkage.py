"""A speaker who comes again, with a talk much like the last one, gives two talks and not one."""

import datetime

import pytest

from tests.importers.importing import imported


def page(title: str, day: str, held: str, link: str = "Ada Byron") -> str:
    return (
        f"# S\n\n#### Next webinar: Costs\nDate: **{day} at 3:00pm CET**\n\nSpeakers:\n\n"
        f"* **Ada Byron** - Lab\n\nTitle: {title}\n\nAbstract: The new one.\n\n"
        f"#### Previous talks\n\n* S01E01 - **{link}** (Lab). 3rd March 2024. **{held}**\n"
    )


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("Carbon costs of training, part 2", "Carbon costs of training, part 1"),
        ("The cost of models", "The cost of data"),
        ("A tutorial on costs", "A tutorial on costs"),
    ],
)
def test_next_and_previous_on_different_days_are_two_talks(title: str, held: str) -> None:
    result = imported(page(title, "2 March 2026", held))
    first, second = result.records.talks
    assert (first.id, first.title, first.abstract) == ("S01E01", held, "")
    assert (second.id, second.title, second.abstract) == ("S02E01", title, "The new one.")
    assert [season.start for season in result.records.seasons] == [
        datetime.date(2024, 3, 3),
        datetime.datetime(2026, 3, 2, 15),
    ]
    assert not [note for note in result.report if note.kind == "disagree"]


@pytest.mark.parametrize(
    ("title", "talks"), [("Costs, part 2", 2), ("Costs, part 1", 1), ("Costs: part 1", 1)]
)
def test_while_the_next_day_is_open_the_title_tells(title: str, talks: int) -> None:
    text = page(title, "TBA", "Costs, part 1").replace("TBA at 3:00pm CET", "TBA")
    assert len(imported(text).records.talks) == talks


def test_a_webinar_that_is_still_announced_as_the_next_one_is_one_talk() -> None:
    [talk] = imported(page("On costs", "3 March 2024", "On costs")).records.talks
    assert (talk.id, talk.abstract) == ("S01E01", "The new one.")


def test_a_slip_of_a_day_between_next_and_previous_is_told_and_one_talk() -> None:
    result = imported(page("On costs", "4 March 2024", "On costs"))
    assert [talk.id for talk in result.records.talks] == ["S01E01"]
    assert [note.kind for note in result.report if "date" in note.why] == ["disagree"]


def test_a_talk_that_was_postponed_between_two_pages_is_one_talk() -> None:
    held = "* S02E01 - **Ada Byron** (Lab). 9th March 2026. **On costs**"
    later = f"# S\n\n#### Previous talks\n\n{held}\n"
    earlier = page("On costs", "2 March 2026", "On prices")
    titles = [talk.title for talk in imported(later, earlier).records.talks]
    assert sorted(titles) == ["On costs", "On prices"]


def test_a_page_of_abstracts_joins_the_talk_that_it_is_of() -> None:
    abstracts = (
        "### Ada Byron (Lab)\n\nTitle: Costs, part 2\n\nAbstract: Second.\n\n---\n\n"
        "### Ada Byron (Lab)\n\nTitle: Costs, part 1\n\nAbstract: First.\n"
    )
    webinar = (
        "# S\n\n#### Previous talks\n\n"
        "* S01E01 - **Ada Byron** (Lab). 3rd March 2024. **Costs, part 1**\n"
        "* S02E01 - **Ada Byron** (Lab). 3rd March 2025. **Costs, part 2**\n"
    )
    result = imported(webinar, abstracts)
    assert [(talk.title, talk.abstract) for talk in result.records.talks] == [
        ("Costs, part 1", "First."),
        ("Costs, part 2", "Second."),
    ]


def test_two_speakers_who_share_a_name_each_keep_their_own_title_and_place() -> None:
    names = "Wei Li, Dr. Wei Zhang and Prof. Min Li"
    webinar = f"# S\n\n#### Previous talks\n\n* S01E01 - **{names}** (Lab). 3rd March 2024. **T**\n"
    abstracts = f"### {names} (Lab)\n\nTitle: T\n\nAbstract: A.\n"
    [talk] = imported(webinar, abstracts).records.talks
    assert [(one.prefix, one.name) for one in talk.speakers] == [
        ("", "Wei Li"),
        ("Dr.", "Wei Zhang"),
        ("Prof.", "Min Li"),
    ]


def test_a_name_spelled_in_two_ways_still_meets_its_own() -> None:
    webinar = (
        "# S\n\n#### Previous talks\n\n"
        "* S01E01 - **Malih Alikhani and Dr. Resmi Ram** (Lab). 3rd March 2024. **T**\n"
    )
    abstracts = "### Resmi Ram and Prof. Malihe Alikhani (Lab)\n\nTitle: T\n\nAbstract: A.\n"
    [talk] = imported(webinar, abstracts).records.talks
    assert [(one.prefix, one.name) for one in talk.speakers] == [
        ("Prof.", "Malih Alikhani"),
        ("Dr.", "Resmi Ram"),
    ]
