"""Reads talks in labelled paragraphs and parts: Title, Abstract, Short bio, Website, links."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.importers import Entry, Note, PageText, SourcePlace
from lgtui.importers.columns import assign
from lgtui.importers.list_items import VIDEO_TEXT, read_label
from lgtui.importers.mail_labels import mail_label
from lgtui.importers.markdown_page import RULE, Label, all_links, content_of_bullet, label
from lgtui.importers.people import Person
from lgtui.importers.talk_list import assign_links, cancelled_remark
from lgtui.model import Link, Moment, Talk, make_id
from lgtui.text.dates import find_date
from lgtui.text.inline_markdown import (
    TBA,
    atx_heading,
    bare_urls,
    blank,
    has_words,
    links,
    missing,
    unbroken,
    unescape,
    word_list,
)

LONG = ("abstract", "bio")


_NO_VIDEO = re.compile(
    r"(?i)\W*(?:no\s+(?:video|recording)\b.{0,40}|(?:the\s+)?(?:video|recording|talk)\s+"
    r"(?:is|was|has|will)\s+not\b.{0,60})"
)
"""A sentence that says why there is no video."""


class Block(NamedTuple):
    """One labelled paragraph or several: the field, whose it is, and the lines of its text."""

    field: str
    name: str
    label: str
    lines: tuple[tuple[int, str], ...]
    column: int


def text_of(block: Block) -> str:
    """Return a block's Markdown as written: lines kept, blanks around it dropped."""
    lines = [line.rstrip() if not line.endswith("  ") else line for _, line in block.lines]
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines:
        lines[0], lines[-1] = lines[0].lstrip(), lines[-1].rstrip()
    return "\n".join(line if line.strip() else "" for line in lines)


def split_blocks(
    page: PageText, lines: list[tuple[int, str]]
) -> tuple[list[Block], list[tuple[int, str]]]:
    """Split lines (from 0, with their text) into labelled blocks and lines of none.

    A paragraph without a label continues the abstract or biography before it; after any other
    field it belongs to nothing.
    """
    blocks: list[Block] = []
    stray: list[tuple[int, str]] = []
    indent, gap = 0, False
    for at, line in lines:
        found = None if page.opaque[at] else label(line) or _label_without_text(line)
        if found and blocks and _inside_long(blocks[-1], found, line):
            found = None
        if found:
            bullet = content_of_bullet(line)
            indent = bullet[1] if bullet else 0
            blocks.append(
                Block(found.field, found.name, found.label, ((at, found.rest),), found.at)
            )
            gap = False
        elif not line.strip() and not page.opaque[at]:
            gap = True
            if blocks and blocks[-1].field in LONG:
                blocks[-1] = blocks[-1]._replace(lines=(*blocks[-1].lines, (at, "")))
        elif blocks and not page.opaque[at] and _continues(blocks[-1], line, gap):
            lead = len(line) - len(line.lstrip(" "))
            dedented = line[min(indent, lead) :]
            blocks[-1] = blocks[-1]._replace(lines=(*blocks[-1].lines, (at, dedented)))
        else:
            stray.append((at, line))
    return blocks, stray


def _label_without_text(line: str) -> Label | None:
    """Read a label without colon: ``#### Abstract`` or a lone ``[S09E01](url)``."""
    if heading := atx_heading(line):
        said = heading[1].removesuffix(":")
        if (found := label(f"{said}:")) and found.field in (*LONG, "title", "video"):
            return found._replace(label=said, rest="")
    alone = re.fullmatch(r"\s*(\*{0,2})(Title|Abstract|(?:Short )?[Bb]io(?:graphy)?)\1\s*", line)
    if alone and (found := label(f"{alone[2]}:")):
        return found._replace(label=line.strip(), rest="")
    found_links = links(line)
    if found_links and VIDEO_TEXT.fullmatch(unescape(line)):
        return Label("video", "", line[: found_links[0].start].strip(), line.strip(), 0)
    if _NO_VIDEO.fullmatch(line):
        return Label("video", "", "", line.strip(), 0)
    if len(found_links) == 1 and not has_words(
        blank(line, [(found_links[0].start, found_links[0].end)])
    ):
        shown = unescape(found_links[0].text)
        numbered = read_label(shown)
        if VIDEO_TEXT.fullmatch(shown) or (numbered and not has_words(shown[numbered[2] :])):
            return Label("video", "", "", line.strip(), 0)
    return None


