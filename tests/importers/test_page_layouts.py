"""Layouts that series have on their pages: each gives the same talks, and stays as it is."""

import datetime

import pytest

from lgtui.importers import Source
from lgtui.importers.pages import Import, import_pages
from lgtui.model import Moment
from tests.importers.importing import notes

TODAY = datetime.date(2026, 1, 5)

LAYOUTS = {
    "bullets with links": """# Seminar of Knots

We meet on Tuesdays.

## Past talks

- **March 12, 2024**: [Ada Test](https://a.eu/~a) (TH X), "On knots" [[slides](https://s.eu/1.pdf)]
- **February 6, 2024**: [Bo Probe](https://a.eu/~b) (EPV), "On bows" [[video](https://youtu.be/1)]
""",
    "a day for heading, labelled paragraphs": """# Colloquium

### March 12, 2024

**Speaker:** Ada Test (TH X)

**Title:** On knots

**Abstract:** Knots are everywhere.

They hold.

### February 6, 2024

**Speaker:** Bo Probe (EPV)

**Title:** On bows
""",
    "labelled lines between rules": """# Webinar

**Speaker:** Ada Test \\
**Affiliation:** TH X \\
**Title:** On knots \\
**Date:** 12 March 2024

Knots are everywhere.

---

**Speaker:** Bo Probe \\
**Affiliation:** EPV \\
**Title:** On bows \\
**Date:** 6 February 2024

Bows too.
""",
    "a list in html": """<html><body>
<h1>Seminar of Knots</h1>
<h2>2024</h2>
<ul>
<li><b>12.03.2024</b> Ada Test (TH X): <i>On knots</i> <a href="https://s.eu/1.pdf">slides</a></li>
<li><b>06.02.2024</b> Bo Probe (EPV): <i>On bows</i></li>
</ul>
</body></html>
""",
    "nested bullets, the year above": """# Talks

## Spring 2024

* 12 March
  * **Speaker:** Ada Test (TH X)
  * **Title:** On knots
  * [Video](https://youtu.be/abcdefghij1)
* 6 February
  * **Speaker:** Bo Probe (EPV)
  * **Title:** On bows
""",
    "a numbered list, the day last": """# Past seminars

1. Ada Test (TH X), *On knots*, 12 March 2024
2. Bo Probe (EPV), *On bows*, 6 February 2024
""",
    "details to unfold": """# Seminar

<details>
<summary>12 March 2024: Ada Test (TH X) - On knots</summary>

Knots are everywhere.

</details>

<details>
<summary>6 February 2024: Bo Probe (EPV) - On bows</summary>

Bows too.

</details>
""",
    "paragraphs": """# Past seminars

**12 March 2024** Ada Test (TH X): *On knots*

**6 February 2024** Bo Probe (EPV): *On bows*
""",
    "a title for heading, a line with names and day": """# Talks

### On knots

*Ada Test (TH X)* — March 12, 2024

Knots are everywhere.

[Video](https://youtu.be/abcdefghij1)

### On bows

*Bo Probe (EPV)* — February 6, 2024

Bows too.
""",
    "a day for heading, bullets below": """# Talks

### 12 March 2024

* Ada Test (TH X): On knots

### 6 February 2024

* Bo Probe (EPV): On bows
""",
    "titles first": """## Previous seminars

- *On knots*, Ada Test (TH X), 12/03/2024. [Slides](https://s.eu/1.pdf)
- *On bows*, Bo Probe (EPV), 6/02/2024.
- *On ropes*, Cy Essai (EPV), 26/01/2024.
""",
    "counted headings": """# Webinar series

## Webinar #2: On knots

**Date:** 12 March 2024

**Presenter:** Ada Test (TH X)

**Description:** Knots are everywhere.

**Recording:** https://youtu.be/abcdefghij1

## Webinar #1: On bows

**Date:** 6 February 2024

**Presenter:** Bo Probe (EPV)
""",
    "in French, the years above": """# Séminaire

## Année 2023-2024

- Mardi 12 mars : **Ada Test** (TH X), « On knots »
- Mardi 6 février : **Bo Probe** (EPV), « On bows »
""",
    "the speaker last": """# Seminar Series 2024

#### Past lectures:
* March 12th: "On knots" by Ada Test (TH X)
   * [see slides](https://s.eu/1.pdf)
* February 6th: "On bows" by Bo Probe (EPV)
   * [see slides](https://s.eu/2.pdf)
""",
    "a list of terms": """# Talks

## On knots

Speaker
: Ada Test (TH X)

Date
: 12 March 2024

Abstract
: Knots are everywhere.

## On bows

Speaker
: Bo Probe (EPV)

Date
: 6 February 2024
""",
    "paragraphs in html": """# Past

<p>
Le 12 mars 2024, <a href="https://a.eu">Ada Test</a> (TH X)<br/>
<b>Title:</b> <i>On knots</i><br/>
<b>Abstract:</b> Knots are everywhere.
</p>
<p>
Le 6 février 2024, <a href="https://b.eu">Bo Probe</a> (EPV)<br/>
<b>Title:</b> <i>On bows</i>
</p>
""",
    "cards in html": """<div><h3>On knots</h3><p>Ada Test (TH X)</p><p>March 12, 2024</p>
<p>Knots are everywhere.</p></div>
<div><h3>On bows</h3><p>Bo Probe (EPV)</p><p>February 6, 2024</p></div>
""",
    "headings for names, places and titles": """# Speakers

### Ada Test

#### TH X

##### On knots

12 March 2024

Knots are everywhere.

### Bo Probe

#### EPV

##### On bows

6 February 2024
""",
    "bars between": """# Talks

**#12** | 12 March 2024 | **Ada Test** (TH X) | *On knots* | [Slides](https://s.eu/1)

**#11** | 6 February 2024 | **Bo Probe** (EPV) | *On bows* | [Slides](https://s.eu/2)
""",
    "days without years, dashes": """# Past events

## 2024

**March 12**: [Ada Test](https://a.eu) (TH X) — *On knots* ([video](https://youtu.be/abcdefghij1))

**February 6**: [Bo Probe](https://b.eu) (EPV) — *On bows*
""",
    "ids in a column of another name": """# Webinar

### Season 2

| Episode | Date | Speaker | Title |
|---|---|---|---|
| S02E01 | 06/02/2024 | Bo Probe (EPV) | On bows |
| S02E02 | 12/03/2024 | Ada Test (TH X) | On knots |
| S02E03 | 26/01/2024 | Cy Essai (EPV) | On ropes |
""",
    "an abstract folded into a cell": """# Schedule

| Date | Speaker | Talk |
|---|---|---|
| Mar 12, 2024 | Ada Test<br>TH X | **On knots**<br>{} |
| Feb 6, 2024 | Bo Probe<br>EPV | **On bows** |
""",
    "three lines for each": """# Talks

12 March 2024  \nAda Test (TH X)  \n*On knots*

6 February 2024  \nBo Probe (EPV)  \n*On bows*
""",
    "names in bold, then lines": """# Speakers 2024

**Ada Test**, TH X  \nMarch 12, 2024  \n**Title:** On knots  \n**Abstract:** Knots are everywhere.

**Bo Probe**, EPV  \nFebruary 6, 2024  \n**Title:** On bows
""",
    "linked titles first": """# Past

* 2024-03-12: [On knots](https://youtu.be/abcdefghij1), Ada Test (TH X)
* 2024-02-06: [On bows](https://youtu.be/abcdefghij2), Bo Probe (EPV)
""",
    "terms in html": """<h1>Seminar</h1>
<dl>
<dt>12 March 2024</dt><dd><b>Ada Test</b> (TH X): <i>On knots</i></dd>
<dt>6 February 2024</dt><dd><b>Bo Probe</b> (EPV): <i>On bows</i></dd>
</dl>
""",
    "a list of contents, then bullets": """# Talks

- [On knots](#on-knots)
- [On bows](#on-bows)

## On knots

- Speaker: Ada Test
- Affiliation: TH X
- Date: 2024-03-12

Knots are everywhere.

## On bows

- Speaker: Bo Probe
- Affiliation: EPV
- Date: 2024-02-06
""",
    "a day, names and a title, each in bold": """# Seminar

## Past

**Tuesday, March 12, 2024** [Video](https://youtu.be/abcdefghij1) [Zoom](https://zoom.us/j/1)

**Ada Test** (TH X)

**On knots**

Knots are everywhere.

**Tuesday, February 6, 2024** [Zoom](https://zoom.us/j/2)

**Bo Probe** (EPV)

**On bows**

Bows too.
""",
    "linked titles for headings, dots between": """# Talks

### [On knots](https://youtu.be/abcdefghij1)
**Ada Test** · TH X · 12 March 2024

Knots are everywhere.

### [On bows](https://youtu.be/abcdefghij2)
**Bo Probe** · EPV · 6 February 2024
""",
    "titles with their abstracts": """<!DOCTYPE html><html><body><table>
<tr><th>Date</th><th>Speaker</th><th>Title &amp; Abstract</th></tr>
<tr><td>12 Mar 2024</td><td><a href="https://a.eu">Ada Test</a><br>TH X</td>
<td><b>On knots</b><br>Knots are everywhere.</td></tr>
<tr><td>6 Feb 2024</td><td>Bo Probe<br>EPV</td><td><b>On bows</b><br>Bows too.</td></tr>
</table></body></html>
""",
    "titles of people in small letters": """# Seminarium

- 12 marca 2024, **dr Ada Test** (TH X), *On knots*
- 6 lutego 2024, **prof. Bo Probe** (EPV), *On bows*
""",
    "abstracts below the items": """# Past talks

* **Ada Test** (TH X), *On knots*, 12 March 2024.
  Abstract: Knots are everywhere.
* **Bo Probe** (EPV), *On bows*, 6 February 2024.
  Abstract: Bows too.
""",
    "divisions with attributes": """# Knots

<div class="talk" markdown="1">

#### On knots {#knots}

12.03.2024 | [Ada Test](https://a.eu){:target="_blank"} (TH X) | [Slides](https://s.eu/1.pdf)

Knots are everywhere.

</div>

<div class="talk" markdown="1">

#### On bows {#bows}

06.02.2024 | [Bo Probe](https://b.eu){:target="_blank"} (EPV)

</div>
""",
    "names and titles for headings, days in italics": """# Talks

## Ada Test (TH X): On knots

_12 March 2024_

Knots are everywhere.

## Bo Probe (EPV): On bows

_6 February 2024_
""",
    "counted headings with days, topics": """# Past Webinars

### Webinar 3 - March 12, 2024
**Topic:** On knots
**Speakers:** Ada Test (TH X)
**Moderator:** Emil Else
[Recording](https://youtu.be/abcdefghij1) | [Slides](https://s.eu/1.pdf)

### Webinar 2 - February 6, 2024
**Topic:** On bows
**Speakers:** Bo Probe (EPV)
[Recording](https://youtu.be/abcdefghij2)
""",
    "a day in bold, names in italics": """# Talks 2024

**12.03.2024** – *Ada Test*, TH X

**On knots**

Knots are everywhere.

---

**06.02.2024** – *Bo Probe*, EPV

**On bows**

Bows too.
""",
    "a table": """# Seminar

| Date | Speaker | Title |
|------|---------|-------|
| 12 March 2024 | [Ada Test](https://a.eu/~a) (TH X) | **On knots** |
| 6 February 2024 | Bo Probe (EPV) | [On bows](https://p.eu/1) |
""",
}


