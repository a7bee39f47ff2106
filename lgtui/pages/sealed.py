"""Files that lgtui writes whole: one line in them holds a checksum of all the others.

The line stands where the format takes a comment. Without it, or when it does not fit, somebody
else wrote the file or edited it since: such words are never overwritten silently.
"""

from lgtui.pages.regions import Edit, HandEdit, checksum

NEWS = "# written by lgtui "
"""Begins the line in a news item's front matter."""

CALENDAR = "X-LGTUI-CHECKSUM:"
"""Begins the line in a calendar."""


def seal(before: str, begins: str, after: str) -> str:
    """Both parts of a file, with LF line ends, and the line with their checksum between them."""
    return f"{before}{begins}{checksum(before + after)}\n{after}"


def is_sealed(text: str, begins: str) -> bool:
    """Whether a file is as lgtui wrote it; its line ends may have become others."""
    lines = text.replace("\r\n", "\n").split("\n")
    for at, line in enumerate(lines):
        if line.startswith(begins):
            del lines[at]
            return line == begins + checksum("\n".join(lines))
    return False


def update(old: str | None, fresh: str, begins: str, file: str, force: bool) -> str:
    """The file's new text; the old one, line ends and all, where it says the same already.

    Raises:
        HandEdit: the file is neither fresh nor as lgtui wrote it.
    """
    if old is None:
        return fresh
    found, wanted = (text.replace("\r\n", "\n") for text in (old, fresh))
    if found == wanted:
        return old
    if not force and not is_sealed(old, begins):
        foreign = not any(line.startswith(begins) for line in found.split("\n"))
        raise HandEdit([Edit(file, "", 1, found.rstrip("\n"), wanted.rstrip("\n"), foreign)])
    return wanted.replace("\n", "\r\n") if "\r\n" in old else fresh
