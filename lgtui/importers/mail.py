"""Reads a speaker's mail into a talk: title, abstract, biography, name and affiliation."""

import re
from typing import NamedTuple

from lgtui.importers.mail_labels import (
    CLOSING_ALONE,
    CLOSING_START,
    MailLabel,
    mail_label,
    split_inside,
)
from lgtui.importers.markdown_page import all_links
from lgtui.importers.paste import repaired_paste, unwrap
from lgtui.importers.people import looks_like_name, people, split_prefix
from lgtui.model import Link, Speaker, Talk, full_name
from lgtui.text.inline_markdown import TBA, bare_urls, blank, has_words, links, unescape, word_list


class Part(NamedTuple):
    """What follows one label, up to the next: lines with their places in the mail."""

    field: str
    name: str
    label: str
    lines: tuple[tuple[int, str], ...]

    @property
    def has_text(self) -> bool:
        """Whether the part has any text yet."""
        return any(line.strip() for _, line in self.lines)

    @property
    def text(self) -> str:
        """The lines as written, without blank ones around them."""
        return "\n".join(line.rstrip() for _, line in self.lines).strip("\n").strip()

    @property
    def at(self) -> int:
        """The label's place in the mail."""
        return self.lines[0][0]


class _Draft(NamedTuple):
    """A talk while the parts are read.

    Attributes:
        talk: The talk so far.
        recognised: The recognised fields with their texts.
        notes: What was guessed or changed.
        unused: The lines that belong to no field, with their places.
        affiliations: Each affiliation with the number of speakers named before it.
        websites: Each address with the number of speakers named before it.
    """

    talk: Talk = Talk("")
    recognised: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[tuple[int, str], ...] = ()
    affiliations: tuple[tuple[int, str], ...] = ()
    websites: tuple[tuple[int, str], ...] = ()

    def found(self, field: str, text: str) -> "_Draft":
        """Return the draft with one more recognised text."""
        return self._replace(recognised=(*self.recognised, (field, text)))

    def leave(self, at: int, text: str) -> "_Draft":
        """Return the draft with a line that found no place."""
        return self._replace(unused=(*self.unused, (at, text)))


def _draft_of(parts: list[Part]) -> _Draft:
    draft = _Draft()
    several = sum(part.field == "bio" for part in parts) > 1
    for part in parts:
        if not part.text:
            draft = draft.leave(part.at, f"{part.label}:")
        elif TBA.fullmatch(part.text):
            draft = draft.found(part.field, "TBA")
        else:
            draft = _take(draft, part, several)
    return _assign_affiliations(_name_speakers(draft, parts))


def _take(draft: _Draft, part: Part, several: bool) -> _Draft:
    if part.field == "title":
        return _title(draft, part)
    if part.field in ("abstract", "bio"):
        return _long(draft, part, several)
    if part.field == "speakers":
        return _speakers(draft, part)
    if part.field == "affiliation":
        text = unescape(part.text).strip(" ,;")
        count = len(draft.talk.speakers)
        return draft._replace(affiliations=(*draft.affiliations, (count, text))).found(
            "affiliation", text
        )
    return _addresses(draft, part)


def _title(draft: _Draft, part: Part) -> _Draft:
    """Add the title on one line, without quotation marks around it."""
    title = unescape(part.text)
    if len(title) > 2 and title[0] in "\"“”„«'‘" and title[-1] in "\"“”»'’":
        inner = title[1:-1]
        if not any(sign in inner for sign in '"“”„«»'):
            title = inner.strip()
    for link in links(part.text):
        draft = _add_link(draft, "Link", link.url)
    return draft._replace(talk=draft.talk._replace(title=title)).found("title", title)