FOLDED = "<details><summary>Abstract</summary>Knots are everywhere.</details>"
LAYOUTS = {name: text.replace("{} |", f"{FOLDED} |") for name, text in LAYOUTS.items()}


def imported(text: str) -> Import:
    return import_pages([Source("talks.md", text.encode())], (), TODAY)


def facts(text: str) -> list[tuple[Moment | None, str, str, str]]:
    records = imported(text).records
    starts = {f"S{season.number:02}": season.start for season in records.seasons}
    return [
        (
            one.date or starts[one.id[:3]],
            one.title,
            one.speakers[0].name,
            one.affiliation or one.speakers[0].affiliation,
        )
        for one in records.talks
    ]


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_each_layout_gives_the_same_talks(text: str) -> None:
    found = facts(text)
    assert found[-2:] == [
        (datetime.date(2024, 2, 6), "On bows", "Bo Probe", "EPV"),
        (datetime.date(2024, 3, 12), "On knots", "Ada Test", "TH X"),
    ]
    assert len(found) == text.count("Test") + text.count("Probe") + text.count("Essai")
    assert not imported(text).pages, "the page stays as it is"


@pytest.mark.parametrize("text", [text for text in LAYOUTS.values() if "everywhere" in text])
def test_an_abstract_comes_along(text: str) -> None:
    knots = imported(text).records.talks[-1]
    wanted = (
        "Knots are everywhere.\n\nThey hold." if "They hold" in text else "Knots are everywhere."
    )
    assert knots.abstract == wanted