def _inside_long(block: Block, found: Label, line: str) -> bool:
    """Return whether a labelled line is rather a sentence of the abstract ("Dataset: we use …")."""
    if block.field == found.field == "abstract":
        return not found.label.startswith(("*", "_", "-", "+"))
    marked = found.label.startswith(("*", "_")) or content_of_bullet(line) is not None
    if (
        block.field not in LONG
        or marked
        or not found.label
        or line.startswith("#")
        or found.field in (*LONG, "title", "website", "video", "others")
    ):
        return False
    if block.label.startswith(("*", "_")):
        return True
    if found.field == "date":
        return not any(sign.isdigit() for sign in found.rest)
    return found.field not in ("calendar", "speakers") and not (
        links(found.rest) or bare_urls(found.rest)
    )


def _continues(block: Block, line: str, gap: bool) -> bool:
    if block.field in LONG:
        return not line.lstrip().startswith(("<!--", "{%"))
    is_empty = not any(has_words(text) for _, text in block.lines)
    return (not gap or is_empty) and not content_of_bullet(line) and not line.startswith("#")


GENERIC_LINK = re.compile(
    r"(?i)\W*(?:(?:personal|my|her|his|their|the)?\s*(?:web\s?(?:site|page)|home\s?page|page|link|"
    r"url|here|profile))?\W*"
)


_BREAK = re.compile(r"(?i)[ \t]*<br\s*/?>[ \t]*\n?")


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


_WITHHELD = re.compile(
    r"(?i)\bwithheld\b|\bprivate\b"
    r"|\bnot\s+(?:to\s+be\s+|be(?:en)?\s+)?(?:shared|public|published|available|recorded)\b"
)
"""Words that say that there will be no video for the public."""


class Draft(NamedTuple):
    """A talk while its paragraphs are read, with everything an ``Entry`` needs."""

    talk: Talk
    label: tuple[int, int] | None = None
    date: Moment | None = None
    spent: tuple[str, ...] = ()
    kept: tuple[tuple[int, str], ...] = ()
    places: tuple[tuple[str, SourcePlace], ...] = ()
    notes: tuple[Note, ...] = ()


def read_talk(
    page: PageText, named: tuple[Person, ...], affiliation: str, blocks: list[Block]
) -> Draft:
    """Read a talk from the names of its heading or bullet and its labelled blocks.

    The links on the names are the speakers' own pages here; a biography that is labelled with a
    name keeps it, unless its text says the name itself.
    """
    speakers, shared, video, _ = assign_links(named, affiliation, homepages=True)
    draft = Draft(Talk("", speakers=speakers, affiliation=shared, video_url=video))
    for block in blocks:
        text, (at, _line) = text_of(block), block.lines[0]
        place = SourcePlace(at + 1, block.column + 1)
        draft = draft._replace(spent=(*draft.spent, block.label))
        if "<!--" in text and "`<!--" not in text:
            # What is commented out is no fact; in a record it would be shown as it stands.
            comments = tuple((at, found) for found in _COMMENT.findall(text))
            text = re.sub(r" {2,}(?=\S)", " ", _COMMENT.sub("", text)).strip()
            draft = draft._replace(kept=(*draft.kept, *comments))
        if block.field in LONG and (breaks := _BREAK.findall(text)):
            text = _BREAK.sub("  \n", text).strip()
            why = "a line break in HTML becomes one in Markdown"
            note = Note(
                page.name, place.line, place.column, "normalized", breaks[0].strip(), "", why
            )
            draft = draft._replace(spent=(*draft.spent, *breaks), notes=(*draft.notes, note))
        elif block.field not in LONG:
            text = unbroken(text)
        if not text or TBA.fullmatch(text):
            draft = draft._replace(spent=(*draft.spent, text))
            continue
        draft = _take(page, draft, block, text, place)
    return draft


def _take(page: PageText, draft: Draft, block: Block, text: str, place: SourcePlace) -> Draft:
    talk, field = draft.talk, block.field
    if field == "title" and not talk.title:
        if remark := cancelled_remark(text):
            text = text[: text.rindex(remark)].rstrip()
            talk = talk._replace(state="cancelled")
            draft = draft._replace(spent=(*draft.spent, remark))
        talk = _titled(talk, text)
    elif field in LONG:
        text, notes = _with_name(page, block, text, place)
        if field == "bio":
            talk = talk._replace(bio=f"{talk.bio}\n\n{text}" if talk.bio else text)
        else:
            old = talk.abstract
            talk = talk._replace(abstract=f"{old}\n\n{text}" if old else text)
        draft = draft._replace(notes=(*draft.notes, *notes))
    elif field == "affiliation" and not talk.affiliation:
        talk = talk._replace(affiliation=unescape(text))
    elif field == "date" and draft.date is None and (stamp := find_date(text)):
        left = blank(text, list(stamp.spans))
        kept = (
            ((place.line - 1, left.strip(" *_.,")),) if has_words(left.replace("at", "  ")) else ()
        )
        spent = (*draft.spent, *(text[start:end] for start, end in stamp.spans), "at")
        draft = draft._replace(date=stamp.moment, spent=spent, kept=(*draft.kept, *kept))
    elif field == "website":
        return _take_websites(draft, text, place)
    elif field in ("video", "links"):
        return _take_links(page, draft, block, text, place)
    else:
        whole = " ".join([block.label, text])
        return draft._replace(kept=(*draft.kept, (place.line - 1, whole)))
    return draft._replace(talk=talk, places=(*draft.places, (field, place)))


