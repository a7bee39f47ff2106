import datetime

import pytest

from lgtui.model import Pages, Season, Speaker, Talk
from lgtui.render import write
from lgtui.render.news import news_files, news_name
from lgtui.render.regions import Edit, HandEdit
from tests.render.making import CPH, HELD, MARCH, SEASONS, series

NAME = "20230227_webinar_1.md"


def test_a_held_season_is_one_item_with_ordinal_theme_and_linked_names() -> None:
    head, body = news_files(series(*HELD))[NAME].split("\n---\n\n")
    assert head.split("\n")[2:] == [
        "layout: post",
        "date: 2023-02-27 15:00:00+0100",
        "inline: true",
        "related_posts: false",
    ]
    assert body == (
        "The 1st webinar of Datasets through the L👀king-Glass, on **Fairness**, took place with "
        "[Dr. Roxana Daneshjou](https://youtu.be/hDKuw28ATe4), Rhys Compton and Lily Zhang.\n"
    )


def test_a_speakers_own_page_is_the_first_choice_for_the_link() -> None:
    own = Talk("S01E01", "T", (Speaker("A", url="https://a.example"),), "", "https://v.example")
    assert "with [A](https://a.example)." in news_files(series(own))[NAME]


@pytest.mark.parametrize(
    ("start", "date"),
    [
        (datetime.datetime(2025, 7, 1, 15), "2025-07-01 15:00:00+0200"),
        (datetime.datetime(2025, 12, 1, 9, 30), "2025-12-01 09:30:00+0100"),
        (datetime.date(2025, 7, 1), "2025-07-01"),
    ],
)
def test_the_date_has_the_zones_true_offset_on_that_day(start: datetime.date, date: str) -> None:
    [text] = news_files(series(seasons=(Season(1, "", start, "", "held"),))).values()
    assert f"\ndate: {date}\n" in text
    assert CPH not in text


def test_only_held_and_dated_seasons_make_news() -> None:
    seasons = (
        SEASONS[0]._replace(state="upcoming"),
        SEASONS[1]._replace(state="cancelled"),
        Season(3, "x", None, "", "held"),
    )
    assert news_files(series(seasons=seasons)) == {}


def test_an_item_that_lgtui_wrote_follows_the_records() -> None:
    before = news_files(series())[NAME]
    changed = series(seasons=(SEASONS[0]._replace(theme="Bias"),))
    after = write("news", before, changed, f"_news/{NAME}")
    assert after == news_files(changed)[NAME] != before


def test_an_item_that_somebody_edited_is_never_written_over_silently() -> None:
    mine = news_files(series())[NAME].replace("took place", "was great fun")
    changed = series(seasons=(SEASONS[0]._replace(theme="Bias"),))
    with pytest.raises(HandEdit) as refused:
        write("news", mine, changed, f"_news/{NAME}")
    [edit] = refused.value.edits
    assert "-The 1st webinar" in edit.diff()
    assert "great fun" in edit.diff()
    assert write("news", mine, changed, f"_news/{NAME}", force=True) == news_files(changed)[NAME]


def test_an_item_of_somebody_else_is_refused_too_and_not_called_edited() -> None:
    with pytest.raises(HandEdit) as refused:
        write("news", "---\nlayout: post\n---\nOur own words.\n", series(), f"_news/{NAME}")
    [edit] = refused.value.edits
    assert edit.words == "this file was not written by lgtui (rename it to keep it)"
    mine = news_files(series())[NAME].replace("took place", "was great fun")
    with pytest.raises(HandEdit) as refused:
        write("news", mine, series(), f"_news/{NAME}")
    assert refused.value.edits[0].words == "this file was edited by hand"


def test_other_line_ends_are_no_change() -> None:
    text = news_files(series())[NAME].replace("\n", "\r\n")
    assert write("news", text, series(), f"_news/{NAME}") == text


@pytest.mark.parametrize("ending", [".md", ".markdown", ".html"])
def test_a_name_that_ends_as_a_page_does_keeps_its_end(ending: str) -> None:
    pages = Pages(news="_news", news_name="item-{number}" + ending)
    assert news_name(pages, 2, MARCH) == f"item-2{ending}"


def test_an_item_written_by_hand_is_told_with_its_file_and_both_texts() -> None:
    fresh = news_files(series(*HELD))[NAME]
    with pytest.raises(HandEdit) as caught:
        write("news", "By hand.\r\n\r\n", series(*HELD), f"_news/{NAME}")
    assert caught.value.edits == (
        Edit(f"_news/{NAME}", "", 1, "By hand.", fresh.rstrip("\n"), foreign=True),
    )