@pytest.mark.parametrize("text", [text for text in LAYOUTS.values() if "abcdefghij1" in text])
def test_a_video_comes_along(text: str) -> None:
    assert imported(text).records.talks[-1].video_url == "https://youtu.be/abcdefghij1"


def test_a_list_of_planned_talks_is_upcoming_from_its_day_on() -> None:
    result = imported(
        "# Seminar\n\n## Upcoming talks\n\n* 2026-01-15: **Ada Test** (X), *On knots*\n"
        "* 2026-01-02: **Bo Probe** (Y), *On bows*\n\n## Past talks\n\n"
        "* 2025-03-12: **Cy Essai** (Z), *On ropes*\n"
    )
    states = {season.start: season.state for season in result.records.seasons}
    assert states == {
        datetime.date(2025, 3, 12): "held",
        datetime.date(2026, 1, 2): "held",
        datetime.date(2026, 1, 15): "upcoming",
    }
    assert not result.pages


@pytest.mark.parametrize(
    "text",
    [
        "# News\n\n* 12 March 2024: Our paper **On knots** was accepted.\n"
        "* 6 February 2024: **Ada Test** joined the group as a student.\n"
        "* 9 January 2024: Bo Probe gave a talk (EPV) on bows.\n",
        "# Group\n\n### Ada Test\n\n**Bio:** Ada ties.\n\n### Bo Probe\n\n**Bio:** Bo shoots.\n",
        "# Call for talks\n\n**Deadline:** 12 March 2024\n\n**Speaker:** you\n\n"
        "**Title:** of your talk\n",
        "{% for one in site.data.past %}\n### {{ one.title }}\n**Speaker:** {{ one.speaker }}\n"
        "**Date:** {{ one.date }}\n{% endfor %}\n",
        "| Date | Speaker | Title |\n|--|--|--|\n| {{ a.day }} | {{ a.who }} | {{ a.what }} |\n",
        "| Name | Title | Mail |\n|--|--|--|\n| Ada Test | Professor of knots | a@x.eu |\n",
        "# A tool\n\n## Installation\n\n**Title:** something\n",
    ],
    ids=["news", "team", "call", "liquid", "a table of liquid", "a table of people", "a manual"],
)
def test_what_is_no_list_of_talks_gives_none(text: str) -> None:
    result = imported(text)
    assert not result.records.talks
    assert not result.pages


