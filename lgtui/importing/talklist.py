"""The list of previous talks: ``* S01E01 - **[A](VIDEO)** (Place). 27th Feb 2023. **Title**``."""

import re
from functools import cache
from typing import NamedTuple

from lgtui.importing.dates import Stamp, find_date, say
from lgtui.importing.facts import Entry, Note, PageText, Place
from lgtui.importing.inline import balanced, blank, has_words, links, plain
from lgtui.importing.people import Person, people
from lgtui.importing.structure import content_of_bullet
from lgtui.model import Link, Speaker, Talk, make_id

VIDEO_HOSTS = re.compile(
    r"(?i)//(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|videolectures\.net)/"
)
HOME_PAGES = re.compile(
    r"(?i)\.github\.io|//(?:[\w-]+\.)*(?:linkedin\.com|orcid\.org|scholar\.google\.|twitter\.com|"
    r"x\.com|researchgate\.net)|/~|/(?:people|staff|persons?|profiles?|employees?|faculty)/"
)
VIDEO_LABEL = re.compile(r"(?i)\W*(?:video|recording|youtube|watch|talk)s?\W*")
ID_LABEL = (
    r"(?i)(?:season\s*)?S?\s?0*(?P<s{0}>[0-9]{{1,3}})\s?[.,x-]?\s?(?:episode|ep|e)\.?\s?0*(?P<e{0}>[0-9]{{1,3}})"
    r"(?![\w])|S(?P<s{1}>[0-9]{{2}})(?P<e{1}>[0-9]{{2}})(?!\w)"
)


@cache
def _id() -> re.Pattern[str]:
    return re.compile(ID_LABEL.format(1, 2))


class Item(NamedTuple):
    """One list item: the lines (from 0) it takes, its text as one line, the column it begins at."""

    lines: tuple[int, ...]
    text: str
    column: int


def read_label(text: str) -> tuple[tuple[int, int], str, int] | None:
    """Season and episode a text begins with, the label as written, and where it ends.

    Understood are ``S01E01``, ``S3E2``, ``S0302``, ``S03 E02`` and ``Season 3 Episode 2``.
    """
    found = re.compile(r"[\s*_\[]*").match(text)
    start = found.end() if found else 0
    label = _id().match(text, start)
    if not label:
        return None
    season, episode = label["s1"] or label["s2"], label["e1"] or label["e2"]
    return (int(season), int(episode)), label[0], label.end()


def items(page: PageText, first: int, last: int) -> list[Item]:
    """The list items between two lines; a line that continues an item belongs to it."""
    found: list[Item] = []
    open_item = False
    for at in range(first, last):
        line = page.lines[at]
        bullet = None if page.opaque[at] else content_of_bullet(line)
        if bullet:
            found.append(Item((at,), bullet[0].rstrip(), bullet[1] + 1))
            open_item = True
        elif page.opaque[at] or not line.strip() or line.lstrip().startswith(("#", "<", ">")):
            open_item = False
        elif open_item and (line.startswith((" ", "\t")) or not has_label_start(line)):
            item = found[-1]
            found[-1] = Item((*item.lines, at), f"{item.text} {line.strip()}", item.column)
    return found


def has_label_start(line: str) -> bool:
    """Whether a line begins with a talk's label, so that it can't continue the item above."""
    return read_label(line) is not None


class Parts(NamedTuple):
    """What a list item consists of, still as Markdown."""

    label: tuple[int, int] | None
    label_text: str
    names: str
    affiliation: str
    stamp: Stamp | None
    date_text: str
    title: str
    after: str
    label_url: str = ""


