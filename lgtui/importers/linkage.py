"""Links what several places say of one talk, and reports where they disagree."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lgtui.importers import ONE_VIDEO, Entry, Note
from lgtui.model import (
    FIELDS,
    Moment,
    Speaker,
    Talk,
    as_date,
    full_name,
    make_id,
    replaced,
    value_of,
)
from lgtui.text.dates import write_moment
from lgtui.text.folding import folded_words
from lgtui.text.inline_markdown import missing, word_list
from lgtui.text.urls import video_key


def similarity(
    one: Talk,
    one_label: tuple[int, int] | None,
    other: Talk,
    other_label: tuple[int, int] | None,
) -> float:
    """Return how surely two records are the same talk: 0 for no, larger for surer."""
    titles = title_similarity(folded_words(one.title), folded_words(other.title))
    names = shared_names(one.speakers, other.speakers)
    same_id = one_label is not None and one_label == other_label
    one_video = same_video(one.video_url, other.video_url)
    sure = (
        (titles >= 0.85 and names > 0)
        or titles >= 0.95
        or (same_id and (titles >= 0.5 or names >= 0.5))
        or (names >= 0.99 and (titles >= 0.5 or not (one.title and other.title)))
        or (one_video and (titles >= 0.4 or names > 0))
    )
    return titles + names + same_id + one_video if sure else 0.0


def title_similarity(one: str, other: str) -> float:
    """Return how alike two folded titles are, from 0 to 1."""
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
    """Return the share of the shorter list's speakers whose name the other list has."""
    if not one or not other:
        return 0.0
    first, second = (
        [set(folded_words(s.name).split()) for s in one],
        [set(folded_words(s.name).split()) for s in other],
    )
    if len(first) > len(second):
        first, second = second, first
    hits = sum(any(len(a & b) * 2 >= min(len(a), len(b)) and a & b for b in second) for a in first)
    return hits / len(first)


def same_video(one: str, other: str) -> bool:
    """Return whether two addresses are those of one video, whatever form they have."""
    return bool(one and other) and video_key(one)[0] == video_key(other)[0]


def match_speakers(one: Talk, other: Talk) -> list[int | None]:
    """Match each speaker of another place to one here, by index; the surest pairs first.

    Where nothing of the names is alike, the place in the row tells, if both rows are as long.
    """
    mine = [folded_words(speaker.name) for speaker in one.speakers]
    theirs = [folded_words(speaker.name) for speaker in other.speakers]
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


LineTimes = Callable[[str, int], int]
"""When a line of a source (from 1) was last changed, in seconds; 0 where nobody knows."""


def no_times(_source: str, _line: int) -> int:
    """Know of no line when it was changed."""
    return 0


NO_VOTES: Mapping[str, int] = {}
"""For pages without news items."""

MOST_DAYS_APART = 7
"""Days by which two dates of one talk may differ on one page."""


class LinkedTalk(NamedTuple):
    """One talk as all places together state it, with the entries it came from (the first leads)."""

    talk: Talk
    label: tuple[int, int] | None
    date: Moment | None
    upcoming: bool
    entries: tuple[Entry, ...]


def link_entries(
    entries: list[Entry],
    votes: Mapping[str, int] = NO_VOTES,
    times: LineTimes = no_times,
) -> tuple[list[LinkedTalk], list[Note]]:
    """Link the entries of all pages into talks, in the entries' order, and note disagreements.

    Entries of one list are never linked with each other: a list that has a talk twice has two.

    Args:
        entries: the entries.
        votes: how many further places link a video, by its key; of two videos of one talk the
            one that more places have is taken.
        times: when lines were changed; where two places differ, the newer one is taken.
    """
    linked: list[LinkedTalk] = []
    notes: list[Note] = []
    lists: list[list[Entry]] = []
    for entry in entries:
        if lists and (lists[-1][0].source, lists[-1][0].section) == (entry.source, entry.section):
            lists[-1].append(entry)
        else:
            lists.append([entry])
    for members in lists:
        pairs = _match_entries(linked, members)
        for entry in members:
            at = pairs.get(id(entry))
            if at is None:
                linked.append(
                    LinkedTalk(
                        entry.talk, entry.label, entry.date, entry.section == "next", (entry,)
                    )
                )
            else:
                linked[at], found = _merge(linked[at], entry, votes, times)
                notes += found
    return _resolve_duplicate_ids(linked, notes), notes