def test_a_list_with_the_signs_of_chinese() -> None:
    text = (
        "# 讲座\n\n- 2024年3月12日：**张三**（架空大学），《深度网络》\n"
        "- 2024年2月6日：**李四**（虚拟大学），《论树》\n"
    )
    assert facts(text) == [
        (datetime.date(2024, 2, 6), "论树", "李四", "虚拟大学"),
        (datetime.date(2024, 3, 12), "深度网络", "张三", "架空大学"),
    ]


def test_items_of_which_no_talk_is_made_are_named() -> None:
    result = imported(
        "# Past talks\n\n* 12 March 2024: **Ada Test** (X), *On knots*\n"
        "* 6 February 2024: a panel\n"
    )
    assert len(result.records.talks) == 1
    assert "* 6 February 2024: a panel" in [note.before for note in notes(result, "kept")]


@pytest.mark.parametrize(
    ("item", "stays"),
    [
        ("* S01E0{0} - **Ada Tes{0}t** (X). {0} May 2024. **On knots {0}**", False),
        ("* S01E0{0}: *On knots {0}*, Ada Test (X), {0} May 2024", True),
        ("* S01E0{0}, {0} May 2024: **Ada Test** (X), *On knots {0}*", True),
    ],
)
def test_a_list_with_ids_and_facts_in_another_order_stays(item: str, stays: bool) -> None:
    items = "\n".join(item.format(at) for at in (1, 2, 3))
    result = imported(f"# S\n\n## Past talks\n\n{items}\n")
    assert [one.title for one in result.records.talks] == [f"On knots {at}" for at in (1, 2, 3)]
    assert (not result.pages) == stays


def test_a_meeting_is_no_recording() -> None:
    bows, knots = imported(LAYOUTS["a day, names and a title, each in bold"]).records.talks
    assert knots.video_url == "https://youtu.be/abcdefghij1"
    assert not bows.video_url


def test_planned_talks_in_a_layout_of_their_own_keep_their_words_and_day() -> None:
    text = LAYOUTS["a day, names and a title, each in bold"].replace("2024", "2026")
    result = imported(text.replace("## Past", "## Upcoming"))
    assert not result.pages
    assert [season.state for season in result.records.seasons] == ["upcoming", "upcoming"]


@pytest.mark.parametrize(
    ("loop", "where"),
    [
        ("{% for one in site.data.past %}", "the list _data/past"),
        ("{%- assign talks = site.talks | sort: 'date' -%}", "the folder _talks"),
    ],
)
def test_a_page_that_is_made_from_other_files_names_them(loop: str, where: str) -> None:
    result = imported(f"# Talks\n\n{loop}\n* {{{{ one.title }}}}\n{{% endfor %}}\n")
    assert not result.understood
    assert where in notes(result, "kept")[0].why