def _long(draft: _Draft, part: Part, several: bool) -> _Draft:
    """Add an abstract or biography as paragraphs, after an earlier one."""
    result = unwrap(part.text)
    text = re.sub(r"\n{3,}", "\n\n", result.text)
    if part.field == "bio" and part.name:
        words = set(word_list(text))
        if several and not set(word_list(part.name)) <= words:
            text = f"**{part.name}**: {text}"
    notes = tuple(
        f"“{before}” became “{after}”{'' if certain else ' (a guess: look at it)'}"
        for before, after, certain in result.hyphens
    )
    talk = draft.talk
    if part.field == "bio":
        talk = talk._replace(bio="\n\n".join(filter(None, (talk.bio, text))))
    else:
        talk = talk._replace(abstract="\n\n".join(filter(None, (talk.abstract, text))))
    return draft._replace(talk=talk, notes=draft.notes + notes).found(part.field, text)


_PLACE = re.compile(
    r"(?i)\b(?:univ|instit|colleg|school|hospital|cent(?:er|re|rum)|lab(?:s|oratory)?\b|departm|dept|inc\b|"
    r"gmbh|ltd|ag\b|research|academy|clinic|facult|foundation|google|deepmind|microsoft|meta\b|"
    r"nvidia|inria|cnrs|eth\b|epfl|mit\b|tu\b|ucl\b|kth\b|company|corporation|technolog|polytech|"
    r"hochschule|écol|ecole|politecn)"
)
"""Words that tell a place of work from a name."""


def _speakers(draft: _Draft, part: Part) -> _Draft:
    """Add the names, each with the affiliation and address beside it."""
    text = part.text
    mails = list(re.finditer(r"\s*[<(]?(?:mailto:)?[\w.+-]+@[\w-]+\.[\w.-]+\w[>)]?", text))
    for mail in mails:
        draft = draft.leave(part.at, mail[0].strip())
    text = blank(text, [mail.span() for mail in mails])
    urls = bare_urls(text)
    text = blank(text, [(link.start, link.end) for link in urls]).strip(" ,;–—-")
    # Signs that lead to an affiliation below belong to no name.
    text = re.sub(r"(?<=\w)[¹²³⁴⁵⁶⁷⁸⁹⁰†‡]+", "", text)
    text = _joined_by_and(" ".join(text.split()))
    name, place = name_and_place(text)
    found = people(name)
    if not found:
        return draft.leave(part.at, f"{part.label}: {part.text}")
    speakers = tuple(
        Speaker(one.name, one.prefix, one.url, one.affiliation if len(found) > 1 else "")
        for one in found
    )
    place = place or (found[0].affiliation if len(found) == 1 else "")
    talk = draft.talk._replace(speakers=draft.talk.speakers + speakers)
    draft = draft._replace(talk=talk).found(
        "speakers",
        " and ".join(
            full_name(each) + (f" ({each.affiliation})" if each.affiliation else "")
            for each in speakers
        ),
    )
    if place:
        draft = draft._replace(
            affiliations=(*draft.affiliations, (len(talk.speakers), place))
        ).found("affiliation", place)
    for link in urls:
        draft = _website(draft, link.url)
    return draft


_AND = re.compile(
    r"(?<=[\w).])\s+(?:und|et|og|och|en|y|e)\s+(?=(?:\w+\.\s+)*(\w)[\w.'’-]*\s+[\w(])"
)


def _joined_by_and(text: str) -> str:
    """Return names joined by another language's "and", as they are in English.

    At least two words have to follow: "Ortega y Gasset" is one name.
    """
    return _AND.sub(lambda found: " and " if found[1].isupper() else found[0], text)