def _resolve_duplicate_ids(linked: list[LinkedTalk], notes: list[Note]) -> list[LinkedTalk]:
    """Give one of two talks with the same id a free id that another page gives it."""
    used = Counter(one.label for one in linked if one.label)
    result = []
    for one in linked:
        others = [entry.label for entry in one.entries if entry.label]
        free = next((label for label in others if not used[label]), None)
        if one.label and used[one.label] > 1 and free:
            used[one.label] -= 1
            used[free] += 1
            lead = one.entries[0]
            chosen = next(entry for entry in one.entries if entry.label == free)
            why = f"the id stands twice there: taken from {chosen.source}:{chosen.line}"
            change = (make_id(*one.label), make_id(*free), why)
            notes[:] = [
                note
                for note in notes
                if (note.source, note.line, note.before)
                != (chosen.source, chosen.place("id").line, make_id(*free))
            ]
            notes.append(Note(lead.source, lead.line, 1, "disagree", *change))
            result.append(one._replace(label=free))
        else:
            result.append(one)
    return result


def _match_entries(linked: list[LinkedTalk], entries: list[Entry]) -> dict[int, int]:
    """Match each entry, by its ``id()``, to a linked talk; the surest pairs first."""
    by_sign: dict[object, set[int]] = {}
    for at, one in enumerate(linked):
        for sign in _index_keys(one.talk, one.label):
            by_sign.setdefault(sign, set()).add(at)
    scores = []
    for number, entry in enumerate(entries):
        near = set().union(
            *(by_sign.get(sign, ()) for sign in _index_keys(entry.talk, entry.label))
        )
        for at in near:
            one = linked[at]
            if _are_different_talks(one, entry):
                continue
            if (score := similarity(one.talk, one.label, entry.talk, entry.label)) > 0:
                scores.append((score, -at, -number, at, entry))
    scores.sort(key=lambda row: row[:3], reverse=True)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, at, entry in scores:
        if at not in taken and id(entry) not in found:
            found[id(entry)] = at
            taken.add(at)
    return found


def _are_different_talks(one: LinkedTalk, entry: Entry) -> bool:
    """Return whether two similar talks are distinct: their days differ, or one has no day.

    One page that announces a talk and lists another of an earlier day tells of two, unless the
    day was only mistyped. Two pages of different times may give one talk two days. Either way
    its title is the same.
    """
    same = (one.label and one.label == entry.label) or (
        same_video(one.talk.video_url, entry.talk.video_url)
    )
    here = any(each.source == entry.source for each in one.entries)
    if same or (not here and not (one.date and entry.date)):
        return False
    days = 0
    if one.date and entry.date:
        days = abs((as_date(one.date) - as_date(entry.date)).days)
        if not days:
            return False
    titles = title_similarity(folded_words(one.talk.title), folded_words(entry.talk.title))
    return titles < 0.95 or (here and days > MOST_DAYS_APART)


def _index_keys(talk: Talk, label: tuple[int, int] | None) -> set[object]:
    """Return the keys of which two entries of one talk share one: id, video, title, a name."""
    found: set[object] = {label} if label else set()
    if talk.video_url:
        found.add(video_key(talk.video_url)[0])
    if talk.title:
        found.add(folded_words(talk.title))
    for speaker in talk.speakers:
        found |= {("name", word) for word in folded_words(speaker.name).split() if len(word) > 1}
    return found


def _merge(
    one: LinkedTalk, entry: Entry, votes: Mapping[str, int], times: LineTimes
) -> tuple[LinkedTalk, list[Note]]:
    """Merge a further entry into a talk; the earlier entry leads where both give a value."""
    talk, notes = one.talk, []
    for field in ("title", "affiliation", "video_url", "abstract", "bio"):
        mine, theirs = value_of(talk, field), value_of(entry.talk, field)
        if not theirs or mine.split() == theirs.split():
            continue
        if field == "video_url" and same_video(mine, theirs):
            # One video in two forms is no disagreement.
            url = min(
                mine, theirs, key=lambda one: (("si=" in one) + ("list=" in one), one != mine)
            )
            talk = talk._replace(video_url=url)
            lost, at_lead = (theirs, False) if url == mine else (mine, True)
            note = _disagreement(one, entry, field, lost, url, at_lead=at_lead)
            notes.append(note._replace(kind="normalized", why=ONE_VIDEO))
            continue
        why = _why_theirs(one, entry, field, votes, times) if mine else ""
        if mine and not why and not _is_clearly_better(field, mine, theirs):
            note = _disagreement(one, entry, field, theirs, mine)
            if field in _LONG and (only := missing([theirs], [mine])):
                note = note._replace(why=f"{note.why}; only here: {' '.join(only)}")
            notes.append(note)
            if field in _LONG and _lacks_many_words(theirs, mine):
                text = f"{_LONG[field]}: {theirs}"
                entry = entry._replace(kept=(*entry.kept, (entry.place(field).line - 1, text)))
            continue
        if mine:
            note = _disagreement(one, entry, field, mine, theirs, at_lead=True)
            notes.append(note._replace(why=f"{note.why}{why}"))
        talk = talk._replace(**{field: theirs})
    talk, found = _merge_speakers(one, talk, entry)
    notes += found
    withheld = talk.recording or entry.talk.recording
    if withheld and talk.video_url:
        at_lead = bool(one.talk.recording)
        notes.append(
            _disagreement(one, entry, "recording", withheld, talk.video_url, at_lead=at_lead)
        )
        withheld = ""
    talk = talk._replace(recording=withheld, state=talk.state or entry.talk.state)
    extra = tuple(link for link in entry.talk.links if link not in talk.links)
    talk = talk._replace(links=talk.links + extra)
    if entry.label and one.label and entry.label != one.label:
        notes.append(_disagreement(one, entry, "id", make_id(*entry.label), make_id(*one.label)))
    if entry.date and one.date and as_date(entry.date) != as_date(one.date):
        notes.append(
            _disagreement(one, entry, "date", write_moment(entry.date), write_moment(one.date))
        )
    upcoming = one.upcoming and entry.section != "previous"
    label, date = one.label or entry.label, one.date or entry.date
    return LinkedTalk(talk, label, date, upcoming, (*one.entries, entry)), notes