OFF = [
    'March 12, 2024: Ada Test (TH X), "On knots" – cancelled',
    'March 12, 2024: Ada Test (TH X), "On knots". Cancelled.',
    'March 12, 2024: Ada Test (TH X), "On knots" **CANCELLED**',
    'March 12, 2024: CANCELLED: Ada Test (TH X), "On knots"',
    'March 12, 2024: [abgesagt] Ada Test (TH X), "On knots"',
    '**CANCELLED** March 12, 2024: Ada Test (TH X), "On knots"',
    'March 12, 2024: ~~Ada Test (TH X), "On knots"~~',
    '~~March 12, 2024: Ada Test (TH X), "On knots"~~ cancelled',
    'March 12, 2024: <del>Ada Test (TH X), "On knots"</del>',
]


@pytest.mark.parametrize("line", OFF)
@pytest.mark.parametrize("heading", ["Talks", "Past talks"])
def test_a_talk_of_a_list_that_is_not_held(line: str, heading: str) -> None:
    result = imported(f'## {heading}\n\n- {line}\n- May 7, 2024: Bo Probe (EPV), "On bows"\n')
    first, second = result.records.talks
    assert (first.title, first.state) == ("On knots", "cancelled")
    assert first.speakers[0].name == "Ada Test"
    assert (second.title, second.state) == ("On bows", "")
    assert [one.state for one in result.records.seasons] == ["cancelled", "held"]
    assert not result.pages


ROWS_OFF = [
    "Ada Test (TH X) | On knots (cancelled)",
    "Ada Test (TH X) | CANCELLED: On knots",
    "Ada Test (TH X) – cancelled | “On knots”",
    "~~Ada Test (TH X)~~ | ~~On knots~~ (cancelled)",
    "~~Ada Test (TH X)~~ | ~~“On knots”~~",
]


@pytest.mark.parametrize("row", ROWS_OFF)
def test_a_talk_of_a_table_that_is_not_held(row: str) -> None:
    head = "| Date | Speaker | Title |\n|---|---|---|\n"
    rows = f"| March 12, 2024 | {row} |\n| May 7, 2024 | Bo Probe (EPV) | “On bows” |\n"
    result = imported(f"# Talks\n\n{head}{rows}")
    first, second = result.records.talks
    assert (first.title, first.state, first.speakers[0].name) == (
        "On knots", "cancelled", "Ada Test",
    )  # fmt: skip
    assert (second.title, second.state) == ("On bows", "")
    assert any("cancelled" in note.after for note in notes(result, "normalized"))


def test_words_of_a_title_are_no_remark_and_what_was_replaced_is_struck_out() -> None:
    result = imported(
        "## Talks\n\n- March 12, 2024: Ada Test (TH X), *Cancelled checks*\n"
        "- ~~May 6, 2024~~ May 7, 2024: Bo Probe (EPV), “Why are trains cancelled”\n"
    )
    assert [(one.title, one.state) for one in result.records.talks] == [
        ("Cancelled checks", ""), ("Why are trains cancelled", ""),
    ]  # fmt: skip
    assert [str(one.start) for one in result.records.seasons] == ["2024-03-12", "2024-05-07"]


TWO = '- March 12, 2024: Ada Test (TH X), "On knots"\n- May 7, 2024: Bo Probe (EPV), "On bows"\n'


@pytest.mark.parametrize(
    ("said", "zone", "kind"),
    [
        ("Tuesdays at 15:00 (Asia/Tokyo).", "Asia/Tokyo", "certain"),
        ("We meet at 17:00 Europe/Paris.", "Europe/Paris", "certain"),
        ("All talks are at 3pm EDT.", "America/New_York", "guess"),
        ("All times are in JST.", "Asia/Tokyo", "guess"),
        ("Every talk: 4 pm ET.", "America/New_York", "guess"),
    ],
)
def test_the_zone_that_a_page_names(said: str, zone: str, kind: str) -> None:
    result = imported(f"# Knots\n\n{said}\n\n{TWO}")
    assert result.records.series.timezone == zone
    assert any(note.after == zone for note in notes(result, kind))
    assert not any(note.before == "no time zone" for note in result.report)


def test_a_page_without_a_zone_gets_one_that_is_assumed() -> None:
    result = imported(f"# Knots\n\nSee https://example.org/Europe/Paris.\n\n{TWO}")
    assert [one.after for one in result.report if one.before == "no time zone"] == [
        result.records.series.timezone
    ]


def test_the_zone_beside_the_hours_of_a_table_and_one_more_is_told() -> None:
    result = imported(
        "| Date | Time | Speaker | Title |\n|---|---|---|---|\n"
        "| March 12, 2024 | 3 pm EDT | Ada Test (X) | On knots |\n"
        "| May 7, 2024 | 3 pm EDT | Bo Probe (Y) | On bows |\n"
        "| May 8, 2024 | 3 pm JST | Cy Essai (Y) | On ropes |\n"
    )
    assert result.records.series.timezone == "America/New_York"
    assert any("JST" in note.why for note in notes(result, "guess"))


