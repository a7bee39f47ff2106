from lgtui.model import Season
from lgtui.render.abstracts import abstracts_region
from tests.render.making import HELD, MARCH, SEASONS, series, talk


def test_a_held_talk_has_a_section() -> None:
    assert abstracts_region(series(HELD[0])) == (
        "### Dr. Roxana Daneshjou (Stanford University, USA)\n\n"
        "Title: Challenges with equipoise\n\n"
        "Abstract: What we know.\n\n"
        "Short bio: She is a doctor.\n\n"
        "Video: [S01E01](https://youtu.be/hDKuw28ATe4)"
    )


def test_what_a_held_talk_does_not_have_is_left_out() -> None:
    assert abstracts_region(series(HELD[1])) == (
        "### Rhys Compton and Lily Zhang (New York University, USA)\n\n"
        "Title: When more is less\n\n"
        "Links: [Slides](https://example.org/slides.pdf)"
    )


def test_the_newest_talk_comes_first_between_rules() -> None:
    newer = Season(3, "", MARCH, "", "held")
    records = series(
        *HELD, talk("S03E01", "Newest", "N"), talk("S02E01", "Planned", "P"),
        seasons=(*SEASONS, newer),
    )  # fmt: skip
    sections = abstracts_region(records).split("\n\n---\n\n")
    assert [section.split("\n")[0] for section in sections] == [
        "### N",
        "### Rhys Compton and Lily Zhang (New York University, USA)",
        "### Dr. Roxana Daneshjou (Stanford University, USA)",
    ]


def test_a_heading_keeps_its_final_hash() -> None:
    assert abstracts_region(series(talk("S01E01", "T", "C#"))).startswith("### C\\#\n")
