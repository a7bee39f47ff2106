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
