"""The page's new text: regions where lgtui understood it, everything else as it was."""

from collections.abc import Mapping, Sequence

from lgtui.importing.facts import PageText, Section
from lgtui.pages import regions


def place(page: PageText, sections: Sequence[Section], texts: Mapping[str, str]) -> str:
    """A page with its regions in place of what they were read from.

    Each region stands where its first line stood. Lines inside that stretch that were not
    understood follow below it, in their order, pieces of lines as paragraphs of their own.
    Blank lines are only touched next to a region or where lines were taken away: one is left.

    Args:
        page: The repaired page.
        sections: What was understood; a section without lines marks where a region is added.
        texts: The text of each region by its name.
    """
    by_line: dict[int, list[Section]] = {}
    pieces: dict[int, list[str]] = {}
    used: set[int] = set()
    for section in sections:
        start = min(section.used) if section.used else section.first
        by_line.setdefault(start, []).append(section)
        used |= section.used
        for at, text in section.kept:
            if at in section.used:
                pieces.setdefault(at, []).append(text)
        for entry in section.entries:
            for at, text in entry.kept:
                pieces.setdefault(at, []).append(text)
    made: list[str | None] = []
    for at in range(len(page.lines) + 1):
        for section in by_line.get(at, ()):
            made += [None, *regions.wrap(section.region, texts[section.region]).split("\n"), None]
        for text in pieces.get(at, ()):
            made += [None, *text.strip().split("\n"), None]
        if at < len(page.lines):
            if at in used:
                made.append(None)
            else:
                made.append(page.lines[at])
    return _settle(made)


def _settle(made: list[str | None]) -> str:
    """The lines as text; around each gap (``None``) exactly one blank line is left."""
    lines: list[str] = []
    gap = False
    for line in made:
        if line is None:
            while lines and not lines[-1].strip():
                lines.pop()
            gap = True
        elif gap and not line.strip():
            continue
        else:
            if gap and lines:
                lines.append("")
            lines.append(line)
            gap = False
    text = "\n".join(lines)
    return text if text.endswith("\n") or not lines else text + "\n"
