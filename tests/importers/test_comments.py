"""What is commented out on a page is no fact: it stays a comment, and is never shown."""

import re

import pytest

from tests.importers.importing import imported

WEBINAR = """# S

#### Next webinar: T
Date: **8 February 2027 at 3:00pm CET**

Speakers:

* **Ann Bee** - Lab

Title: X{}

Abstract: Seen from above.{}

Short bio: Ann is.{}

#### Previous talks:
* S01E01 - **Cy Dee** (Lab). 3rd March 2025. **Y**
"""
ABSTRACTS = """# S

### Cy Dee (Lab)
Title: Y{}

Abstract: One.{}

Bio: Cy is.{}
"""


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "comment",
    [
        "\n\n<!-- Abstract: SECRET -->",
        "\n\n<!-- SECRET\nmore SECRET2 -->",
        " <!-- SECRET --> and on.",
        " <!-- SECRET\nSECRET2 --> and on.",
        " <!-- SECRET -->",
        "\n<!-- SECRET -->",
        "\n\n<!--\nAbstract: SECRET\n\nSECRET2\n-->\n\nAnd more.",
    ],
)
def test_a_comment_within_a_talk_stays_a_comment(comment: str, place: int) -> None:
    parts = ["", "", ""]
    parts[place] = comment
    result = imported(WEBINAR.format(*parts), ABSTRACTS.format(*parts))
    for page in result.pages.values():
        assert page.count("SECRET") == comment.count("SECRET")
        assert "\\<!--" not in page
        assert "SECRET" not in re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    for talk in result.records.talks:
        assert "SECRET" not in f"{talk.title} {talk.abstract} {talk.bio}"
        assert "<!--" not in f"{talk.title} {talk.abstract} {talk.bio}"


HIDDEN = "<!-- SECRET -->"


@pytest.mark.parametrize(
    "page",
    [
        f"#### Previous talks:\n\n* S01E01 - **Cy Dee** (Lab). 3rd March 2025. **Y** {HIDDEN}\n",
        f"#### Previous talks:\n\n* S01E01 - **Cy Dee** (Lab {HIDDEN}). 3rd March 2025. **Y**\n",
        f"#### Previous talks:\n\n* S01E01 - {HIDDEN} **Cy Dee** (Lab). 3rd March 2025. **Y**\n",
        f"#### Previous talks:\n\n* S01E01 - **Cy Dee** (Lab). 3rd March 2025. **Y {HIDDEN}**\n",
        f"### Cy Dee (Lab) {HIDDEN}\n\nTitle: Y\n\nAbstract: One.\n\nBio: Born.\n",
        f"### Cy Dee {HIDDEN} (Lab)\n\nTitle: Y\n\nAbstract: One.\n\nBio: Born.\n",
        f"#### Next webinar: T {HIDDEN}\nDate: **8 February 2027**\n\nSpeakers:\n\n"
        "* **Cy Dee** - Lab\n\nTitle: Y\n",
        f"#### Next webinar: T\nDate: **8 February 2027** {HIDDEN}\n\nSpeakers:\n\n"
        "* **Cy Dee** - Lab\n\nTitle: Y\n",
        f"#### Next webinar: T\nDate: **8 February 2027**\n\nSpeakers:\n\n"
        f"* **Cy Dee** {HIDDEN} - Lab\n\nTitle: Y\n",
    ],
)
def test_a_comment_beside_names_places_and_days_stays_a_comment(page: str) -> None:
    result = imported(f"# S\n\n{page}")
    [talk] = result.records.talks
    assert (talk.title, talk.affiliation, talk.speakers[0].name) == ("Y", "Lab", "Cy Dee")
    [text] = result.pages.values()
    assert text.count("SECRET") == text.count(HIDDEN) == 1
    assert "\\<!" not in text
