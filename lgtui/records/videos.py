"""Several video links at once: pasted lines, each matched to the talk it belongs to (pure).

What people paste: bare links one below the other, links behind ids or titles, a title on one
line and its link on the next (as video sites copy them), a mail with links in sentences. Each link
goes to the talk whose id stands beside it, in whatever season; else to the one whose title or
speakers are named there; else the links go in order to the talks that have no video yet. As many
bare links as a season has talks, or as all held ones where none lacks a video, are a playlist,
whose links take the place of the old ones in order. Nothing is set here without a plan that can
be shown first.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.model import Records, Talk, Where, full_name, make_id, parse_id, season_label
from lgtui.records.edits import Edit, EditError
from lgtui.text.folding import fold
from lgtui.text.inline_markdown import word_list
from lgtui.text.urls import addresses, is_video

_ID = re.compile(
    r"(?i)(?<![a-z0-9])(?:S[ ]?0*([0-9]{1,4})[ ._-]?)?E(?:p(?:isode)?)?[ .]?0*([0-9]{1,3})"
    r"(?![a-z0-9])"
)
_WITHHELD = re.compile(r"(?i)\b(?:withheld|withholds?|not (?:be )?(?:shared|recorded|published))\b")
_WITHHELD_OR_TITLE = re.compile(
    r"(?i)\b(?:(?:no|without) (?:video|recording|consent)|(?:did|does) not agree|private)\b"
)
"""May as well be the words of a title, which a link follows on the next line."""

_COMMON = frozenset(
    "a an and are as at by can do does for from how in into is it its of on or our that the their "
    "this to via we what when why with video videos recording recordings link links talk talks "
    "webinar youtube https http www part".split()
)
"""Words that say nothing of which talk is meant."""


class VideoMatch(NamedTuple):
    """A link, or the note that there will be none, and the talk it goes to.

    Attributes:
        at: the talk's place in the records.
        url: the video's address, ``""`` where the recording is withheld.
        how: ``id``, ``words`` (title or speakers) or ``order``.
        line: what was pasted.
        before: the address that it takes the place of, ``""`` for none.
        note: what else is worth a look before it is made.
    """

    at: int
    url: str
    how: str
    line: str
    before: str = ""
    note: str = ""


class VideoPlan(NamedTuple):
    """What pasted lines would set, and those lines that belong to no talk, each with a reason."""

    matches: tuple[VideoMatch, ...]
    unmatched: tuple[tuple[str, str], ...]


class _Entry(NamedTuple):
    """A link with the words beside it; no link where the words say that it is withheld."""

    url: str
    clue: str
    line: str


def match_videos(records: Records, text: str, season: int | None = None) -> VideoPlan:
    """Match pasted lines to talks.

    Args:
        records: all records.
        text: what was pasted.
        season: the season they are of; ``None`` for the latest one that has talks without video
            and is not planned for later, whereby an id or a title may name any talk.
    """
    entries, left = _entries(text)
    pool = _pool(records, season)
    taken: dict[int, VideoMatch] = {}
    unmatched: list[tuple[int, str, str]] = [(at, line, why) for at, line, why in left]
    waiting: list[tuple[int, _Entry]] = []
    seen: set[str] = set()
    for number, entry in entries:
        if entry.url and entry.url in seen:
            unmatched.append((number, entry.line, "the link is here twice"))
            continue
        seen.add(entry.url)
        at, how = _named(records, entry.clue, pool, season)
        if at is None and how:
            unmatched.append((number, entry.line, how))
        elif at is None:
            waiting.append((number, entry))
        elif at in taken:
            talk = records.talks[at].id
            unmatched.append((number, entry.line, f"another line is for {talk} already"))
        else:
            taken[at] = _match(records.talks[at], at, entry, how)
    free = [at for at in _in_order(records, pool, season) if at not in taken]
    bare = sum(bool(entry.url) for _, entry in waiting)
    if bare > len(free):
        free = free if taken else _playlist(records, pool, season, bare)
    for number, entry in waiting:
        if not entry.url:
            unmatched.append((number, entry.line, "it does not say which talk"))
        elif free:
            at = free.pop(0)
            taken[at] = _match(records.talks[at], at, entry, "order")
        else:
            unmatched.append((number, entry.line, "no talk without a video is left for it"))
    matches = sorted(taken.values(), key=lambda match: _key(records.talks[match.at], match.at))
    return VideoPlan(
        tuple(matches), tuple((line, why) for _, line, why in sorted(unmatched, key=lambda u: u[0]))
    )


def set_videos(records: Records, plan: VideoPlan) -> Edit:
    """Set what a plan says, as one edit.

    Raises:
        EditError: the plan changes nothing, or a talk is not where it was.
    """
    talks = list(records.talks)
    changed: list[str] = []
    for match in plan.matches:
        if match.at >= len(talks):
            raise EditError("The talks have changed since; paste the links again.")
        talk = talks[match.at]
        recording = "" if match.url else "withheld"
        new = talk._replace(video_url=match.url, recording=recording)
        if new != talk:
            talks[match.at] = new
            changed.append(talk.id)
    if not changed:
        raise EditError("Nothing of this is new to the records.")
    first = next(match.at for match in plan.matches if records.talks[match.at].id == changed[0])
    label = f"videos of {', '.join(changed)}" if len(changed) > 1 else f"video of {changed[0]}"
    return Edit(records._replace(talks=tuple(talks)), Where("talks", first, "video_url"), label)


def _entries(text: str) -> tuple[list[tuple[int, _Entry]], list[tuple[int, str, str]]]:
    """Return every link with the words that belong to it, by line; and the lines without one."""
    entries: list[tuple[int, _Entry]] = []
    left: list[tuple[int, str, str]] = []
    above: tuple[int, str] | None = None  # a line of words that may belong to the next link
    lines = text.splitlines()
    for number, line in enumerate(lines):
        shown = " ".join(line.split())
        found = addresses(line)
        if not found:
            if not shown:
                continue
            if above:
                left.append((*above, "there is no link in it"))
            above = None
            if _WITHHELD.search(line) or (
                _WITHHELD_OR_TITLE.search(line) and not _link_alone_follows(lines[number + 1 :])
            ):
                entries.append((number, _Entry("", line, shown)))
            else:
                above = (number, shown)
            continue
        at = 0
        for index, address in enumerate(found):
            last = index == len(found) - 1
            clue = f"{line[at : address.start]} {address.text} {line[address.end :] * last}"
            if not _telling(clue) and above and index == 0:
                clue, shown, above = above[1], f"{above[1]} {shown}", None
            entries.append((number, _Entry(address.url, clue, shown)))
            at = address.end
        if above:
            left.append((*above, "there is no link in it"))
        above = None
    if above:
        left.append((*above, "there is no link in it"))
    return entries, left


def _link_alone_follows(lines: list[str]) -> bool:
    """Tell whether the next line is a link alone, to which the line before it is the title."""
    following = next((line for line in lines if line.strip()), "")
    found = addresses(following)
    if not found:
        return False
    around = following[: found[0].start], found[0].text, following[found[-1].end :]
    return not _telling(" ".join(around))


def _telling(clue: str) -> bool:
    """Tell whether words beside a link could say which talk is meant."""
    return bool(_ID.search(clue) or _words(clue))


def _pool(records: Records, season: int | None) -> list[int]:
    """Return where the talks are that words may name: a season's, or all; no cancelled ones."""
    cancelled = {each.number for each in records.seasons if each.state == "cancelled"}
    keys = [
        (at, parse_id(talk.id))
        for at, talk in enumerate(records.talks)
        if talk.state != "cancelled"
    ]
    if season is not None:
        return [at for at, key in keys if key and key[0] == season]
    return [at for at, key in keys if key and key[0] not in cancelled]


