"""The project's own season marked as held, its videos pasted: one change, and how it looks.

The pictures are kept where ``LGTUI_PICTURES`` says, to be looked at.
"""

import os
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from lgtui import cli, store
from lgtui.records import lifecycle
from lgtui.records.videos import match_videos, set_videos
from tests.running import missing

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not shutil.which("jekyll"), reason=missing("jekyll")),
    pytest.mark.skipif(not shutil.which("chromium"), reason=missing("chromium")),
]

CONFIG = """
title: Looking-Glass
permalink: /:path/:basename
include: [_pages]
exclude: [data]
collections:
  news: {output: true}
"""
LAYOUT = """<!doctype html><html><head><meta charset="utf-8"><title>{{ page.title }}</title>
<style>body { font: 16px/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; }</style></head>
<body>{{ content }}</body></html>
"""
VIDEOS = (
    "https://youtu.be/one\nE02 https://youtu.be/two\nRaghavendra Selvan: https://youtu.be/three\n"
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's data and page, with the folders that a site has, rendered once."""
    root = tmp_path / "site"
    for folder in ("data", "_pages", "_layouts"):
        (root / folder).mkdir(parents=True)
    data = (ROOT / "data" / "talks.toml").read_text()
    data = data.replace("_pages/news", "_news").replace("_pages/webinar.ics", "assets/webinar.ics")
    (root / "data" / "talks.toml").write_text(data)
    shutil.copy(ROOT / "_pages" / "webinar.md", root / "_pages")
    (root / "_config.yml").write_text(CONFIG)
    for layout in ("page", "post"):
        (root / "_layouts" / f"{layout}.html").write_text(LAYOUT)
    monkeypatch.chdir(root)
    assert cli.main(["--render"]) == 0
    return root


def build(root: Path) -> Path:
    built = root.parent / "_built"
    subprocess.run(
        ["jekyll", "build", "--safe", "--quiet", "-d", str(built)],
        cwd=root,
        check=True,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(root)},
    )
    return built


def picture(page: Path, name: str) -> tuple[int, int]:
    """Takes a picture of a built page; gives its width and height."""
    folder = Path(os.environ.get("LGTUI_PICTURES", page.parent))
    file = folder / f"{name}.png"
    # A container may have no /dev/shm that everyone can write to, and then it aborts.
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu","--disable-dev-shm-usage",
         "--hide-scrollbars", "--window-size=1000,1400",
         f"--user-data-dir={page.parent / 'profile'}",
         f"--screenshot={file}", page.as_uri()],
        check=True, capture_output=True, timeout=90,
    )  # fmt: skip
    raw = file.read_bytes()
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(raw) > 20_000, "an empty page is smaller"
    width, height = struct.unpack(">II", raw[16:24])
    return width, height


def test_the_season_is_held_and_looks_so(site: Path) -> None:
    data = str(site / "data" / "talks.toml")
    document = store.read(data)
    held = lifecycle.mark_held(document.records, 9).records
    plan = match_videos(held, VIDEOS, 9)
    assert [match.how for match in plan.matches] == ["order", "id", "words"]
    assert cli.main(["--status"]) == 1
    store.save(document, set_videos(held, plan).records)
    assert cli.main(["--render"]) == 0
    assert cli.main(["--status"]) == 0
    assert cli.main(["--check"]) == 0

    built = build(site)
    page = (built / "webinar" / "index.html").read_text()
    assert "Next webinar: TBA" in page
    assert '<a href="https://youtu.be/two">Abhishek Singh Sambyal</a>' in page
    abstracts = (built / "webinar_talks" / "index.html").read_text()
    assert abstracts.index("S09E03") < abstracts.index("S09E01")
    assert "9th webinar" in (site / "_news" / "20260302_webinar_9.md").read_text()
    assert "DTSTART:20260302T140000Z" in (built / "assets" / "webinar.ics").read_text()
    for path, name in (("webinar", "webinar"), ("webinar_talks", "abstracts")):
        assert picture(built / path / "index.html", name) == (1000, 1400)
