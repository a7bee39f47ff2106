"""What a formatter is free to change is no edit by hand; a word is always seen."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lgtui.model import Records
from lgtui.render import regions, write
from lgtui.render.regions import HandEdit, checksum, exact_checksum, replace, wrap
from tests.render.making import MARCH, SEASONS, series, talk

WRITTEN = """\
#### Next webinar: Evaluation metrics
Date: **2 March 2026 at 3:00pm CET**

Speakers:

* **Ann Möller-Šík** - ITU (Denmark)

Title: What `x_y` is: 5\\*3 and \\_more\\_

Abstract: We *look* at __data__.

* one
* two
    * nested

1. first
2. second
3. third

| a | bb |
|---|:--:|
| long cell | x |

~~~
code
~~~

***

Short bio: She is a doctor."""

PRETTIER = """\
#### Next webinar: Evaluation metrics

Date: **2 March 2026 at 3:00pm CET**

Speakers:

- **Ann Möller-Šík** - ITU (Denmark)

Title: What `x_y` is: 5\\*3 and \\_more\\_

Abstract: We _look_ at **data**.

- one
- two
  - nested

1. first
2. second
3. third

| a         | bb  |
| --------- | :-: |
| long cell |  x  |

```
code
```

---

Short bio: She is a doctor."""

MDFORMAT = """\
#### Next webinar: Evaluation metrics

Date: **2 March 2026 at 3:00pm CET**

Speakers:

- **Ann Möller-Šík** - ITU (Denmark)

Title: What `x_y` is: 5\\*3 and \\_more\\_

Abstract: We *look* at __data__.

- one
- two
  - nested

1. first
1. second
1. third

| a | bb |
|---|:--:|
| long cell | x |

```
code
```

______________________________________________________________________

