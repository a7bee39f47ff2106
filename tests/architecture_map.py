"""The map of files in docs/architecture.md, made from the first line of each file's docstring.

``python -m tests.architecture_map`` writes it anew; ``test_docs.py`` compares.
"""

import ast
import re
from pathlib import Path

from tests.running import ROOT

DOCUMENT = ROOT / "docs" / "architecture.md"
MARKERS = re.compile(r"(<!-- map: [^>]*-->\n).*?(<!-- end of the map -->)", re.DOTALL)


def purpose(path: Path) -> str:
    """The first line of a file's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.partition("\n")[0].replace("|", "\\|")


def drawn() -> str:
    """The map: a table for each folder of the package, a line for each file."""
    lines: list[str] = []
    package = ROOT / "lgtui"
    for folder in sorted({path.parent for path in package.rglob("*.py")}):
        files = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
        lines += [f"### {folder.relative_to(ROOT)}/", "", purpose(folder / "__init__.py"), ""]
        lines += ["| file | what it is for |", "| --- | --- |"]
        lines += [f"| `{path.name}` | {purpose(path)} |" for path in files]
        lines.append("")
    return "\n".join(lines)


def with_map(document: str) -> str:
    """The document with the map as it should be."""
    return MARKERS.sub(lambda found: f"{found[1]}\n{drawn()}\n{found[2]}", document)


if __name__ == "__main__":
    DOCUMENT.write_text(with_map(DOCUMENT.read_text("utf-8")), "utf-8")
