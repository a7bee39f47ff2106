"""Takes the pictures of README and docs of the running app, on this repository's own records.

Run it as ``python screenshots/make.py``; names such as ``browse edit`` take only these. It needs
Debian's packages chromium, pngquant, fonts-dejavu-core and fonts-noto-color-emoji, and writes
``screenshots/*.png``. Clock, sizes and colours are fixed, so the same app gives the same pictures.
"""

import argparse
import asyncio
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from textual.pilot import Pilot

from lgtui.tui.app import LgtuiApp
from lgtui.tui.startup import open_file

ROOT = Path(__file__).parents[1]

NOW = datetime.datetime(2026, 2, 12, 10, 30)
"""Three weeks before the newest season of the records."""

CHROMIUM = """chromium --headless --no-sandbox --disable-gpu --disable-background-networking
--disable-component-update --disable-sync --no-first-run --hide-scrollbars
--force-device-scale-factor=1""".split()

FONTS = ("DejaVu Sans Mono", "Noto Color Emoji")
STYLE = f"""<style>
html, body {{ margin: 0; background: transparent; }}
svg {{ display: block; }}
svg text {{ font-size: 21px; font-family: {", ".join(f"'{font}'" for font in FONTS)} !important; }}
</style>"""

Press = Callable[[Pilot[None]], Awaitable[None]]


class Picture(NamedTuple):
    """One picture: its file's name, columns and lines, what is done before, and the colours."""

    name: str
    size: tuple[int, int]
    prepare: Press
    theme: str = "lgtui"


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys and lets form, preview and checks follow."""
    await pilot.press(*keys)
    await pilot.pause(0.6)


async def browse(pilot: Pilot[None]) -> None:
    """The list with a talk of the next season, its form and its preview."""
    await press(pilot, "down")


async def edit(pilot: Pilot[None]) -> None:
    """A title is typed in; the preview shows it already."""
    await press(pilot, "down", "enter", "end", *"space left_parenthesis".split(), *"Part", "space")
    await press(pilot, "1", "right_parenthesis")


async def problems(pilot: Pilot[None]) -> None:
    """The findings below the list, and the change that fixes one of them."""
    await press(pilot, "4", "down")


async def publish(pilot: Pilot[None]) -> None:
    """What is about to be published, record by record, and the subject made from it."""
    await press(pilot, "down", "enter", "end", *"space left_parenthesis".split(), *"Part", "space")
    await press(pilot, "1", "right_parenthesis")
    await press(pilot, "escape", "down", "enter", *["tab"] * 2, *"Dr.", "escape")
    await press(pilot, "ctrl+s")
    await pilot.pause(7)  # until the words about saving are gone
    await press(pilot, "P")
    await pilot.pause(2)


async def small(pilot: Pilot[None]) -> None:
    """One pane at a time."""
    await press(pilot, "down")


PICTURES = (
    Picture("browse", (160, 45), browse),
    Picture("edit", (120, 34), edit),
    Picture("light", (160, 45), browse, "textual-light"),
    Picture("problems", (132, 40), problems),
    Picture("publish", (132, 40), publish),
    Picture("80x24", (80, 24), small),
)


def needed() -> list[str]:
    """What is missing of the programs and fonts that pictures are made with."""
    missing = [name for name in ("chromium", "pngquant") if not shutil.which(name)]
    packages = ("fonts-dejavu-core", "fonts-noto-color-emoji")
    for font, package in zip(FONTS, packages, strict=True):
        found = subprocess.run(["fc-list", font], capture_output=True, text=True, check=False)
        if not found.stdout:
            missing.append(package)
    return missing


def make_site(folder: Path) -> Path:
    """A committed copy of this repository's records and pages; gives its data file."""
    for name in ("data", "_pages"):
        shutil.copytree(ROOT / name, folder / name)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    origin = str(folder.parent / "origin.git")
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "Begin"],
                    ["init", "-q", "--bare", origin], ["remote", "add", "origin", origin],
                    ["push", "-qu", "origin", "main"]):  # fmt: skip
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder / "data" / "talks.toml"


async def draw(picture: Picture, folder: Path) -> str:
    """Runs the app up to the picture and gives its screen as SVG."""
    path = make_site(folder / "datasets-webinar")
    app = LgtuiApp(
        open_file(str(path)), today=lambda: NOW, draft_path=str(path), theme=picture.theme
    )
    async with app.run_test(size=picture.size, notifications=True) as pilot:
        await pilot.pause(1.0)
        await picture.prepare(pilot)
        return app.export_screenshot(simplify=False)


def to_png(svg: str, target: Path, folder: Path) -> None:
    """Draws an SVG with this machine's fonts alone, letter for letter in its cell."""
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    svg = svg.replace("textLength=", 'lengthAdjust="spacingAndGlyphs" textLength=')
    width, height = (round(float(number)) for number in re.findall(
        r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])  # fmt: skip
    page = folder / "picture.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{STYLE}{svg}", encoding="utf-8")
    raw = folder / "picture.png"
    command = [*CHROMIUM, f"--user-data-dir={folder}/chromium", f"--window-size={width},{height}",
               f"--screenshot={raw}", page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    # A few dozen colours are all that is in it; so each picture takes a quarter of the room.
    subprocess.run(["pngquant", "--force", "--strip", "--output", target, "64", raw], check=True)


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pictures")
    options = parser.parse_args()
    if missing := needed():
        raise SystemExit(f"first install: apt-get install {' '.join(missing)}")
    os.environ.pop("NO_COLOR", None)
    for picture in PICTURES:
        if options.names and picture.name not in options.names:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            os.environ["XDG_STATE_HOME"] = str(folder / "state")
            (folder / "state" / "lgtui").mkdir(parents=True)
            (folder / "state" / "lgtui" / "started").touch()  # no words of welcome
            os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
            svg = asyncio.run(draw(picture, folder))
            target = ROOT / "screenshots" / f"{picture.name}.png"
            to_png(svg, target, folder)
            print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
