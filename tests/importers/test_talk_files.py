"""Files of one talk each: the front matter is the record, the text the abstract."""

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui import cli, store
from lgtui.importers import Source
from lgtui.importers.lists import ListImport
from lgtui.importers.talk_fields import split_parts
from lgtui.importers.talk_files import import_talk_files, is_talk_file
from lgtui.model import Link, Speaker, Talk

TODAY = datetime.date(2026, 1, 5)


def imported(*texts: str, folder: str = "_talks", **columns: list[str]) -> ListImport:
    sources = [Source(f"{folder}/{at}.md", text.encode()) for at, text in enumerate(texts)]
    return import_talk_files(sources, columns, TODAY)


def talk(text: str) -> Talk:
    result = imported(text)
    assert len(result.records.talks) == 1, result.report
    return result.records.talks[0]


def kept(result: ListImport) -> list[str]:
    return [note.before or note.why for note in result.report if note.kind == "kept"]


JEKYLL = """---
layout: talk
title: "Knots: a tale"
speaker: Dr. Ada Test
affiliation: Elsewhere College
date: 2024-03-12 14:00
youtube: Ab3dEf_hIjK
slides: https://example.org/s.pdf
room: B 12
---

Knots are everywhere.

They hold.
"""


def test_front_matter_is_the_record_and_the_text_the_abstract() -> None:
    result = imported(JEKYLL)
    (one,) = result.records.talks
    assert one.title == "Knots: a tale"
    assert one.speakers == (Speaker("Ada Test", "Dr."),)
    assert one.affiliation == "Elsewhere College"
    assert one.abstract == "Knots are everywhere.\n\nThey hold."
    assert one.video_url == "https://www.youtube.com/watch?v=Ab3dEf_hIjK"
    assert one.links == (Link("Slides", "https://example.org/s.pdf"),)
    assert result.records.seasons[0].start == datetime.datetime(2024, 3, 12, 14)
    assert result.records.seasons[0].state == "held"
    assert kept(result) == ["room"]


def test_toml_with_inner_tables_and_speakers_of_their_own_places() -> None:
    one = talk(
        '+++\ntitle = "On knots"\ndate = 2024-03-12T14:00:00\n[extra]\n'
        'speakers = [{ name = "Ada Test", affiliation = "X" }, { name = "Bo Probe" }]\n+++\n'
    )
    assert one.speakers == (Speaker("Ada Test", affiliation="X"), Speaker("Bo Probe"))


@pytest.mark.parametrize(
    ("body", "abstract", "bio"),
    [
        ("## Abstract\n\nOne.\n\n### Deeper\n\nTwo.\n\n## Bio\n\nHer life.\n",
         "One.\n\n### Deeper\n\nTwo.", "Her life."),
        ("**Abstract:** One.\n\nTwo.\n\n**Bio:** Her life.\n", "One.\n\nTwo.", "Her life."),
        ("Abstract: One: two.\nMore: three.\n\nShort bio: Her life.\n",
         "One: two.\nMore: three.", "Her life."),
        ("**Zusammenfassung**\n\nEins.\n\n**Zur Person**\n\nIhr Leben.\n", "Eins.", "Ihr Leben."),
        ("One.\n\n## About the speaker\nHer life.\n", "One.", "Her life."),
        ("One.\n", "One.", ""),
    ],
)  # fmt: skip
def test_a_text_with_labelled_parts_is_split(body: str, abstract: str, bio: str) -> None:
    one = talk(f"---\ntitle: On knots\nspeaker: Ada Test\ndate: 2024-03-12\n---\n{body}")
    assert (one.abstract, one.bio) == (abstract, bio)


def test_what_the_front_matter_says_comes_first_and_the_rest_is_reported() -> None:
    result = imported(
        "---\ntitle: On knots\nspeaker: Ada Test\ndate: 2024-03-01\nevent_date: 2024-03-12\n"
        "abstract: Knots.\n---\nCoffee is served.\n"
    )
    assert result.records.talks[0].abstract == "Knots."
    assert result.records.seasons[0].start == datetime.date(2024, 3, 12)
    assert kept(result) == ["Coffee is served.", "date"]


