"""Records for the tests of pages."""

import datetime
from typing import Any

from lgtui.model import Link, Organizer, Pages, Records, Season, Series, Speaker, Talk

CPH = "Europe/Copenhagen"
MARCH = datetime.datetime(2026, 3, 2, 15)


def talk(number: str, title: str = "", *names: str, **fields: Any) -> Talk:
    """A talk with speakers of these names."""
    return Talk(number, title, tuple(map(Speaker, names)))._replace(**fields)


HELD = (
    Talk(
        "S01E01",
        "Challenges with equipoise",
        (Speaker("Roxana Daneshjou", "Dr."),),
        "Stanford University, USA",
        "https://youtu.be/hDKuw28ATe4",
        abstract="What we know.",
        bio="She is a doctor.",
    ),
    Talk(
        "S01E02",
        "When more is less",
        (Speaker("Rhys Compton"), Speaker("Lily Zhang")),
        "New York University, USA",
        "https://youtu.be/aWhryWZc3Jo",
        recording="withheld",
        links=(Link("Slides", "https://example.org/slides.pdf"),),
    ),
)
PLANNED = (
    Talk(
        "S02E01",
        "From Metrics to Meaning",
        (Speaker("Evangelia Christodoulou"),),
        "German Cancer Research Center (DKFZ), Germany",
        abstract="One paragraph.\n\nAnother one.",
        bio="She holds a PhD.",
    ),
    Talk("S02E02"),
)
SEASONS = (
    Season(1, "Fairness", datetime.datetime(2023, 2, 27, 15), "", "held"),
    Season(2, "Evaluation metrics", MARCH, "https://example.org/register"),
)
ORGANIZERS = (
    Organizer("Amelia", "https://amelia.example", "Universitat de Barcelona (Spain)"),
    Organizer("Théo", "https://theo.example", "IT University of Copenhagen (Denmark)"),
    Organizer("Veronika", "https://vero.example", "IT University of Copenhagen (Denmark)"),
    Organizer("Steff", "", "University of Groningen (the Netherlands)"),
)


def series(*talks: Talk, **fields: Any) -> Records:
    """A small series: a held season and a planned one."""
    records = Records(
        Series("Datasets through the L👀king-Glass", CPH),
        Pages("_pages/webinar.md", "_pages/talks.md", "_news", "assets/webinar.ics"),
        ORGANIZERS,
        SEASONS,
        talks or HELD + PLANNED,
    )
    return records._replace(**fields)