@pytest.mark.parametrize(
    "said",
    [
        "Tuesdays at 3pm (CET).",
        "All talks are Tuesdays, 15:00-16:00.",
        "Dienstags 15 Uhr.",
        "Tous les mardis à 15h00.",
        "Every talk begins at 15:00.",
    ],
)
def test_the_hour_of_the_introduction_is_that_of_its_talks(said: str) -> None:
    result = imported(f"# Knots\n\n{said}\n\n{TWO}")
    assert [str(one.start) for one in result.records.seasons] == [
        "2024-03-12 15:00:00", "2024-05-07 15:00:00",
    ]  # fmt: skip
    assert any(note.after == "15:00" for note in notes(result, "guess"))


@pytest.mark.parametrize(
    "said",
    [
        "Fridays at 3pm.",
        "Register by 3 March 2024, 15:00, on a Tuesday.",
        "The office opens at 15:00.",
        "Tuesdays at 15:00.\n\nTuesdays at 17:00.",
    ],
)
def test_an_hour_that_is_not_sure_to_be_that_of_the_talks(said: str) -> None:
    result = imported(f"# Knots\n\n{said}\n\n{TWO}")
    assert [str(one.start) for one in result.records.seasons] == ["2024-03-12", "2024-05-07"]


@pytest.mark.parametrize("mark", ["**{}**: ", "**{}** – ", "**{}:** ", "**{}**, "])
@pytest.mark.parametrize("bullet", ["- ", ""])
@pytest.mark.parametrize("days", [("12 March", "7 May"), ("12 marzo", "7 maggio")])
def test_a_bold_day_has_the_year_of_the_heading(
    mark: str, bullet: str, days: tuple[str, str]
) -> None:
    first, second = (mark.format(day) for day in days)
    result = imported(
        f"# Knots\n\n## 2024\n\n{bullet}{first}Ada Test (TH X), “On knots”\n\n"
        f"{bullet}{second}Bo Probe (EPV), *On bows*\n"
    )
    assert [one.title for one in result.records.talks] == ["On knots", "On bows"]
    assert [str(one.start) for one in result.records.seasons] == ["2024-03-12", "2024-05-07"]


def test_the_second_line_of_a_cell_is_a_place_and_a_heading_in_html_has_the_year() -> None:
    result = imported(
        "<h2>Talks <b>2024</b></h2>\n<table><tr><th>Date</th><th>Speaker</th><th>Title</th></tr>\n"
        "<tr><td>12 March</td><td>Ada Test<br><small>Bog Sands</small></td><td>On knots</td></tr>\n"
        "<tr><td>7 May</td><td>Bo Probe<br>Kestrel</td><td>On bows</td></tr>\n"
        "<tr><td>8 May</td><td>Cy Essai<br>Di Prueba</td><td>On ropes</td></tr></table>\n"
    )
    named = [[(who.name, who.affiliation) for who in one.speakers] for one in result.records.talks]
    assert named == [
        [("Ada Test", "Bog Sands")],
        [("Bo Probe", "Kestrel")],
        [("Cy Essai", ""), ("Di Prueba", "")],
    ]
    assert str(result.records.seasons[0].start) == "2024-03-12"


NO_TALKS = {
    "members": """# People

- **Ada Test**, professor, TH X. Joined 12 March 2019.
- **Bo Probe**, postdoc, EPV. Joined 1 April 2021.
""",
    "members below another heading": """# Knots

## Who we are

- **Ada Test**, professor, TH X. Member since 12 March 2019.
- **Bo Probe**, postdoc, EPV. Since 1 April 2021.
""",
    "news": """# News

- 3 May 2024: Bo Probe (EPV) joins the group
- 12 March 2024: Ada Test (TH X) wins a prize for “Best knot”
- 9 July 2023: Cy Essai (UY) moves to Lisbon
""",
    "a course": """# Knots 101

| Date | Topic | Lecturer |
|---|---|---|
| 12 March 2025 | Knots and bows | Ada Test |
| 19 March 2025 | Homework 1 due | Ada Test |
| 26 March 2025 | Exam | Bo Probe |
""",
    "a course with a column": """# Knots 101

| Date | Topic | Instructor | Homework |
|---|---|---|---|
| 12 March 2025 | Knots and bows | Ada Test | 1 |
| 19 March 2025 | Bows and ropes | Ada Test | |
""",
    "a course below its heading": """# Teaching

| Date | Topic | Lecturer |
|---|---|---|
| 12 March 2025 | Knots and bows | Ada Test |
| 19 March 2025 | Bows and ropes | Bo Probe |
""",
}