def test_a_teaser_is_the_abstract_only_where_there_is_no_text() -> None:
    teased = "---\ntitle: On knots\nspeaker: Ada Test\ndescription: In short.\n---\n"
    assert talk(teased).abstract == "In short."
    result = imported(f"{teased}In full.\n")
    assert result.records.talks[0].abstract == "In full."
    assert kept(result) == ["description"]


def test_a_day_in_the_name_of_the_file_counts_where_no_key_has_one() -> None:
    text = b"---\ntitle: On knots\nspeaker: Ada Test\n---\n"
    result = import_talk_files([Source("_talks/2024-03-12-on-knots.md", text)], {}, TODAY)
    assert result.records.seasons[0].start == datetime.date(2024, 3, 12)


def test_what_is_no_talk_is_left_alone_with_a_word() -> None:
    result = imported(
        "---\ntitle: On knots\nspeaker: Ada Test\ndate: 2024-03-12\n---\n",
        "---\ntitle: Talks\n---\n",
        "# Read me\n",
        "---\ntitle: Later\nspeaker: Bo Probe\ndraft: true\n---\n",
        "---\ntitle: a: b\n---\n",
    )
    assert [one.title for one in result.records.talks] == ["On knots"]
    reported = {note.source for note in result.report if note.kind in ("kept", "error")}
    assert reported == {f"_talks/{at}.md" for at in range(1, 5)}
    (error,) = [note for note in result.report if note.kind == "error"]
    assert error.line == 2
    assert "colon" in error.why


def test_posts_without_a_speaker_are_news() -> None:
    news = "---\ntitle: A prize\ndate: 2024-03-12\n---\nWe won.\n"
    assert not imported(news, folder="_posts").records.talks
    assert imported(news).records.talks


def test_who_keeps_the_site_is_no_speaker() -> None:
    files = [
        f"---\nauthor: Web Master\ntitle: On {at}\ndate: 2024-03-1{at}\n---\nText.\n"
        for at in range(3)
    ]
    result = imported(*files)
    assert not any(one.speakers for one in result.records.talks)
    assert any("who keeps the site" in note.why for note in result.report)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (JEKYLL, True),
        ("---\ntitle: Webinar\nlayout: page\n---\n# Webinar\n", False),
        ("---\ntitle: News\nauthor: Web Master\ndate: 2024-03-12\n---\nWe won.\n", False),
        ("# Webinar\n", False),
        ("---\ntitle: a: b\n---\n", False),
    ],
)
def test_a_page_that_is_named_alone_is_no_talk(text: str, expected: bool) -> None:
    assert is_talk_file("a.md", text) is expected


def test_a_folder_in_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.makedirs("_talks/more")
    texts = {}
    for at in range(30):
        path = Path("_talks", "more" if at % 2 else "", f"2024-01-{at + 1:02}-knots.md")
        text = JEKYLL.replace("2024-03-12 14:00", f"2024-01-{at + 1:02}").replace("tale", str(at))
        path.write_text(text.replace("youtube: Ab3dEf_hIjK\n", ""), encoding="utf-8")
        texts[path] = path.read_bytes()
    assert cli.main(["--import", "_talks"]) == 0
    records = store.read("data/talks.toml").records
    assert [one.title for one in records.talks] == [f"Knots: a {at}" for at in range(30)]
    assert {path: path.read_bytes() for path in texts} == texts
    assert "this key is not imported (in 30 files)" in capsys.readouterr().out


def test_a_folder_without_pages_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.makedirs("empty")
    assert cli.main(["--import", "empty"]) == 2
    assert "holds no page" in capsys.readouterr().err


