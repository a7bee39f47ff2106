"""The vocabulary of a site's earlier texts, as git keeps them: it judges lost letters."""

import os
import re
import select
import time

from lgtui.repo.client import Clone, GitError
from lgtui.text.encoding import looks_garbled

LARGEST = 6_000_000
"""How many bytes of history are read at most, the latest first."""

LONGEST = 4.0
"""How many seconds are given to it."""

COMMITS = 500
"""How many commits that touch a text are looked at."""

_TEXTS = ("*.md", "*.markdown")


def known_words(root: str) -> frozenset[str]:
    """Return the words beyond ASCII that commits added to or took from a repository's Markdown.

    Nothing is fetched for it. Words that look garbled themselves are left out, and so is text
    that is not UTF-8. Where git or a history is missing, there are none.

    Args:
        root: the repository's folder.
    """
    if not os.path.lexists(os.path.join(root, ".git")):
        return frozenset()
    command = (
        *("log", "-p", "--unified=0", "--format=", "--no-color", "--no-ext-diff"),
        *("--no-textconv", "--no-show-signature", f"--max-count={COMMITS}", "--", *_TEXTS),
    )
    try:
        clone = Clone(root)
        with clone.stream(*command, env={"GIT_NO_LAZY_FETCH": "1"}) as log:
            diff = _read(log.out.fileno())
    except GitError:
        return frozenset()
    return words_of_diff(diff)


def words_of_diff(diff: bytes) -> frozenset[str]:
    """Return the sound words beyond ASCII in the added and removed lines of a diff."""
    found: set[str] = set()
    for line in diff.split(b"\n"):
        if line.isascii() or not line.startswith((b"+", b"-")):
            continue
        try:
            text = line.decode()
        except UnicodeDecodeError:
            # A line in another encoding, or the last one, cut off: it can vouch for no word.
            continue
        if not looks_garbled(text):
            found.update(word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii())
    return frozenset(found)


def _read(pipe: int) -> bytes:
    """Read a pipe until it ends, or the time or the amount is used up."""
    until = time.monotonic() + LONGEST
    parts: list[bytes] = []
    size = 0
    while size < LARGEST and (left := until - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        part = os.read(pipe, 1 << 16)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)
