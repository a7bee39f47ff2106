"""A small site, taken over whole: pages, news and settings, as their organizers wrote them."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from lgtui import cli, store
from lgtui.model import Records
from lgtui.site.saving import plan_save, take_hand_edits

CONFIG = "url: https://tides.example\ncollections:\n  news:\n    output: true\n"
WEBINAR = """---
permalink: /webinar/
---

# Tides

Older abstracts are [here](https://lab.example/talks/).

#### Next webinar: Salt
Date: **8 February 2027 at 3:00pm CET**

Where: **Zoom:** [Register here](https://meet.example/j/1)

Speakers:

* **Ann Bee** - Lab A

Title: **What Salt Says**

Abstract: We taste. <!-- not before the paper is out -->

Short bio: Ann Bee tastes.

#### Upcoming webinar: Ice
Date: **7 June 2027 at 3:00pm CEST**

Speakers: **TBA**

#### Previous talks:
* S01E01 - **[Cy Dee](https://youtu.be/oldxxxxxx11)** (Lab C). 3rd March 2025. **On Mud**
* S01E02 - **[Eva Fay](https://youtu.be/vidxxxxxx12)** (Lab E). 3rd March 2025. **On Sand**
* S02E01 - **[Gus Hay](https://youtu.be/vidxxxxxx21)** (Lab G). 16th June 2025. **On Silt**
* S02E02 - **[Ida Jay and Kit Low](https://youtu.be/v22)** (Lab I; Lab K). 16th June 2025. **Clay**

### Newsletter
Write to [us@tides.example](us@tides.example).
"""
TALKS = """---
permalink: /talks/
---

# Tides

### Ann Bee (Lab A)

Title: **What Salt Says**

Abstract: We taste.

Bio: Ann Bee tastes.

---

### Ida Jay and Kit Low (Lab I; Lab K)

Title: **Clay**

Abstract: Clay.

Bio: Ida Jáy digs.

Video: [S02E02](https://youtu.be/v22)

---

### Gus Hay (Lab G)

Title: **On Silt**

Abstract: Silt.

Bio: He digs.

Video: [S02E01](https://youtu.be/vidxxxxxx21)

---

### Eva Fay (Lab E)

Title: **On Sand**

Abstract: Sand.

Bio: She digs.

Video: [S01E02](https://youtu.be/vidxxxxxx12)

---

### Cy Dee (Lab C)

Title: **On Mud**

Abstract: Mud.

Bio: Cy Dee digs.

Video: [S01E01](https://youtu.be/newxxxxxx11)
"""
ITEM = "---\nlayout: post\ndate: {} 10:00:00{}\ninline: true\n---\n\n{}\n"
ITEMS = {
    "20250303_one.md": ITEM.format(
        "2025-03-03", "+0100",
        "Our first webinar was about wet ground: thank you, [Cy Dee]"
        "(https://www.youtube.com/watch?v=newxxxxxx11) and [Eva Fay](https://eva.example).",
    ),
    "20250616_two.md": ITEM.format("2025-06-16", "+0100", "Our secnd webinar. Thanks, Gus Hay."),
    "20250701_school.md": ITEM.format("2025-07-01", "+0200", "Our school is about boats."),
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "_config.yml").write_text(CONFIG)
    files = {"_pages/webinar.md": WEBINAR, "_pages/webinar_talks.md": TALKS}
    files |= {f"_news/{name}": text for name, text in ITEMS.items()}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def imported(site: Path) -> Records:
    assert cli.main(["--import", "_pages/webinar.md", "_pages/webinar_talks.md"]) == 0
    return store.read(str(site / "data/talks.toml")).records


def test_the_records_are_those_of_pages_and_news(site: Path) -> None:
    records = imported(site)
    assert [(one.number, one.state, one.theme, one.start) for one in records.seasons] == [
        (1, "held", "wet ground", datetime.date(2025, 3, 3)),
        (2, "held", "", datetime.date(2025, 6, 16)),
        (3, "upcoming", "Salt", datetime.datetime(2027, 2, 8, 15)),
        (4, "upcoming", "Ice", datetime.datetime(2027, 6, 7, 15)),
    ]
    assert [talk.id for talk in records.talks] == ["S01E01", "S01E02", "S02E01", "S02E02", "S03E01"]
    assert records.talks[0].video_url == "https://youtu.be/newxxxxxx11"
    assert [one.affiliation for one in records.talks[3].speakers] == ["Lab I", "Lab K"]
    assert (records.talks[4].title, records.talks[4].abstract) == ("What Salt Says", "We taste.")
    assert records.pages.news == "_news"
    assert records.pages.abstracts_of == "all"
    assert records.wording.bold_titles == "both"
    assert records.wording.abstracts_word_bio == "Bio:"
    assert records.wording.word_further == "Upcoming webinar:"


def test_the_pages_say_what_they_said(site: Path) -> None:
    imported(site)
    assert cli.main(["--render"]) == 0
    assert cli.main(["--render", "--check"]) == 0
    webinar, talks = (
        [line for line in (site / f"_pages/{name}.md").read_text().split("\n")
         if line and "lgtui:" not in line]
        for name in ("webinar", "webinar_talks")
    )  # fmt: skip
    comment = "<!-- not before the paper is out -->"
    wanted = WEBINAR.replace("oldxxxxxx11", "newxxxxxx11").replace(f" {comment}", "")
    assert [line for line in webinar if line != comment] == [
        line for line in wanted.split("\n") if line
    ]
    assert webinar.count(comment) == 1
    assert talks == [line for line in TALKS.split("\n") if line]
    for name, text in ITEMS.items():
        assert (site / "_news" / name).read_text() == text
    assert len(list((site / "_news").iterdir())) == len(ITEMS)


def test_pages_that_were_taken_over_give_the_same_records_again(site: Path) -> None:
    records = imported(site)
    assert cli.main(["--import", "_pages/webinar.md", "_pages/webinar_talks.md", "--force"]) == 0
    assert store.read(str(site / "data/talks.toml")).records == records


def test_once_the_planned_season_is_held_each_talk_is_there_once(site: Path) -> None:
    imported(site)
    data = site / "data/talks.toml"
    salt = 'theme = "Salt"\nstart = 2027-02-08T15:00:00\n'
    text = data.read_text().replace('state = "upcoming"', 'state = "held"', 1)
    assert salt in text
    data.write_text(text)
    assert cli.main(["--render"]) == 0
    assert (site / "_pages/webinar_talks.md").read_text().count("### Ann Bee") == 1
    webinar = (site / "_pages/webinar.md").read_text()
    assert webinar.count("Ice") == 1
    assert "#### Next webinar: Ice" in webinar
    assert "Upcoming webinar" not in webinar


def test_the_checks_name_what_is_wrong_at_its_place(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(site)
    capsys.readouterr()
    assert cli.main(["--check", "--today", "2026-12-01"]) == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    found = {(words[0].split(":")[0], words[2]) for words in told if words[1] == "warning"}
    assert found == {
        ("data/talks.toml", "NAME001"),
        ("_pages/webinar.md", "LINK005"),
        ("_pages/webinar.md", "LINK006"),
        ("_news/20250303_one.md", "NEWS002"),
        ("_news/20250616_two.md", "NEWS001"),
        ("_news/20250616_two.md", "NEWS003"),
    }


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ("collections:\n  people:\n    output: true\n\nnews: no\n", False),
        ("collections: [people]\nnews:\n  - x\n", False),
        ("collections:\n  people:\n    output: true\n\n  news:\n    output: true\n", True),
        ("a: b\ncollections:\n  - people\n  - news", True),
        ("collections:\n- news\n", True),
        ("collections: [people, news]\n", True),
        ("collections: # ours\r\n  news: # items\r\n    output: true\r\n", True),
    ],
)
def test_news_are_looked_for_where_jekyll_has_a_collection_of_them(
    site: Path, config: str, found: bool
) -> None:
    (site / "_config.yml").write_bytes(config.encode())
    assert imported(site).pages.news == ("_news" if found else "")


def test_the_report_says_how_many_news_items_rendering_adds(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "_news/20250616_two.md").unlink()
    imported(site)
    [line] = [one for one in capsys.readouterr().out.splitlines() if one.startswith("page: news")]
    assert line == (
        "page: news _news: 1 of its items are those of held seasons; lgtui --render writes one for "
        "each of the other 1"
    )
    assert cli.main(["--render"]) == 0
    assert len(list((site / "_news").iterdir())) == 3


def test_what_is_edited_by_hand_on_the_pages_is_taken_back(site: Path) -> None:
    records = imported(site)
    data = str(site / "data/talks.toml")
    webinar, talks = site / "_pages/webinar.md", site / "_pages/webinar_talks.md"
    webinar.write_text(
        webinar.read_text()
        .replace("7 June 2027 at 3:00pm CEST", "14 June 2027 at 4:00pm CEST")
        .replace("webinar: Ice", "webinar: Old Ice")
    )
    talks.write_text(talks.read_text().replace("Abstract: We taste.", "Abstract: We taste twice."))
    document = store.read(data)
    planned = plan_save(document, records)
    taken = take_hand_edits(records, data, planned.edits)
    assert taken.left == ""
    saved = plan_save(document, taken.records).document.records
    assert saved.talks[4].abstract == "We taste twice."
    ice = saved.seasons[3]
    assert (ice.theme, ice.start) == ("Old Ice", datetime.datetime(2027, 6, 14, 16))
    assert [one.revision for one in saved.seasons] == [0, 0, 0, 1]


def test_an_import_over_records_counts_moved_dates(site: Path) -> None:
    imported(site)
    data = site / "data/talks.toml"
    data.write_text(data.read_text().replace("2027-06-07T15", "2027-06-08T15"))
    assert cli.main(["--import", "_pages/webinar.md", "_pages/webinar_talks.md", "--force"]) == 0
    seasons = store.read(str(data)).records.seasons
    assert [one.revision for one in seasons] == [0, 0, 0, 1]


def git(*arguments: str, day: str = "2025-01-01") -> None:
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", "A"), ("EMAIL", "a@x.example"),
                               ("DATE", f"{day}T12:00:00Z"))}  # fmt: skip
    subprocess.run(["git", *arguments], check=True, capture_output=True, env=os.environ | who)


@pytest.mark.parametrize("newer", ["webinar", "webinar_talks"])
def test_where_pages_differ_the_newer_line_in_git_is_right(site: Path, newer: str) -> None:
    (site / ".git").rmdir()
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "pages")
    page = site / f"_pages/{newer}.md"
    text = page.read_text().replace("vidxxxxxx21", "movedxxxx21").replace("On Silt", "On Fine Silt")
    page.write_text(text)
    git("add", "-A")
    git("commit", "-qm", "the video moved", day="2025-02-01")
    talk = imported(site).talks[2]
    assert talk.video_url == "https://youtu.be/movedxxxx21"
    assert talk.title == "On Fine Silt"
    # Elsewhere nothing is newer: the news decides as before.
    assert (
        store.read(str(site / "data/talks.toml"))
        .records.talks[0]
        .video_url.endswith("new" + "x" * 6 + "11")
    )
