"""A whole site with nasty records, built by the real Jekyll."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lgtui import render
from lgtui.model import Records, Season, Speaker, Talk, make_id
from lgtui.render.kramdown import one_line
from tests.render.judge import collapse, take_apart
from tests.render.making import SEASONS, series
from tests.render.nasty import BLOCKS, NASTY
from tests.running import missing

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not shutil.which("jekyll"), reason=missing("jekyll")),
]

CONFIG = """
permalink: /:path/:basename
include: [_pages]
exclude: [data]
collections:
  news: {output: true}
"""
LAYOUT = "<html><head><title>{{ page.title }}</title></head><body>{{ content }}</body></html>\n"


def nasty_series() -> Records:
    """A held talk for each nasty text, in every field; each abstract is nasty Markdown."""
    talks = tuple(
        Talk(
            make_id(1, at),
            text,
            (Speaker(text), Speaker("Bob", "Dr.")),
            text,
            "https://v.example/" + text.strip(),
            abstract=BLOCKS[at % len(BLOCKS)] + text,
            bio=text,
        )
        for at, text in enumerate(NASTY, 1)
    )
    planned = tuple(talk._replace(id=make_id(2, at)) for at, talk in enumerate(talks, 1))
    seasons = (SEASONS[0]._replace(theme="{{ x }} | *y*"), SEASONS[1]._replace(theme="{% x C#"))
    return series(*talks, *planned, seasons=(*seasons, Season(3)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that Jekyll wrote; it must not have complained."""
    root = tmp_path_factory.mktemp("site")
    (root / "_config.yml").write_text(CONFIG)
    (root / "_layouts").mkdir()
    for layout in ("page", "post"):
        (root / "_layouts" / f"{layout}.html").write_text(LAYOUT)
    for page in render.files(nasty_series()):
        file = root / page.path
        file.parent.mkdir(exist_ok=True)
        file.write_text(page.write(None), newline="")
    built = subprocess.run(
        ["jekyll", "build", "--safe", "--strict_front_matter"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(root)},
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert not re.search("error|warning", built.stdout + built.stderr, re.IGNORECASE)
    return root / "_site"


def test_each_previous_talk_shows_exactly_what_the_record_says(site: Path) -> None:
    html = take_apart((site / "webinar" / "index.html").read_text())
    shown = re.sub(r" ([).])", r"\1", html.text.replace("( ", "("))
    for at, text in enumerate(NASTY, 1):
        tidy = collapse(one_line(text))
        line = f"{make_id(1, at)} - {tidy} and Dr. Bob ({tidy}). 27th February 2023. {tidy}"
        assert re.sub(r" ([).])", r"\1", line.replace("( ", "(")) in shown


def test_no_page_holds_an_element_that_no_record_asked_for(site: Path) -> None:
    allowed = "html head title body h1 h3 h4 p strong em a ul ol li code pre hr br img div span"
    tables = "blockquote table thead tbody tr th td"
    found = {
        tag.name.lstrip("/")
        for file in site.rglob("*.html")
        for tag in take_apart(file.read_text()).tags
    }
    assert found <= set(f"{allowed} {tables}".split())


def test_the_news_item_and_the_calendar_arrive(site: Path) -> None:
    [item] = site.glob("**/20230227_webinar_1*")
    assert "on {{ x }} | *y* , took place with" in take_apart(item.read_text()).text
    assert (site / "assets" / "webinar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
