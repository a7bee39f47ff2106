"""What lgtui is measured against: other ways to write the same page from the same records.

Each contestant lays out its folder once and is then a command that is started anew for each run.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

RIVALS = Path(__file__).with_name("rivals")


class Contestant(NamedTuple):
    """A name, a command in its folder, and a file to put back before each run: from and to."""

    name: str
    command: list[str]
    folder: Path
    put_back: tuple[Path, Path] | None = None


def lgtui(folder: Path, data: bytes, page: str, *arguments: str) -> Contestant:
    """The command under test; the page is put back before each run, so that it is written."""
    (folder / "_pages").mkdir(parents=True)
    (folder / ".git").mkdir()
    write_data(folder, data)
    before, target = folder / "before.md", folder / "_pages" / "webinar.md"
    before.write_text(page, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lgtui")), *arguments]
    return Contestant(" ".join(["lgtui", *arguments]), command, folder, (before, target))


def script(name: str, folder: Path, data: bytes) -> Contestant:
    """A Python script of its own, with its template beside it."""
    write_data(folder, data)
    shutil.copy(RIVALS / f"{name}.py", folder / "script.py")
    shutil.copy(RIVALS / "page.jinja2", folder / "page.jinja2")
    return Contestant(name.replace("_", " "), [sys.executable, "script.py"], folder)


def hugo(folder: Path, data: bytes) -> Contestant | None:
    """Hugo with the records as a data file and one layout; ``None`` where it is missing."""
    if not (program := shutil.which("hugo")):
        return None
    write_data(folder, data)
    (folder / "layouts").mkdir()
    shutil.copy(RIVALS / "hugo.html", folder / "layouts" / "index.html")
    kinds = "disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', '404', 'section', 'page']"
    (folder / "config.toml").write_text(f"baseURL = 'https://example.org/'\n{kinds}\n")
    return Contestant("hugo", [program, "--quiet"], folder)


def jekyll(folder: Path, records: bytes) -> Contestant | None:
    """Jekyll with the records as a JSON data file; ``None`` where it is missing."""
    if not (program := shutil.which("jekyll")):
        return None
    (folder / "_data").mkdir(parents=True)
    (folder / "_data" / "talks.json").write_bytes(records)
    shutil.copy(RIVALS / "jekyll.md", folder / "page.md")
    (folder / "_config.yml").write_text("title: Benchmark\n")
    command = [program, "build", "--quiet", "--disable-disk-cache"]
    return Contestant("jekyll", command, folder)


def write_data(folder: Path, data: bytes) -> None:
    """The data file where every contestant looks for it."""
    os.makedirs(folder / "data", exist_ok=True)
    (folder / "data" / "talks.toml").write_bytes(data)
