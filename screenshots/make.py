"""Makes the pictures of the README: ``python screenshots/make.py``.

The app runs on a copy of the project's own data at a frozen hour, so that a picture changes only
when the app does.
"""

import asyncio
import datetime
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from lgtui.tui.app import LgtuiApp  # noqa: E402 (the checkout's own package comes first)
from lgtui.tui.loading import open_file  # noqa: E402

NOW = datetime.datetime(2026, 2, 16, 12)

PICTURES = {
    "browse": ((132, 40), ("down",)),
    "edit": ((132, 40), ("down", "enter")),
    "problems": ((132, 40), ("4", "down")),
    "filter": ((132, 40), ("slash", *"imaging", "enter")),
    "help": ((132, 40), ("question_mark",)),
    "80x24": ((80, 24), ("down",)),
}
"""For each picture the size of the terminal and the keys that lead to it."""


async def picture(name: str, site: Path) -> None:
    """Runs the app, presses the keys, and keeps what is on the screen."""
    size, keys = PICTURES[name]
    app = LgtuiApp(open_file(str(site / "data" / "talks.toml")), today=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        while app.session.checked is None:
            await pilot.pause(0.05)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.pause(0.6)
        text = app.export_screenshot(title="lgtui", simplify=True)
    (ROOT / "screenshots" / f"{name}.svg").write_text(text, encoding="utf-8")


def main() -> None:
    """Makes all pictures, or those that are named."""
    names = sys.argv[1:] or list(PICTURES)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        for part in ("data", "_pages", "_news", "assets"):
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, site / part)
        (site / ".git").mkdir()
        for name in names:
            asyncio.run(picture(name, site))
            print(f"wrote screenshots/{name}.svg")


if __name__ == "__main__":
    main()
