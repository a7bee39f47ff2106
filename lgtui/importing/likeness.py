"""How alike what two places say of a talk is: its title, its speakers, its video."""

import re
import unicodedata

from lgtui.model import Speaker, Talk


def fold(text: str) -> str:
    """A text as it is compared: letters and digits only, without accents and case."""
    marks = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        re.findall(r"[^\W_]+", "".join(c for c in marks if not unicodedata.combining(c)))
    )


def likeness(
    one: Talk,
    one_label: tuple[int, int] | None,
    other: Talk,
    other_label: tuple[int, int] | None,
) -> float:
    """How surely two are the same talk: 0 for no, more for surer."""
    titles = similar(fold(one.title), fold(other.title))
    names = shared_names(one.speakers, other.speakers)
    same_id = one_label is not None and one_label == other_label
    same_video = bool(one.video_url) and video_key(one.video_url) == video_key(other.video_url)
    sure = (
        (titles >= 0.85 and names > 0)
        or titles >= 0.95
        or (same_id and (titles >= 0.5 or names >= 0.5))
        or (names >= 0.99 and (titles >= 0.5 or not (one.title and other.title)))
        or (same_video and (titles >= 0.4 or names > 0))
    )
    return titles + names + same_id + same_video if sure else 0.0


def similar(one: str, other: str) -> float:
    """How alike two folded titles are, from 0 to 1."""
    if one == other:
        return 1.0 if one else 0.0
    if min(len(one), len(other)) * 3 < max(len(one), len(other)) or len(one) > 1000:
        return 0.0
    shared = set(one.split()) & set(other.split())
    if not shared:
        return 0.0
    import difflib

    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def shared_names(one: tuple[Speaker, ...], other: tuple[Speaker, ...]) -> float:
    """The share of the shorter list's speakers whose family name or most words the other has."""
    if not one or not other:
        return 0.0
    first, second = (
        [set(fold(s.name).split()) for s in one],
        [set(fold(s.name).split()) for s in other],
    )
    if len(first) > len(second):
        first, second = second, first
    hits = sum(any(len(a & b) * 2 >= min(len(a), len(b)) and a & b for b in second) for a in first)
    return hits / len(first)


def video_key(url: str) -> str:
    """What tells one video from another, whatever form its address has."""
    found = re.search(r"(?:youtu\.be/|[?&]v=|/embed/|/live/|/shorts/)([\w-]{6,})", url)
    return found[1] if found else url.rstrip("/").casefold()


def matched(one: Talk, other: Talk) -> list[int | None]:
    """For each speaker of another place the one here who is the same; the surest pairs first.

    Where nothing of the names is alike, the place in the row tells, if both rows are as long.
    """
    mine = [fold(speaker.name) for speaker in one.speakers]
    theirs = [fold(speaker.name) for speaker in other.speakers]
    pairs = [
        (name == wanted, len(set(name.split()) & set(wanted.split())), at == row, -row, at)
        for at, wanted in enumerate(theirs)
        for row, name in enumerate(mine)
        if shared_names((one.speakers[row],), (other.speakers[at],)) > 0
    ]
    found: list[int | None] = [None] * len(theirs)
    for _, _, _, below, at in sorted(pairs, reverse=True):
        if found[at] is None and -below not in found:
            found[at] = -below
    for at in range(len(theirs)):
        if found[at] is None and len(mine) == len(theirs) and at not in found:
            found[at] = at
    return found