@pytest.mark.parametrize("text", NO_TALKS.values(), ids=NO_TALKS)
def test_a_page_without_talks(text: str) -> None:
    result = imported(text)
    assert not result.understood
    assert not result.records.talks


@pytest.mark.parametrize("hour", ["", ", 2:00-3:00 PM EDT", ", 2 pm EDT"])
@pytest.mark.parametrize("place", [", TH X", " (TH X)"])
def test_blocks_that_begin_with_a_bold_day(hour: str, place: str) -> None:
    result = imported(
        f"# Colloquium\n\n**September 12, 2024{hour}** — Ada Test{place}\n*On knots*\n"
        f"Abstract: Knots are everywhere.\n\n**September 26, 2024{hour}** — Bo Probe (EPV)\n"
        "*On bows*\nAbstract: Bows too.\n\n**October 10, 2024** — No colloquium (Fall break)\n"
    )
    assert not result.pages
    first, second = result.records.talks
    assert (first.title, first.abstract) == ("On knots", "Knots are everywhere.")
    assert [one.name for one in first.speakers] == ["Ada Test"]
    assert (first.affiliation or first.speakers[0].affiliation) == "TH X"
    assert (second.title, second.abstract) == ("On bows", "Bows too.")
    clock = " 14:00:00" if hour else ""
    assert str(result.records.seasons[0].start) == f"2024-09-12{clock}"
    assert any("No colloquium" in note.before for note in notes(result, "kept"))


def test_one_block_that_begins_with_a_bold_day_is_not_written_over() -> None:
    text = "# Colloquium\n\n**May 7, 2024** — Ada Test\n*On knots*\nAbstract: Knots.\n"
    assert not imported(text).pages


def test_sentences_that_say_what_someone_spoke_about() -> None:
    result = imported(
        "# Past talks\n\nOn 12 March 2024, Ada Test (TH X) spoke about “On knots”. The slides are "
        "[here](https://s.eu/1.pdf).\n\nOn 7 May 2024, Bo Probe (EPV) presented *On bows*.\n"
    )
    first, second = result.records.talks
    assert (first.title, second.title) == ("On knots", "On bows")
    assert [(one.label, one.url) for one in first.links] == [("slides", "https://s.eu/1.pdf")]
    assert (first.speakers[0].name, first.speakers[0].affiliation) == ("Ada Test", "TH X")


@pytest.mark.parametrize("number", ["第1期", "第十二回", "제3회"])
def test_the_number_of_a_talk_in_chinese_and_the_signs_around_its_title_go(number: str) -> None:
    result = imported(
        f"# 沙龙\n\n**{number}** 2025年3月6日 15:00 张苇（云海大学）：《绳结的网络》\n\n"
        f"**{number}** 2025年4月10日 15:00 李泽（北辰理工学院）：《蝴蝶结》\n"
    )
    assert [one.title for one in result.records.talks] == ["绳结的网络", "蝴蝶结"]
    assert result.records.talks[0].speakers[0].name == "张苇"
    assert str(result.records.seasons[0].start) == "2025-03-06 15:00:00"


def test_talks_below_the_heading_of_a_day() -> None:
    result = imported(
        "# Reading group\n\n## 12 March 2024\n\n### On knots\n\nAda Test, TH X\n\nKnots.\n\nThey "
        "hold.\n\n### On bows\n\nBo Probe, EPV\n\nBows.\n\n## 7 May 2024\n\n### On ropes\n\n"
        "Cy Essai, UY\n\nRopes.\n"
    )
    assert [(one.title, one.abstract) for one in result.records.talks] == [
        ("On knots", "Knots.\n\nThey hold."), ("On bows", "Bows."), ("On ropes", "Ropes."),
    ]  # fmt: skip
    assert [str(one.start) for one in result.records.seasons] == ["2024-03-12", "2024-05-07"]


def test_lines_below_a_session_and_a_label_that_no_record_has() -> None:
    result = imported(
        "# Talks\n\n## Session 12 (12 March 2024)\n\nAda Test (TH X): On knots\n"
        "Bo Probe (EPV): On bows\n\n## Session 13 (7 May 2024)\n\nCy Essai (UY): On ropes\n"
    )
    assert [one.title for one in result.records.talks] == ["On knots", "On bows", "On ropes"]
    result = imported(
        "# Talks\n\n## On knots\n\n**Speaker:** Ada Test (TH X)\n**Date:** 12 March 2024\n"
        "**Moderator:** Bo Probe\n\nKnots.\n"
    )
    assert [one.before for one in notes(result, "kept") if one.before] == [
        "**Moderator:** Bo Probe"
    ]