def _titled(talk: Talk, text: str) -> Talk:
    title = unquoted(unescape(text))
    inside = tuple(Link("Link", one.url) for one in links(text) if one.url)
    return talk._replace(title=title, links=talk.links + inside)


_QUOTED = re.compile(
    '["“](?P<a>[^"“”]+)["”]|„(?P<b>[^„“”"]+)[“”"]|«(?P<c>[^«»]+)»|《(?P<d>[^《》]+)》|'
    "「(?P<e>[^「」]+)」|『(?P<f>[^『』]+)』"
)


def unquoted(title: str) -> str:
    """Return a title without the quotation marks around the whole of it."""
    found = _QUOTED.fullmatch(title.strip())
    return next(filter(None, found.groups())).strip() if found else title


def _with_name(
    page: PageText, block: Block, text: str, place: SourcePlace
) -> tuple[str, list[Note]]:
    """Put the name a biography's label gives before its text, unless the text has it."""
    if block.field != "bio" or not block.name:
        return text, []
    words = set(word_list(text))
    if all(word in words for word in word_list(block.name)):
        return text, []
    named = f"**{block.name}**: {text}"
    note = Note(
        page.name,
        place.line,
        1,
        "normalized",
        block.label,
        f"**{block.name}**:",
        "the name in a label is kept with the text",
    )
    return named, [note]


def _take_websites(draft: Draft, text: str, place: SourcePlace) -> Draft:
    """Take websites: one for each speaker in order, further ones as the talk's links."""
    talk = draft.talk
    found = all_links(text)
    left = blank(text, [(link.start, link.end) for link in found])
    for link in found:
        free = [at for at, speaker in enumerate(talk.speakers) if not speaker.url]
        shown = unescape(link.text)
        owner = next(
            (at for at in free if set(word_list(shown)) & set(word_list(talk.speakers[at].name))),
            free[0] if free else -1,
        )
        if owner >= 0 and (shown == link.url or _is_generic(shown, talk)):
            draft = draft._replace(spent=(*draft.spent, shown))
            speaker = talk.speakers[owner]._replace(url=link.url)
            talk = talk._replace(
                speakers=(*talk.speakers[:owner], speaker, *talk.speakers[owner + 1 :])
            )
        elif link.url:
            talk = talk._replace(links=(*talk.links, Link(shown or "Website", link.url)))
    kept = draft.kept
    if has_words(left.replace(" and ", "     ")):
        kept = (*kept, (place.line - 1, text))
    places = (*draft.places, ("website", place))
    spent = (*draft.spent, "and")
    return draft._replace(talk=talk, kept=kept, places=places, spent=spent)


def _is_generic(shown: str, talk: Talk) -> bool:
    """Return whether a link's text is only "website" or the like, or whose it is ("Ada's page")."""
    for speaker in talk.speakers:
        for word in word_list(f"{speaker.prefix} {speaker.name}"):
            shown = re.sub(rf"\b{word}(?:['’]s?)?(?!\w)", " ", shown)
    return GENERIC_LINK.fullmatch(" ".join(shown.split())) is not None


def _take_label(
    page: PageText, draft: Draft, found: tuple[tuple[int, int], str, int], place: SourcePlace
) -> Draft:
    """Take the season and episode that a video's label gives."""
    notes, right = draft.notes, make_id(*found[0])
    if found[1] != right:
        column = page.lines[place.line - 1].find(found[1]) + 1
        why = "an id has the form S01E01"
        notes = (*notes, Note(page.name, place.line, column, "SEQ008", found[1], right, why))
    places = (*draft.places, ("id", place))
    spent = (*draft.spent, found[1])
    return draft._replace(label=found[0], places=places, spent=spent, notes=notes)


