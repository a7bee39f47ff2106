"""``python -m lgtui`` is the command ``lgtui``."""

from lgtui.cli import entry

if __name__ == "__main__":
    entry()