def _in_order(records: Records, pool: list[int], season: int | None) -> list[int]:
    """Return the talks that links without any words go to: those without a video, by episode."""
    open_ = [
        at for at in pool if not records.talks[at].video_url and not records.talks[at].recording
    ]
    if season is None:
        season = _usual_season(records, open_)
    mine = [
        (key, at) for at in open_ if (key := parse_id(records.talks[at].id)) and key[0] == season
    ]
    return [at for _, at in sorted(mine)]


def _playlist(records: Records, pool: list[int], season: int | None, count: int) -> list[int]:
    """Return the talks that a playlist of so many videos is of: a season's, else all held ones.

    Talks whose recording is withheld are in no playlist. Where the numbers differ nobody can tell
    which video is whose, and only talks without one get one.
    """
    held = {each.number for each in records.seasons if each.state == "held"}
    shared = [at for at in _pool(records, None) if not records.talks[at].recording]
    keyed = sorted((key, at) for at in shared if (key := parse_id(records.talks[at].id)))
    mine = [at for key, at in keyed if key[0] == season]
    if len(mine) == count:
        return mine
    free = _in_order(records, pool, season)
    every = [at for key, at in keyed if key[0] in held]
    return every if not free and len(every) == count else free


def _usual_season(records: Records, open_: list[int]) -> int | None:
    """Return the latest held season with open videos; where none was held, the first one."""
    numbers = {key[0] for at in open_ if (key := parse_id(records.talks[at].id))}
    held = {each.number for each in records.seasons if each.state == "held"} & numbers
    return max(held) if held else min(numbers, default=None)