def name_and_place(text: str) -> tuple[str, str]:
    """Split ``Ada Lovelace, University of X`` and its like into name and affiliation."""
    found = re.match(r"(.+?)\s+(?:[-–—|/@]|from(?:\s+the)?|at(?:\s+the)?)\s+(.+)", text)
    named = found and (looks_like_name(found[1]) or _PLACE.search(found[2]))
    if found and named and not _PLACE.search(found[1]):
        return found[1], unescape(found[2]).strip(" ,;")
    first, comma, rest = text.partition(",")
    if comma and _PLACE.search(rest) and not _PLACE.search(first) and "(" not in first:
        suffix = re.match(r"\s*(?:Ph\.?\s?D|M\.?D|M\.?Sc|Jr|Sr)\.?\s*,", rest)
        if suffix:
            first, rest = first + "," + rest[: suffix.end() - 1], rest[suffix.end() :]
        return first, unescape(rest).strip(" ,;")
    return text, ""


def _website(draft: _Draft, url: str) -> _Draft:
    count = len(draft.talk.speakers)
    return draft._replace(websites=(*draft.websites, (count, url))).found("website", url)


def _addresses(draft: _Draft, part: Part) -> _Draft:
    """Add websites, the video and further links; words that are no address are left."""
    text = part.text
    found = all_links(text)
    rest = blank(text, [(link.start, link.end) for link in found])
    if not found and (bare := re.fullmatch(r"\S+\.[a-z]{2,}(?:/\S*)?", text.strip("<> "))):
        found, rest = [bare_urls(f"https://{bare[0]}")[0]], ""
    if has_words(rest):
        draft = draft.leave(part.at, f"{part.label}: {' '.join(rest.split())}")
    elif not found:
        draft = draft.leave(part.at, f"{part.label}: {text}")
    for link in found:
        shown = unescape(link.text)
        if part.field == "website":
            draft = _website(draft, link.url)
            if has_words(shown) and shown != link.url:
                draft = draft.leave(part.at, shown)
        elif part.field == "video" and not draft.talk.video_url:
            draft = draft._replace(talk=draft.talk._replace(video_url=link.url)).found(
                "video_url", link.url
            )
            if has_words(shown) and shown != link.url:
                draft = draft.leave(part.at, shown)
        else:
            draft = _add_link(draft, shown or part.label[:1].upper() + part.label[1:], link.url)
    return draft


def _add_link(draft: _Draft, label: str, url: str) -> _Draft:
    if not url:
        return draft
    talk = draft.talk._replace(links=(*draft.talk.links, Link(label, url)))
    return draft._replace(talk=talk).found("links", f"{label}: {url}")


_NAMED_BY_BIO = re.compile(
    r"(?:\*\*)?(?P<name>(?:[A-Z][\w.'’-]*\.?\s+|(?:van|von|de|der|den|da|di|la|le|el|al|bin)\s+){1,5}"
    r"[A-Z][\w'’-]+)(?:\*\*)?(?:\s*\([^()]{1,60}\))?,?\s+(?:is|was|holds|has|received|obtained|earned|"
    r"completed|works|leads|joined|did|serves|studies|studied|graduated|currently|heads|directs|"
    r"focuses|finished|an?|the|PhD)\b"
)


def _name_speakers(draft: _Draft, parts: list[Part]) -> _Draft:
    """Add the speakers that the biographies name, where nobody else does."""
    names = [part.name for part in parts if part.field == "bio" and part.name]
    if draft.talk.speakers:
        known = word_list(" ".join([draft.talk.bio, *map(full_name, draft.talk.speakers)]))
        for part in parts:
            if part.field == "bio" and not set(word_list(part.name)) <= set(known):
                draft = draft.leave(part.at, f"{part.label} {part.name}")
        return draft
    if not names and draft.talk.bio:
        found = _NAMED_BY_BIO.match(draft.talk.bio)
        if found and looks_like_name(found["name"]):
            names = [found["name"]]
    if not names:
        return draft
    speakers = tuple(
        Speaker(name, prefix) for prefix, name in (split_prefix(unescape(one)) for one in names)
    )
    shown = " and ".join(full_name(each) for each in speakers)
    note = f"Nobody was named as the speaker: {shown} is taken from the biography."
    return draft._replace(
        talk=draft.talk._replace(speakers=speakers), notes=(*draft.notes, note)
    ).found("speakers", shown)