def test_a_talk_in_two_rows_of_a_table() -> None:
    result = imported(
        "# Talks\n\n| Date | Speaker |\n|---|---|\n"
        "| 12 March 2024 | Ada Test (TH X) |\n| | On knots |\n"
        "| 7 May 2024 | Bo Probe (EPV) |\n| | “On bows” |\n"
    )
    assert [one.title for one in result.records.talks] == ["On knots", "On bows"]
    result = imported(
        "<table><tr><th>Date</th><th>Speaker</th><th>Title</th></tr>\n"
        "<tr><td>12 March 2024</td><td>Ada Test</td><td>On knots</td></tr>\n"
        '<tr><td colspan="3">Knots are everywhere.</td></tr>\n'
        "<tr><td>7 May 2024</td><td>Bo Probe</td><td>On bows</td></tr>\n"
        '<tr><td colspan="3">Bows too.</td></tr></table>\n'
    )
    assert [one.abstract for one in result.records.talks] == ["Knots are everywhere.", "Bows too."]


def test_the_brackets_around_the_links_behind_a_title_go() -> None:
    result = imported(
        '# Talks\n\n## Past\n\n- March 12, 2024: Ada Test (TH X), "On knots" ([slides](https://s.eu/1.pdf),'
        " [paper](https://s.eu/p))\n- May 7, 2024: Bo Probe (EPV), TBA\n"
    )
    first = next(one for one in result.records.talks if one.speakers[0].name == "Ada Test")
    assert first.title == "On knots"
    assert [one.label for one in first.links] == ["slides", "paper"]


@pytest.mark.parametrize("open_title", ["TBA", "title TBA", "Title to be announced", "*tba*"])
@pytest.mark.parametrize("more", ["", '- May 7, 2027: Bo Probe (EPV), "On bows"\n'])
def test_a_planned_talk_without_a_title(open_title: str, more: str) -> None:
    result = imported(
        f"# Knots\n\n## Upcoming talks\n\n- March 12, 2027: Ada Test (TH X), {open_title}\n{more}\n"
        '## Past talks\n\n- May 7, 2024: Cy Essai (UY), "On ropes"\n'
    )
    one = next(one for one in result.records.talks if one.speakers[0].name == "Ada Test")
    assert one.title == ""
    assert "upcoming" in {season.state for season in result.records.seasons}
    assert len(result.records.talks) == 2 + bool(more)
    assert not result.pages


@pytest.mark.parametrize(
    "body",
    [
        "> **Ada Test** (TH X), *On knots*, 12 March 2024\n\n"
        "> **Bo Probe** (EPV), *On bows*, 7 May 2024\n",
        "> 12 March 2024\n> Ada Test (TH X)\n> *On knots*\n\n"
        "> 7 May 2024\n> Bo Probe (EPV)\n> *On bows*\n",
        "> ### On knots\n> Ada Test (TH X), 12 March 2024\n\n"
        "> ### On bows\n> Bo Probe (EPV), 7 May 2024\n",
    ],
)
def test_talks_in_quotations(body: str) -> None:
    result = imported(f"# Knots\n\n{body}")
    assert [one.title for one in result.records.talks] == ["On knots", "On bows"]
    assert [str(one.start) for one in result.records.seasons] == ["2024-03-12", "2024-05-07"]
    assert not result.pages


def test_lines_below_a_session_in_bold_and_names_without_titles() -> None:
    result = imported(
        "# Knots\n\n**Session 12 (12 March 2024)**\n\nAda Test (TH X), *On knots*\n\n"
        "Bo Probe (EPV), *On bows*\n\n**Session 13 (7 May 2024)**\n\nCy Essai (UY), *On ropes*\n"
    )
    assert [one.title for one in result.records.talks] == ["On knots", "On bows", "On ropes"]
    assert [str(one.start) for one in result.records.seasons] == ["2024-03-12", "2024-05-07"]
    result = imported(
        "# Knots\n\n## Session 12 (12 March 2024)\n\n- Ada Test, University of X\n- Bo Probe, EPV "
        "Institute\n"
    )
    assert [one.speakers[0].name for one in result.records.talks] == ["Ada Test", "Bo Probe"]
    assert [one.title for one in result.records.talks] == ["", ""]


def test_the_topic_of_a_talk_of_one_word_is_its_title() -> None:
    result = imported(
        "| Date | Topic | Speaker | Affiliation |\n|---|---|---|---|\n"
        "| 12 March 2024 | Knots | Ada Test | TH X |\n| 7 May 2024 | Bows | Bo Probe | EPV |\n"
    )
    assert [one.title for one in result.records.talks] == ["Knots", "Bows"]