def _named(
    records: Records, clue: str, pool: list[int], season: int | None
) -> tuple[int | None, str]:
    """Return the talk that words name, and how; ``None`` with a reason, or ``""`` for no names."""
    found = _ID.search(clue)
    if found and (found[1] or season is not None):
        number = int(found[1]) if found[1] else season
        assert number is not None, "checked above"
        wanted = (number, int(found[2]))
        for at in _pool(records, None if found[1] else season):
            if parse_id(records.talks[at].id) == wanted:
                return at, "id"
        elsewhere = "" if found[1] or season is None else f" in {season_label(season)}"
        return None, f"there is no {make_id(*wanted)}{elsewhere}"
    words = _words(clue)
    best, how = _by_words(records, words, pool)
    if best is None and not how and season is not None:
        # The whole title, or all names, of a talk of another season says which one is meant.
        for other in _pool(records, None):
            talk = records.talks[other]
            names = " ".join(map(full_name, talk.speakers))
            if any(
                (own := set(_words(text))) and own <= set(words) for text in (talk.title, names)
            ):
                return other, "words"
    return best, how


def _by_words(records: Records, words: Sequence[str], pool: list[int]) -> tuple[int | None, str]:
    """Return the one talk whose title and speakers share the most telling words with a line."""
    if not words:
        return None, ""
    held = {at: set(_words(_names(records.talks[at]))) for at in pool}
    counts: dict[str, int] = {}
    for each in held.values():
        for word in each:
            counts[word] = counts.get(word, 0) + 1
    # A word that many talks share tells little: each counts as its share of one talk.
    scores = {at: sum(1 / counts[word] for word in set(words) & each) for at, each in held.items()}
    best = sorted(scores, key=lambda at: -scores[at])[:2]
    if not best or scores[best[0]] == 0:
        return None, ""
    if len(best) > 1 and scores[best[0]] - scores[best[1]] < 0.34:
        names = " and ".join(records.talks[at].id for at in best)
        return None, f"its words fit {names} alike"
    return best[0], "words"


def _names(talk: Talk) -> str:
    return " ".join([talk.title, *map(full_name, talk.speakers)])


def _words(text: str) -> list[str]:
    """Return the telling words of a text, without case and accents."""
    return [
        word
        for word in word_list(fold(text))
        if word not in _COMMON and not word.isdecimal() and (len(word) > 1 or not word.isascii())
    ]


def _match(talk: Talk, at: int, entry: _Entry, how: str) -> VideoMatch:
    notes = []
    if entry.url and talk.recording == "withheld":
        notes.append("it was marked as withheld")
    if entry.url and not is_video(entry.url):
        notes.append("not a usual place for videos")
    if entry.url == talk.video_url and entry.url:
        notes.append("the record has it already")
    before = talk.video_url if talk.video_url != entry.url else ""
    return VideoMatch(at, entry.url, how, entry.line, before, "; ".join(notes))


def _key(talk: Talk, at: int) -> tuple[tuple[int, int], int]:
    return parse_id(talk.id) or (0, 0), at