def _assign_affiliations(draft: _Draft) -> _Draft:
    """Assign affiliations and websites to the talk or its speakers.

    One affiliation is the talk's; of several each is that of the speaker named before it.
    """
    talk = draft.talk
    texts = list(dict.fromkeys(text for _, text in draft.affiliations))
    speakers = list(talk.speakers)
    if len(texts) == 1:
        talk = talk._replace(affiliation=texts[0])
    else:
        for count, text in draft.affiliations:
            at = max(count, 1) - 1
            if at < len(speakers) and not speakers[at].affiliation:
                speakers[at] = speakers[at]._replace(affiliation=text)
            elif not talk.affiliation:
                talk = talk._replace(affiliation=text)
            else:
                talk = talk._replace(affiliation=f"{talk.affiliation}; {text}")
    extra: list[Link] = []
    for count, url in draft.websites:
        at = max(count, 1) - 1
        if at < len(speakers) and not speakers[at].url:
            speakers[at] = speakers[at]._replace(url=url)
        else:
            extra.append(Link("Website", url))
    return draft._replace(
        talk=talk._replace(speakers=tuple(speakers), links=talk.links + tuple(extra))
    )


LONG = ("abstract", "bio")
CORE = frozenset(("title", "abstract", "bio", "speakers", "affiliation"))

_PICTURE = re.compile(r"(?i)\[(?:image|cid)\b[^\]]*\]|<[\w .-]+\.(?:png|jpe?g|gif)>")
"""What a mail program leaves where a picture was."""


class Mail(NamedTuple):
    """What a mail says of a talk.

    Attributes:
        talk: the talk, without an id.
        recognised: for each field that was found its name and its text, in the mail's order.
        left: every line that was not taken.
        notes: what was repaired or guessed on the way, one sentence each.
    """

    talk: Talk
    recognised: tuple[tuple[str, str], ...] = ()
    left: str = ""
    notes: tuple[str, ...] = ()


def read_mail(text: str) -> Mail:
    """Read a mail; without any label nothing is recognised and all of it is left."""
    text, notes = repaired_paste(text)
    parts, left = _parts(_split(_unquoted(text.split("\n"))))
    draft = _draft_of(parts)
    if parts and not draft.talk.speakers:
        above = [one for one in left if one[0] <= parts[0].at and len(one[1].strip()) <= 160]
        draft, taken = _speaker_above(draft, above)
        left = [one for one in left if one not in taken]
    left += draft.unused
    lines = [line for _, line in sorted(left, key=lambda pair: pair[0])]
    return Mail(draft.talk, draft.recognised, _squeeze(lines), notes + draft.notes)


def _speaker_above(
    draft: _Draft, above: list[tuple[int, str]]
) -> tuple[_Draft, list[tuple[int, str]]]:
    """Take ``Ada Lovelace, University of X`` above the first label; return the line taken."""
    for at, text in above:
        line = text.strip()
        name, affiliation = name_and_place(line)
        if affiliation and looks_like_name(name):
            prefix, rest = split_prefix(unescape(name))
            talk = draft.talk._replace(
                speakers=(Speaker(rest, prefix),),
                affiliation=draft.talk.affiliation or affiliation,
            )
            found = (("speakers", name), ("affiliation", affiliation))
            note = f"Nobody was named as the speaker: “{line}” stands above the rest."
            recognised, notes = (*found, *draft.recognised), (*draft.notes, note)
            draft = draft._replace(talk=talk, recognised=recognised, notes=notes)
            return draft, [(at, text)]
    return draft, []


def _unquoted(lines: list[str]) -> list[str]:
    return [re.sub(r"^(?:>[ ]?)+", "", line).rstrip("\t") for line in lines]