LINES = st.lists(
    st.sampled_from(
        ["{}", "{} {}.", "", "## {}", "## Abstract", "### Bio", "**Bio:** {}", "Title: {}", "---",
         "**{}**", "* {}", "Speaker: {}", "Slides: [{}](https://{}.org)", "<hr>", "Note: {}"]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=100)
@given(LINES)
def test_every_word_of_a_text_is_in_one_part_or_left(shapes: list[str]) -> None:
    made, number = [], 0
    for shape in shapes:
        words = [f"Q{number + at}z" for at in range(shape.count("{}"))]
        number += len(words)
        made.append(shape.format(*words))
    parts = split_parts(made)
    held = " ".join([*(part.text for part in parts.parts), parts.free_text])
    for at in range(number):
        assert held.count(f"Q{at}z") == 1


def test_one_file_tells_the_order_of_the_dates_of_all() -> None:
    text = "---\ntitle: On {0}\nspeaker: Ada Test\nwhen: {0}/2024\n---\n"
    result = imported(text.format("3/4"), text.format("3/26"))
    assert [season.start for season in result.records.seasons] == [
        datetime.date(2024, 3, 4),
        datetime.date(2024, 3, 26),
    ]
    asked = import_talk_files([Source("a.md", text.format("3/4").encode())], {}, TODAY, dates="mdy")
    assert asked.records.seasons[0].start == datetime.date(2024, 3, 4)


POST = """---
layout: post
title: "12 March: Ada Test"
date: 2024-03-01 10:00
---

*Speaker:* **Ada Test** (X)

*Date:* {}

*Title:* ***On knots***

*Abstract:* Knots.
"""


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ("12 March 2024, 14:00", datetime.datetime(2024, 3, 12, 14)),
        ("1 March 2024", datetime.datetime(2024, 3, 1, 10)),
        ("TBA", datetime.datetime(2024, 3, 1, 10)),
    ],
)
def test_labels_in_a_post_tell_the_talk_and_not_the_day_of_the_post(
    day: str, start: datetime.datetime
) -> None:
    result = imported(POST.format(day), folder="_posts")
    (one,) = result.records.talks
    assert (one.title, one.speakers[0].name, one.abstract) == ("On knots", "Ada Test", "Knots.")
    assert result.records.seasons[0].start == start
    assert "title" in kept(result)


def test_a_post_with_an_author_is_news_where_others_name_their_speakers() -> None:
    news = "---\ntitle: A prize\nauthor: Web Master\ndate: 2024-03-12\n---\nWe won.\n"
    result = imported(POST.format("12 March 2024"), news, folder="_posts")
    assert [one.title for one in result.records.talks] == ["On knots"]
    other = news.replace("Web Master", "Bo Probe").replace("A prize", "On bows")
    assert len(imported(news, other, folder="_posts").records.talks) == 2


@pytest.mark.parametrize(
    "label", ["**Abstract.**", "*Abstract.*", "**Abstract** —", "__Abstract.__"]
)
def test_a_label_that_ends_in_a_full_stop_or_a_dash_is_no_text(label: str) -> None:
    body = f"{label} We study knots.\n\nThey hold.\n\n**Bio.** Ada ties.\n"
    one = talk(f"---\ntitle: On knots\nspeaker: Ada Test\n---\n{body}")
    assert (one.abstract, one.bio) == ("We study knots.\n\nThey hold.", "Ada ties.")


@pytest.mark.parametrize("name", ["index.md", "_index.md", "README.md", "archive.md"])
def test_a_file_that_lists_the_others_is_no_talk(name: str) -> None:
    sources = [
        Source(
            "_talks/a.md", b"---\ntitle: On knots\nspeaker: Ada Test\ndate: 2024-03-12\n---\nA.\n"
        ),
        Source(f"_talks/{name}", b"---\ntitle: All talks\n---\nSee below.\n"),
    ]
    result = import_talk_files(sources, {}, TODAY)
    assert [one.title for one in result.records.talks] == ["On knots"]
    assert any(note.source.endswith(name) and note.kind == "kept" for note in result.report)


def test_the_index_of_a_folder_of_its_own_is_a_talk() -> None:
    text = b"---\ntitle: On knots\nspeaker: Ada Test\ndate: 2024-03-12\n---\nA.\n"
    result = import_talk_files([Source("talks/knots/index.md", text)], {}, TODAY)
    assert [one.title for one in result.records.talks] == ["On knots"]