def _take_links(page: PageText, draft: Draft, block: Block, text: str, place: SourcePlace) -> Draft:
    """Take a video's address with its talk's label, or further links such as slides."""
    talk = draft.talk
    found = all_links(text)
    left = blank(text, [(link.start, link.end) for link in found])
    for link in found:
        shown = unescape(link.text)
        label_found = read_label(shown)
        whole = label_found is not None and not has_words(shown[label_found[2] :])
        if block.field == "video" and (whole or VIDEO_TEXT.fullmatch(shown) or not talk.video_url):
            draft = draft._replace(spent=(*draft.spent, shown))
            if label_found and not draft.label:
                draft = _take_label(page, draft, label_found, place)
            if link.url and not talk.video_url:
                talk = talk._replace(video_url=link.url)
            elif link.url and link.url != talk.video_url:
                talk = talk._replace(links=(*talk.links, Link(shown or "Video", link.url)))
            is_generic = whole or GENERIC_LINK.fullmatch(shown) or VIDEO_TEXT.fullmatch(shown)
            if not is_generic and missing([shown], [talk.title]):
                left += f" {shown}"
        elif link.url:
            talk = talk._replace(links=(*talk.links, Link(_link_label(block, shown), link.url)))
    label_found = read_label(left.strip())
    if label_found and not draft.label:
        draft = _take_label(page, draft, label_found, place)
        left = left.strip()[label_found[2] :]
    if block.field == "video" and not found and (withheld := _WITHHELD.search(left)):
        talk = talk._replace(recording="withheld")
        why = "the recording is not shared, as far as the page tells; its words stay"
        note = Note(page.name, place.line, place.column, "guess", withheld[0], "withheld", why)
        draft = draft._replace(notes=(*draft.notes, note))
    kept = draft.kept
    if found and VIDEO_TEXT.fullmatch(left):
        draft, left = draft._replace(spent=(*draft.spent, left)), ""
    if has_words(left.replace(" and ", "     ")):
        kept = (*kept, (place.line - 1, f"{block.label} {text}"))
    places = (*draft.places, ("video_url" if block.field == "video" else "links", place))
    return draft._replace(talk=talk, kept=kept, places=places, spent=(*draft.spent, "and", "Video"))


def _link_label(block: Block, shown: str) -> str:
    """Return the label of a further link: its text, with the paragraph's where needed."""
    kind = " ".join(word_list(block.label)) or "Video"
    if block.field == "video" and has_words(shown) and not GENERIC_LINK.fullmatch(shown):
        return shown
    if kind.lower().endswith("links") or kind.lower().rstrip("s") in shown.lower():
        return shown or "Link"
    return f"{kind}: {shown}" if shown and not GENERIC_LINK.fullmatch(shown) else kind


def entry_of(
    page: PageText, section: str, lines: tuple[int, ...], draft: Draft, kept: list[tuple[int, str]]
) -> Entry:
    """Return the entry of a draft, with the lines it was read from."""
    return Entry(
        page.name,
        section,
        lines,
        draft.talk,
        draft.label,
        draft.date,
        draft.spent,
        (*draft.kept, *kept),
        draft.places,
    )


FACTS = {
    "title": "title", "speakers": "speaker", "affiliation": "affiliation", "abstract": "abstract",
    "bio": "bio", "date": "date", "time": "time", "video": "video", "links": "links",
    "website": "speaker_url",
}  # fmt: skip
"""The facts a part can hold, by what the pages' and the mails' labels call them."""

_PART_LABEL = re.compile(
    r"\s*(?:[*+-]\s+)?(?:(?P<mark>\*{1,3}|_{1,3})(?P<marked>[^*_:：]{1,60})"
    r"(?:[:：]\s*(?P=mark)|(?P=mark)\s*[:：]|(?P<dot>\.\s*(?P=mark)|(?P=mark)\s+[–—]))|"
    r"(?P<bare>[^\W\d_][^*_:：\[\]()<>{}|.]{0,40})[:：](?!//))"
    r"(?:\s+|$)(?P<rest>.*)$"
)
_BOLD = re.compile(r"\s*(?P<mark>\*\*|__)(?P<text>[^*_]{1,60})(?P=mark)\s*[:：]?\s*$")


class Part(NamedTuple):
    """A labelled part: its fact, its label as written, its text, and its first line (from 0)."""

    fact: str
    label: str
    text: str
    at: int


class Parts(NamedTuple):
    """What a text consists of: its parts, and the lines (from 0) that stand under no label."""

    parts: tuple[Part, ...]
    rest: tuple[tuple[int, str], ...]

    @property
    def free_text(self) -> str:
        """The text that stands under no label."""
        return trimmed([line for _, line in self.rest])