def _split(lines: list[str]) -> list[str]:
    """Cut lines that hold several labels because their line ends were lost."""
    present = {found.field for line in lines if (found := mail_label(line))}
    wanted = CORE - present
    if len(wanted) == len(CORE):
        return lines
    return [piece for line in lines for piece in (split_inside(line, wanted) or [line])]


def _parts(lines: list[str]) -> tuple[list[Part], list[tuple[int, str]]]:
    """Split a mail into labelled parts and the lines that belong to none."""
    parts: list[Part] = []
    left: list[tuple[int, str]] = []
    current: Part | None = None
    after_blank = True
    for at, line in enumerate(lines):
        found = mail_label(line)
        if found and not _is_label(found, current, after_blank, lines, at):
            found = None
        if found:
            current = _begin(found, at, line, parts, left)
        elif current is not None and (
            _ends(current, line, after_blank)
            or (after_blank and current.field == "bio" and _is_signature(current, lines, at))
        ):
            current = None
            left.append((at, line))
        elif current is None or _PICTURE.fullmatch(line.strip()):
            left.append((at, line))
        elif not current.has_text and re.fullmatch(r"\s*[=~_*-]{3,}\s*", line):
            continue  # the rule under a heading
        else:
            current = current._replace(lines=(*current.lines, (at, line)))
            parts[-1] = current
        after_blank = not line.strip()
    return parts, left


def _begin(
    found: MailLabel, at: int, line: str, parts: list[Part], left: list[tuple[int, str]]
) -> Part | None:
    """Open the part of a label; a heading of no field, or a second title, is left."""
    again = found.field in ("title", "abstract") and any(
        part.field == found.field and part.has_text for part in parts
    )
    if found.field == "other" or again:
        left.append((at, line))
        return None
    if found.aside:
        left.append((at, f"{found.words} ({found.aside})"))
    parts.append(Part(found.field, found.name, found.words, ((at, found.rest),)))
    return parts[-1]


def _is_label(
    found: MailLabel, current: Part | None, after_blank: bool, lines: list[str], at: int
) -> bool:
    """Return whether a label is one, and not the beginning of a sentence of the abstract."""
    if current is None or current.field not in LONG or found.marked or not current.has_text:
        return True
    if found.field in ("links", "website", "video"):
        below = any(_has_address(line) for line in lines[at + 1 : at + 3])
        return below if not found.rest.strip() else _has_address(found.rest)
    if found.field == current.field == "abstract":
        return False
    if found.field == "other":
        # "Note: …" is also how a sentence of a text begins.
        prose = found.words.lower() in ("note", "notes")
        return after_blank or (not prose and mail_label(lines[at - 1]) is not None)
    return True


def _has_address(text: str) -> bool:
    return "://" in text or re.fullmatch(r"\s*(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?\s*", text) is not None


def _ends(part: Part, line: str, after_blank: bool) -> bool:
    """Return whether a line without a label does not belong to the part before it."""
    stripped = line.strip()
    if re.fullmatch(r"--\s?", line):
        return True
    if part.field not in LONG:
        # One paragraph: the first one after the label.
        return part.has_text and (not stripped or after_blank or _one_line_only(part))
    if not stripped:
        return False
    if CLOSING_ALONE.fullmatch(stripped):
        return True
    return after_blank and CLOSING_START.match(stripped) is not None


def _is_signature(bio: Part, lines: list[str], at: int) -> bool:
    """Return whether a line is a signature: a name that the biography has."""
    words = lines[at].split()
    if not 1 <= len(words) <= 3 or not words[0][:1].isupper():
        return False
    after = next((line for line in lines[at + 1 :] if line.strip()), "")
    if after and not CLOSING_START.match(after.strip()) and not after.startswith("--"):
        return False
    return set(words) <= set(re.findall(r"\w[\w'’-]*", bio.text))


def _one_line_only(part: Part) -> bool:
    return part.field in ("website", "video", "links", "speakers")


def _squeeze(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