def read_item(page: PageText, item: Item, homepages: bool) -> tuple[Entry, list[Note]] | None:
    """One previous talk from a list item, with what was normalized; ``None`` for other items.

    Args:
        page: The page the item is on.
        item: The list item.
        homepages: Whether the page links videos separately (``[Video](URL)``), so that the link
            on a name is the speaker's own page.
    """
    parts = split_item(item.text)
    if not parts:
        return None
    named = people(parts.names)
    if not named or not (parts.label or parts.title or parts.stamp):
        return None
    video_links, other, leftover = trailing(parts.after)
    apart = homepages or bool(video_links)
    speakers, affiliation, video, more = assign_links(named, parts.affiliation, apart)
    extra = [*more, *other]
    title = plain(parts.title)
    for inside in links(parts.title):
        if VIDEO_HOSTS.search(inside.url) and not (video or video_links):
            video_links.append(inside.url)
        else:
            extra.append(Link("Link", inside.url))
    for url in [parts.label_url, *video_links]:
        if url and not video:
            video = url
        elif url and url != video:
            extra.append(Link("Video", url))
    line = item.lines[0]
    notes: list[Note] = []
    spent = [parts.label_text, parts.date_text, "and with Video Recording YouTube Watch Talk"]
    if parts.label and parts.label_text != make_id(*parts.label):
        notes.append(
            Note(
                page.name,
                line + 1,
                item.column,
                "SEQ008",
                parts.label_text,
                make_id(*parts.label),
                "an id has the form S01E01",
            )
        )
    if parts.stamp and parts.stamp.doubt:
        notes.append(
            Note(
                page.name,
                line + 1,
                item.column,
                "guess",
                parts.date_text,
                say(parts.stamp.moment),
                parts.stamp.doubt,
            )
        )
    talk = Talk(
        id=make_id(*parts.label) if parts.label else "",
        title=title,
        speakers=speakers,
        affiliation=affiliation,
        video_url=video,
        links=tuple(extra),
    )
    column = {
        field: item.column + item.text.find(value)
        for field, value in (
            ("title", parts.title),
            ("speakers", parts.names),
            ("affiliation", parts.affiliation),
            ("video_url", video),
            ("date", parts.date_text),
        )
        if value and value in item.text
    }
    entry = Entry(
        page.name,
        "previous",
        item.lines,
        talk,
        parts.label,
        parts.stamp.moment if parts.stamp else None,
        tuple(spent),
        ((line, leftover),) if has_words(leftover) else (),
        tuple((field, Place(line + 1, at)) for field, at in column.items()),
    )
    return entry, notes


def split_item(text: str) -> Parts | None:
    """A list item's text in its parts; ``None`` where it does not look like a talk."""
    found = read_label(text)
    label, label_text, at = found if found else (None, "", 0)
    label_url = ""
    around = next((one for one in links(text) if label and one.start < at), None)
    if around and around.end < len(text) and label_text in around.text:
        label_url, at = around.url, around.end
    rest = text[at:]
    if label:
        rest = re.sub(r"^[\s\])*_]*[:–—|.-]*\s*", "", rest, count=1)
        rest = _open_bold(text[:at], rest)
    elif not re.match(r"\*\*|\[", rest):
        return None
    names, affiliation, rest = split_names(rest)
    stamp = find_date(
        re.sub(r"\*\*.*", lambda m: m[0] if find_date(m[0]) else " " * len(m[0]), rest)
    )
    # A date inside the title is the title's own: the day stands before it or in parentheses.
    bold = re.search(r"\*\*(.+?)\*\*(?!\*)|(?<![\w])[\"“‘](.+)[\"”’](?!\w)", rest)
    if bold and stamp and stamp.spans[0][0] >= bold.start() and stamp.spans[0][0] < bold.end():
        outside = find_date(blank(rest, [bold.span()]))
        stamp = outside or (None if bold.start() else stamp)
    date_text = " ".join(rest[start:end] for start, end in stamp.spans) if stamp else ""
    remainder = blank(rest, list(stamp.spans)) if stamp else rest
    if bold and has_words(bold[1] or bold[2] or ""):
        title = bold[1] or bold[2]
        after = blank(remainder, [bold.span()])
        return Parts(
            label, label_text, names, affiliation, stamp, date_text, title, after, label_url
        )
    if not label and not stamp:
        return None
    start = stamp.spans[-1][1] if stamp else 0
    tail = remainder[start:]
    trail = re.search(r"[\s.,;]*(?:\(?\[[^\[\]]*\]\([^()]*\)\)?[\s.,;]*)+$", tail)
    cut = trail.start() if trail else len(tail)
    title = tail[:cut].strip(' .,;:–—-|"“”')
    after = remainder[:start] + " " + tail[cut:]
    return Parts(label, label_text, names, affiliation, stamp, date_text, title, after, label_url)


def _open_bold(before: str, rest: str) -> str:
    """Balances bold marks where the label stands within them (``**S01E01 - Name**``)."""
    return f"**{rest}" if before.count("**") % 2 and not rest.startswith("**") else rest