_NEWER = ("title", "affiliation", "video_url")
"""The facts that people correct on one page and forget on the other."""


def _why_theirs(
    one: LinkedTalk, entry: Entry, field: str, votes: Mapping[str, int], times: LineTimes
) -> str:
    """Return why a further place has the right value of a fact, ``""`` where nothing says so.

    Args:
        one: the talk so far.
        entry: a further place, with another value.
        field: the fact.
        votes: how many further places link a video, by its key.
        times: when lines were changed.
    """
    mine, theirs = value_of(one.talk, field), value_of(entry.talk, field)
    if field == "video_url":
        here, there = (votes.get(video_key(url)[0], 0) for url in (mine, theirs))
        if here != there:
            return "; the news has this one, too" if there > here else ""
    if field not in _NEWER or _says_more(mine, theirs):
        return ""
    lead = one.entries[0]
    changed = times(entry.source, entry.place(field).line)
    is_newer = changed > times(lead.source, lead.place(field).line) > 0
    return "; that line is the newer one" if is_newer else ""


_LONG = {"abstract": "Abstract", "bio": "Short bio"}


def _lacks_many_words(text: str, kept: str) -> bool:
    """Return whether a text has more than a few words that the one chosen instead lacks."""
    return len(missing([text], [kept])) > max(3, len(word_list(text)) // 20)


def _is_clearly_better(field: str, mine: str, theirs: str) -> bool:
    """Return whether the later value is clearly better: the other is cut off or no address."""
    if field == "video_url":
        return not mine.startswith(("http://", "https://"))
    if field in ("abstract", "bio", "affiliation"):
        return _says_more(theirs, mine)
    return False


def _says_more(text: str, other: str) -> bool:
    """Return whether a text has all words of another one, and more."""
    return len(text) > len(other) and set(word_list(other)) <= set(word_list(text))


def _merge_speakers(one: LinkedTalk, talk: Talk, entry: Entry) -> tuple[Talk, list[Note]]:
    if not talk.speakers:
        return talk._replace(speakers=entry.talk.speakers), []
    if not entry.talk.speakers:
        return talk, []
    speakers, notes = list(talk.speakers), []
    for theirs, match in zip(entry.talk.speakers, match_speakers(talk, entry.talk), strict=True):
        if match is None:
            speakers.append(theirs)
            name = full_name(theirs)
            notes.append(_disagreement(one, entry, "speakers", name, name))
            continue
        mine = speakers[match]
        for field in (row.name for row in FIELDS["speakers"]):
            mine_value, other = value_of(mine, field), value_of(theirs, field)
            if not (mine_value and other) or mine_value == other:
                continue
            if field in ("name", "affiliation") and _says_more(other, mine_value):
                mine = replaced(mine, field, other)
                notes.append(_disagreement(one, entry, field, mine_value, other, at_lead=True))
            else:
                notes.append(_disagreement(one, entry, field, other, mine_value))
        speakers[match] = mine._replace(
            prefix=mine.prefix or theirs.prefix,
            url=mine.url or theirs.url,
            affiliation=mine.affiliation or theirs.affiliation,
        )
    return talk._replace(speakers=tuple(speakers)), notes


def _disagreement(
    one: LinkedTalk, entry: Entry, field: str, lost: str, chosen: str, *, at_lead: bool = False
) -> Note:
    """Return the note on a field that two places give differently, at the value not taken."""
    lead = one.entries[0]
    home = {"name": "speakers", "prefix": "speakers", "url": "website"}.get(field, field)
    losing, winning = (lead, entry) if at_lead else (entry, lead)
    here, there = losing.place(home), winning.place(home)
    who = make_id(*one.label) if one.label else f"“{one.talk.title}”"
    kind = "NAME001" if field == "name" else "disagree"
    why = f"{who}, {field}: taken from {winning.source}:{there.line}:{there.column}"
    return Note(losing.source, here.line, here.column, kind, lost, chosen, why)