def trimmed(lines: Sequence[str]) -> str:
    """Return lines as a text, without the blank lines and rules at both ends."""
    kept = [line.rstrip() for line in lines]
    while kept and _is_empty(kept[-1]):
        kept.pop()
    while kept and _is_empty(kept[0]):
        kept.pop(0)
    return "\n".join(kept).strip()


def _is_empty(line: str) -> bool:
    return not line.strip() or bool(RULE.fullmatch(line))


def fact_named(words: str) -> str:
    """Return the fact that a label stands for, as a list's column would; ``""`` for none."""
    words = unescape(words).strip(" *_:：")
    if not has_words(words) or len(words.split()) > 5:
        return ""
    if words.casefold() not in ("where", "series", "session", "slot", "who"):
        found = next(iter(assign([words], {})), "")
        if found in (*FACTS.values(), "slides", "register_url", "timezone"):
            return found
        if found == "theme":
            return "title"  # the topic of one talk
    if (named := label(f"{words}:")) and named.field in FACTS and not named.name:
        return FACTS[named.field]
    mail = mail_label(f"{words}:")
    return FACTS.get(mail.field, "") if mail and not mail.name and not mail.rest else ""


def split_parts(lines: Sequence[str], opaque: Sequence[bool] = ()) -> Parts:
    """Split lines into labelled parts.

    A heading or a line in bold that is a label opens a part that goes on to the next label, or to
    a heading of its own level; a label with its text behind it (``Speaker: Ada``) holds that
    paragraph, an abstract or biography also those that follow.

    Args:
        lines: the lines of one talk.
        opaque: for each line whether it is never read for facts; none where it is left out.
    """
    parts: list[tuple[str, str, int, list[str]]] = []
    rest: list[tuple[int, str]] = []
    level = 0
    is_open = False
    after_gap = True
    for at, line in enumerate(lines):
        hidden = at < len(opaque) and opaque[at]
        found = None if hidden else _part_label(line, after_gap or not is_open or _short(parts))
        heading = None if hidden else atx_heading(line)
        if found:
            fact, words, text, depth = found
            parts.append((fact, words, at, [text] if text.strip() else []))
            level, is_open = depth, True
        elif heading and (not level or heading[0] <= level):
            rest.append((at, line))
            is_open = False
        elif _is_empty(line):
            if is_open and parts and parts[-1][0] in LONG:
                parts[-1][3].append("" if not line.strip() else line)
            elif is_open and parts and any(map(str.strip, parts[-1][3])):
                is_open = False
            elif not is_open:
                rest.append((at, line))
        elif is_open and _goes_on(parts[-1][0], line):
            parts[-1][3].append(line)
        else:
            rest.append((at, line))
            is_open = False
        after_gap = not line.strip()
    made = (
        Part(fact, words, trimmed(text if fact in LONG else _unbroken(text)), at)
        for fact, words, at, text in parts
    )
    return Parts(tuple(made), tuple(rest))


def _unbroken(lines: Sequence[str]) -> list[str]:
    """Return lines without the backslash that breaks them in Markdown."""
    return [re.sub(r"(?<!\\)\\$", "", line.rstrip()) for line in lines]


def _goes_on(fact: str, line: str) -> bool:
    """Return whether a line goes on with a part.

    With a fact of one line does no bullet, and nothing that is bold, a link or HTML.
    """
    begins = line.lstrip()
    return fact in LONG or not (
        content_of_bullet(begins) or begins.startswith(("**", "__", "[", "<", "|", "!"))
    )


def _short(parts: list[tuple[str, str, int, list[str]]]) -> bool:
    """Return whether the part that is open is a fact of one line, which a label may follow."""
    return not parts or parts[-1][0] not in LONG or not parts[-1][3]


def part_fact(line: str) -> str:
    """Return the fact of the label that a line begins with; ``""`` for a line without one."""
    found = _part_label(line, may_begin=True)
    return found[0] if found and not line.lstrip().startswith("#") else ""


def _part_label(line: str, may_begin: bool) -> tuple[str, str, str, int] | None:
    """Return fact, label, text and heading level of a line that begins a part.

    A label without marks counts only where a paragraph begins: elsewhere it is a sentence.
    """
    if heading := atx_heading(line):
        fact = fact_named(heading[1])
        return (fact, heading[1], "", heading[0]) if fact else None
    if (bold := _BOLD.match(line)) and (fact := fact_named(bold["text"])):
        return fact, bold["text"], "", 0
    found = _PART_LABEL.match(line)
    if found and (found["marked"] or may_begin):
        words = found["marked"] or found["bare"]
        fact = fact_named(words)
        if fact and not (found["dot"] and fact not in (*LONG, "title", "speaker")):
            return fact, words, found["rest"], 0
    return None