def split_names(rest: str) -> tuple[str, str, str]:
    """Names, affiliation and the rest of an item, from the text after its label.

    The names are the leading bold stretch or links, else what stands before the first
    parenthesis, full stop or dash; each bold or linked name may have its own affiliation.
    """
    names, at = "", 0
    affiliations: list[str] = []
    while True:
        piece = _leading_name(rest, at)
        if not piece:
            break
        names += rest[at:piece]
        at = piece
        paren = re.compile(r"\s*(?=\()").match(rest, at)
        closing = balanced(rest, paren.end()) if paren else -1
        joins = _next_joins(rest, closing if closing > 0 else at)
        if paren and closing > 0 and not _is_date(rest[paren.end() : closing]):
            inside = rest[paren.end() + 1 : closing - 1]
            at = closing
            if joins or affiliations:
                names += f" ({inside})"
                affiliations.append("")
            else:
                affiliations.append(inside)
        if not joins:
            break
    if not names:
        found = re.match(
            r"(?:[^(.–—\[*]|(?<=\b\w)\.|(?<=\b[DMP]r)\.|(?<=Prof)\.|(?<=Mrs)\.)+", rest
        )
        names, at = (found[0], found.end()) if found else ("", 0)
        paren = re.compile(r"\s*(?=\()").match(rest, at)
        if paren and (closing := balanced(rest, paren.end())) > 0:
            affiliations, at = [rest[paren.end() + 1 : closing - 1]], closing
    rest = rest[at:]
    affiliation = affiliations[0] if affiliations else ""
    if not affiliations and (
        dashed := re.match(r"\s*(?:[-–—]|,)\s+([^*\[]+?)\s*[.,;–—-]\s+(?=\S)", rest)
    ):
        stamp = find_date(rest)
        if not stamp or dashed.end(1) <= stamp.spans[0][0]:
            affiliation, rest = dashed[1], rest[dashed.end() - 1 :]
    return names, plain(affiliation), rest


def _leading_name(rest: str, at: int) -> int:
    """Where the bold or linked name that begins at ``at`` (after a joiner) ends; 0 for none."""
    joiner = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)?").match(rest, at)
    start = joiner.end() if joiner else at
    if rest.startswith("**", start):
        closing = rest.find("**", start + 2)
        return closing + 2 if closing > 0 else 0
    for link in links(rest):
        if link.start == start:
            return link.end
    return 0


def _next_joins(rest: str, at: int) -> bool:
    """Whether another bold or linked name follows, joined by a comma or "and"."""
    found = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)(?=\*\*|\[)").match(rest, at)
    return found is not None


def _is_date(text: str) -> bool:
    stamp = find_date(text)
    return stamp is not None and not has_words(blank(text, list(stamp.spans)).replace(" at ", "  "))


def assign_links(
    named: tuple[Person, ...], affiliation: str, homepages: bool
) -> tuple[tuple[Speaker, ...], str, str, list[Link]]:
    """Speakers, the talk's affiliation, its video and further videos, from the linked names.

    A link on the names is the video, as on the page this shape comes from, unless videos are
    linked separately or the address is plainly a person's page.
    """
    video, more, speakers = "", [], []
    own = [person.affiliation for person in named if person.affiliation]
    shared = affiliation or (own[0] if len(set(own)) == 1 and len(own) == len(named) else "")
    for person in named:
        is_video = bool(person.url) and (
            VIDEO_HOSTS.search(person.url) is not None
            or not (homepages or HOME_PAGES.search(person.url))
        )
        if is_video and video not in ("", person.url):
            more.append(Link("Video", person.url))
        elif is_video:
            video = person.url
        speakers.append(
            Speaker(
                person.name,
                person.prefix,
                "" if is_video else person.url,
                person.affiliation if person.affiliation != shared else "",
            )
        )
    return tuple(speakers), shared, video, more


def trailing(after: str) -> tuple[list[str], list[Link], str]:
    """Video addresses, other links and what is left of the text around an item's title."""
    found = links(after)
    videos = [one.url for one in found if one.url and VIDEO_LABEL.fullmatch(one.text)]
    other = [
        Link(plain(one.text) or "Link", one.url)
        for one in found
        if not VIDEO_LABEL.fullmatch(one.text)
    ]
    left = blank(after, [(one.start, one.end) for one in found])
    left = re.sub(r"\s+", " ", left).strip(" .,;:|–—-()[]")
    return videos, other, left