Short bio: She is a doctor."""


@pytest.mark.parametrize("formatted", [PRETTIER, MDFORMAT])
def test_a_formatted_region_is_no_edit_and_stays_as_it_is(formatted: str) -> None:
    page = wrap("next", WRITTEN).replace(WRITTEN, formatted) + "\n"
    assert replace(page, {"next": WRITTEN}) == page
    assert "Other" in replace(page, {"next": "Other"})


def test_a_checksum_of_an_older_version_is_still_one() -> None:
    page = wrap("next", WRITTEN).replace(checksum(WRITTEN), exact_checksum(WRITTEN)) + "\n"
    assert exact_checksum(WRITTEN) in page
    assert replace(page, {"next": WRITTEN}) == page
    assert replace(page, {"next": "Other"}) == wrap("next", "Other") + "\n"
    # The old one cannot tell who formatted it; but it says what it shall say.
    formatted = page.replace(WRITTEN, PRETTIER)
    assert replace(formatted, {"next": WRITTEN}) == wrap("next", PRETTIER) + "\n"
    assert checksum(PRETTIER) == checksum(WRITTEN)
    with pytest.raises(HandEdit):
        replace(formatted, {"next": "Other"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Denmark", "Sweden"),
        ("Title: What", "Title:\n\nWhat"),
        ("\n\n* **Ann", "\n* **Ann"),
        ("* one\n* two", "* one two"),
        ("2. second", "7. second"),
        ("**2 March 2026 at 3:00pm CET**", "2 March 2026 at 3:00pm CET"),
        ("| bb |", "| b b |"),
        ("first", "fir st"),
        ("long cell", "longcell"),
        ("Möller-Šík", "Möller Šík"),
        ("doctor.", "doctor"),
    ],
)
def test_an_edit_of_words_or_of_their_order_is_seen(before: str, after: str) -> None:
    assert before in WRITTEN
    page = wrap("next", WRITTEN).replace(WRITTEN, WRITTEN.replace(before, after, 1))
    with pytest.raises(HandEdit):
        replace(page, {"next": WRITTEN})


@pytest.mark.parametrize("acts", ["{{ site.title }}", "a | b", "$$x$$", "{% raw %}"])
def test_an_escape_that_only_the_site_needs_is_no_freedom(acts: str) -> None:
    """Liquid and kramdown act on these, which a formatter for CommonMark does not know."""
    records = series(talk("S02E01", acts, "Ada"))
    page = write("webinar", None, records)
    assert acts not in page
    shown = next(line for line in page.split("\n") if line.startswith("Title: "))
    with pytest.raises(HandEdit):
        write("webinar", page.replace(shown, f"Title: {acts}"), records)


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6)
LINES = st.tuples(
    st.sampled_from(["", "* ", "- ", "1. ", "### ", "> ", "| ", "_", "**", "    ", "2023. "]),
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join),
).map("".join)
BODIES = st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=8).map("\n".join)


@given(BODIES, st.data())
def test_another_word_is_another_checksum(body: str, data: st.DataObject) -> None:
    places = [at for at, char in enumerate(body) if char.isalnum()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.characters(categories=["L"]))
    assume(other != body[at])
    assert checksum(body[:at] + other + body[at + 1 :]) != checksum(body)
    assert checksum(body[:at] + body[at + 1 :]) != checksum(body)


@given(st.lists(LINES.filter(lambda line: not line.startswith("    ")), min_size=1, max_size=6),
       st.data())  # fmt: skip
def test_blank_lines_signs_and_padding_are_free(lines: list[str], data: st.DataObject) -> None:
    sign = data.draw(st.sampled_from("*+-"))
    gap = "\n" * data.draw(st.integers(2, 4))
    others = [f"{sign} {line[2:]}" if line[:2] in ("* ", "- ") else line for line in lines]
    padded = [f"{line.replace(' ', '  ', 1)} " if line[:1].isalpha() else line for line in others]
    assert checksum(gap.join(padded)) == checksum("\n\n".join(lines))
    assert checksum("\n\n".join(lines).replace("_", "*")) == checksum("\n\n".join(lines))


def news(records: Records) -> str:
    held = SEASONS[1]._replace(state="held", start=MARCH)
    records = records._replace(
        seasons=(held,), pages=records.pages._replace(news="_news", news_name="")
    )
    return write("news", None, records, "_news/20260302_webinar_2.md")


def test_a_formatted_news_item_is_no_edit_and_a_word_is() -> None:
    item = news(series(talk("S02E01", "T", "Ada*")))
    formatted = item.replace("**", "__").replace("\n---\n\n", "\n---\n\n\n")
    assert formatted != item
    assert regions.is_sealed(formatted, regions.NEWS)
    assert regions.update(formatted, item, regions.NEWS, "x.md", False) == formatted
    with pytest.raises(HandEdit):
        regions.update(item.replace("took", "will take"), item, regions.NEWS, "x.md", False)
    before, _, rest = item.partition(regions.NEWS)
    rest = rest.partition("\n")[2]
    old = f"{before}{regions.NEWS}{exact_checksum(before + rest)}\n{rest}"
    assert regions.update(old, item, regions.NEWS, "x.md", False) == old
    spaced = old.replace("\n---\n\n", "\n---\n\n\n")
    written = regions.update(spaced, item, regions.NEWS, "x.md", False)
    assert written == item.replace("\n---\n\n", "\n---\n\n\n")
    assert regions.update(spaced.replace("\n", "\r\n"), item, regions.NEWS, "x.md", False) == (
        written.replace("\n", "\r\n")
    )


@pytest.mark.parametrize("command", [("prettier", "--write"), (sys.executable, "-m", "mdformat")])
def test_the_real_formatters_edit_nothing_by_hand(tmp_path: Path, command: tuple[str, ...]) -> None:
    # No system test, which CI must not skip: Debian has no package of prettier.
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here: npm install -g prettier")
    abstract = "We *look*.\n\n* one\n* two\n\n1. a\n2. b\n\n***\n\nSee <https://a.example/x_y>."
    records = series(talk("S02E01", "5*3 and _more_ #1", "Ann M.", abstract=abstract, bio="- a"))
    for kind in ("webinar", "abstracts"):
        text = write(kind, None, records).rpartition("---\n\n# ")[2]
        page = tmp_path / f"{kind}.md"
        page.write_text(f"# {text}")
        subprocess.run([*command, str(page)], check=True, capture_output=True)
        formatted = page.read_text()
        assert formatted != f"# {text}" or kind == "abstracts"
        assert write(kind, formatted, records) == formatted
