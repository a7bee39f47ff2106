"""Reads a speaker's mail into a talk: title, abstract, biography, name and affiliation."""

import re
from typing import NamedTuple

from lgtui.importers.mail_asides import (
    AGREED,
    REFUSED,
    consent,
    is_about_recording,
    is_conditional,
    is_limited,
    is_remark_about_recording,
    sentences,
    speaks_against,
    split_asides,
)
from lgtui.importers.mail_labels import mail_label
from lgtui.importers.mail_parts import LONG, PLACE, Part, mail_parts, split_lines
from lgtui.importers.mail_prose import guesses, joined, paragraphs
from lgtui.importers.mail_text import ANOTHERS, Sender, mail_text, sender_of
from lgtui.importers.markdown_page import all_links
from lgtui.importers.paste import repaired_paste, unwrap
from lgtui.importers.people import looks_like_name, people, split_prefix
from lgtui.model import Link, Speaker, Talk, full_name, replaced
from lgtui.text.inline_markdown import TBA, bare_urls, blank, has_words, links, unescape, word_list


class _Draft(NamedTuple):
    """A talk while the parts are read.

    Attributes:
        talk: The talk so far.
        recognised: The recognised fields with their texts.
        notes: What was guessed or changed.
        unused: The lines that belong to no field, with their places.
        affiliations: Each affiliation with the number of speakers named before it.
        websites: Each address with the number of speakers named before it.
        agreed: Whether a label says that the recording may be shown.
        refused: Whether something says plainly that it may not.
        open: Whether something says neither, or the contrary of a label.
        guessed: The fields that are a guess.
    """

    talk: Talk = Talk("")
    recognised: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    unused: tuple[tuple[int, str], ...] = ()
    affiliations: tuple[tuple[int, str], ...] = ()
    websites: tuple[tuple[int, str], ...] = ()
    agreed: bool = False
    refused: bool = False
    open: bool = False
    guessed: tuple[str, ...] = ()

    def found(self, field: str, text: str) -> "_Draft":
        """Return the draft with one more recognised text."""
        return self._replace(recognised=(*self.recognised, (field, text)))

    def leave(self, at: int, text: str) -> "_Draft":
        """Return the draft with a line that found no place."""
        return self._replace(unused=(*self.unused, (at, text)))


def _draft_of(parts: list[Part]) -> _Draft:
    draft = _Draft()
    several = sum(part.field == "bio" for part in parts) > 1
    # What a label says of the recording counts more than what a sentence may mean.
    for part in sorted(parts, key=lambda part: part.field not in ("consent", "video")):
        if not part.text:
            # A question that nobody answered is no word of the speaker's.
            if not part.asked:
                draft = draft.leave(part.at, f"{part.label}:")
        elif _NO_ANSWER.fullmatch(part.text):
            draft = draft.leave(part.at, f"{part.label}: {part.text}")
        elif TBA.fullmatch(part.text):
            draft = draft.found(part.field, "TBA")
        else:
            draft = _take(draft, part, several)
    return _assign_affiliations(_place_of_one(_name_speakers(draft, parts), parts))


_NO_ANSWER = re.compile(r"(?i)_?no (?:response|answer)_?|n\.?/?a\.?|none|nothing|keine?s?|[-–—]+")
"""What forms and people write where they have nothing to say."""


def _place_of_one(draft: _Draft, parts: list[Part]) -> _Draft:
    """Take what follows the first of several names for a place, where a mail speaks of one person.

    ``Speaker: Ada Lovelace, Analytical Society`` looks like two names. One label for one person,
    and a biography that names the first and not the others, say that it is one.
    """
    named = [part for part in parts if part.field == "speakers"]
    speakers = draft.talk.speakers
    if len(named) != 1 or len(speakers) < 2 or draft.affiliations or not draft.talk.bio:
        return draft
    first, *others = speakers
    known = set(word_list(draft.talk.bio))
    listed = re.fullmatch(r"[^,;&()]+(?:,[^,;&()]+)+", named[0].text.strip())
    if not listed or any(one.prefix or one.url or one.affiliation for one in others):
        return draft
    place = ", ".join(one.name for one in others)
    if first.name.split()[-1] not in known or set(word_list(place)) & known:
        return draft
    recognised = tuple(
        (field, full_name(first) if field == "speakers" else text)
        for field, text in draft.recognised
    )
    note = (
        f"“{place}” is taken for the affiliation: the biography speaks of {first.name} alone "
        "(a guess: look at it)"
    )
    return draft._replace(
        talk=draft.talk._replace(speakers=(first,)),
        recognised=(*recognised, ("affiliation", place)),
        affiliations=((1, place),),
        websites=tuple((1, url) for _, url in draft.websites),
        notes=(*draft.notes, note),
        guessed=(*draft.guessed, "affiliation"),
    )


def _consent(draft: _Draft, at: int, said: str, text: str, *, guess: bool) -> _Draft:
    """Note what a mail says about the recording; it is shown to the organizer, and left over.

    Args:
        draft: the talk so far.
        at: the place in the mail.
        said: all of it, with its label.
        text: what is to be understood.
        guess: a sentence says it and no label.
    """
    draft = draft.leave(at, said)
    look = " (a guess: look at it)" if guess else ""
    means = consent(text)
    if means == AGREED and not guess:
        draft = draft._replace(agreed=True)
    if means == REFUSED and not is_limited(text):
        draft = draft._replace(refused=True)
    elif means == REFUSED or (means != AGREED and (not guess or is_conditional(text))):
        draft = draft._replace(open=True)
    if means != REFUSED or (guess and draft.agreed):
        against = "; elsewhere the mail says yes: ask again" if means == REFUSED else ""
        return draft._replace(notes=(*draft.notes, f"About the recording: “{text}”{against}"))
    note = f"About the recording: “{text}”, so it is withheld{look}"
    draft = draft._replace(notes=(*draft.notes, note))
    if draft.talk.recording:
        return draft
    talk = draft.talk._replace(recording="withheld")
    if guess:
        draft = draft._replace(guessed=(*draft.guessed, "recording"))
    return draft._replace(talk=talk).found("recording", f"withheld, because of “{text}”")


def _consent_of(draft: _Draft) -> str:
    """Return what all of a mail says about the recording: ``yes``, ``no``, ``asked`` where open."""
    if draft.open or (draft.agreed and draft.refused):
        return "asked"
    return "yes" if draft.agreed else "no" if draft.refused else ""


def _take(draft: _Draft, part: Part, several: bool) -> _Draft:
    if part.field == "title":
        return _title(draft, part)
    if part.field in ("abstract", "bio"):
        return _long(draft, part, several)
    if part.field == "speakers":
        return _speakers(draft, part)
    if part.field == "consent" or (part.field == "video" and not all_links(part.text)):
        text, colon = part.text, "" if part.label.endswith("?") else ":"
        said = f"{part.label}{colon} {text}"
        # Of "No recording: yes" the answer alone says the contrary.
        turned = re.match(
            r"(?i)(?:do\s+not|don['’]t|no|opt(?:ing|ed)?[- ]?out|without)\b", part.label
        )
        return _consent(draft, part.at, said, said if turned else text, guess=False)
    if part.field == "affiliation":
        return _affiliation(draft, part)
    return _addresses(draft, part)


def _affiliation(draft: _Draft, part: Part) -> _Draft:
    """Add a place of work, without the mail addresses and telephones beside it."""
    text, contacts = without_contacts(unescape(part.text).strip(" ,;"))
    for contact in contacts:
        draft = draft.leave(part.at, contact)
    if not text:
        return draft
    count = len(draft.talk.speakers)
    return draft._replace(affiliations=(*draft.affiliations, (count, text))).found(
        "affiliation", text
    )


def _title(draft: _Draft, part: Part) -> _Draft:
    """Add the title on one line, without quotation marks around it."""
    title = unescape(re.sub(r"^(\*{1,3}|_{1,3})(.+)\1$", r"\2", part.text))
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
    text, asides = split_asides(re.sub(r"\n{3,}", "\n\n", result.text))
    for aside in asides:
        if is_remark_about_recording(aside):
            draft = _consent(draft, part.lines[-1][0], aside, aside, guess=True)
        else:
            draft = draft.leave(part.lines[-1][0], aside)
    if not text:
        return draft
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


# Each run of blanks or letters is tried once, from its start: a long one costs no square of it.
_ADDRESS = re.compile(
    r"(?:(?<!\s)\s++)?[<(]?(?:mailto:)?(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+(?<=\w)[>)]?"
)


_PHONE = re.compile(
    r"(?i)(?:\b(?:tel(?:efon|ephone|éfono)?|phone|mobile?|handy|cell|fax|tlf|ph|mob)\b\.?\s*:?\s*)?"
    r"(?<![\w+])(?![0-9]{5}-[0-9]{4}\b)(?:\+|00|\(?0|\(\+)[0-9](?:[\s()./-]{0,3}[0-9]){5,17}(?!\w)|"
    r"\b(?:tel(?:efon|ephone|éfono)?|phone|mobile?|handy|cell|fax|tlf|ph|mob)\b\.?\s*:?\s*"
    r"[0-9](?:[\s()./-]{0,3}[0-9]){4,17}"
)


def without_contacts(text: str) -> tuple[str, list[str]]:
    """Split a place of work into what it is called, and the mail addresses and telephones in it."""
    found: list[str] = []
    for sign in (_ADDRESS, _PHONE):
        found += [each[0].strip() for each in sign.finditer(text)]
        text = sign.sub(" ", text)
    if not found:
        return text, []
    text = re.sub(
        r"(?i)\b(?:e-?mail|mail|tel(?:ephone)?|phone|contact)\s*:\s*(?=[,;|]|\s*$)", "", text
    )
    text = re.sub(r"\(\s*\)|<\s*>", "", text)
    text = re.sub(r"\s*([,;|])(?:\s*[,;|])+", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"\s+(?=[,;])", "", text)).strip(" ,;|–—-"), found


def _speakers(draft: _Draft, part: Part) -> _Draft:
    """Add the names, each with the affiliation and address beside it."""
    text = part.text
    for sign in (_ADDRESS, _PHONE):
        found_here = list(sign.finditer(text))
        for each in found_here:
            draft = draft.leave(part.at, each[0].strip())
        text = blank(text, [each.span() for each in found_here])
    urls = bare_urls(text)
    text = blank(text, [(link.start, link.end) for link in urls]).strip(" ,;–—-")
    # Signs that lead to an affiliation below belong to no name.
    text = re.sub(r"(?<=\w)[¹²³⁴⁵⁶⁷⁸⁹⁰†‡]+", "", text)
    lines = [re.sub(r"^\s*[-*•]\s+", "", line).strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > 1 and all(looks_like_name(re.split(r"[,(–]| - ", line)[0]) for line in lines):
        text = "; ".join(lines)  # a speaker on each line
    text = re.sub(r"\s*\((?:she|he|they|sie|er|elle|il)\s*[/,]\s*\w+\)", "", text)
    parted = re.split(r"\s+[/+]\s+", text)
    if len(parted) > 1 and all(map(looks_like_name, parted)):
        text = " and ".join(parted)
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
    place, contacts = without_contacts(place)
    for contact in contacts:
        draft = draft.leave(part.at, contact)
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
        if _WEB.match(link.url):
            draft = _website(draft, link.url)
        else:
            draft = draft.leave(part.at, link.url)
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
    """Split ``Ada Lovelace, University of X`` and its like into name and affiliation.

    What stands in brackets is not looked into: a place may have a dash in its name.
    """
    masked = re.sub(r"\([^()]*\)", lambda inner: "x" * len(inner[0]), text)
    cut = re.match(r"(.+?)\s+(?:[-–—|/@]|from(?:\s+the)?|at(?:\s+the)?)\s+(?=.)", masked)
    found = ("", text[: cut.end(1)], text[cut.end() :]) if cut else None
    named = found and (looks_like_name(found[1]) or PLACE.search(found[2]))
    if found and named and not PLACE.search(found[1]):
        return found[1], unescape(found[2]).strip(" ,;")
    first, comma, rest = text.partition(",")
    if comma and PLACE.search(rest) and not PLACE.search(first) and "(" not in first:
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
    if not found and (bare := re.fullmatch(r"[^\s@]+\.[a-z]{2,}(?:/\S*)?", text.strip("<> "))):
        found, rest = [bare_urls(f"https://{bare[0]}")[0]], ""
    if has_words(rest):
        draft = draft.leave(part.at, f"{part.label}: {' '.join(rest.split())}")
    elif not found:
        draft = draft.leave(part.at, f"{part.label}: {text}")
    for link in found:
        shown = unescape(link.text)
        if not _WEB.match(link.url):
            draft = draft.leave(part.at, f"{part.label}: {link.url}")
        elif part.field == "website":
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


_WEB = re.compile(r"(?i)https?://(?![^/?#]*@)")
"""How an address of a page begins: not one of a person (``mailto:``, ``https://ada@…``)."""


def _add_link(draft: _Draft, label: str, url: str) -> _Draft:
    if not _WEB.match(url):
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


class Mail(NamedTuple):
    """What a mail says of a talk.

    Attributes:
        talk: the talk, without an id.
        recognised: for each field that was found its name and its text, in the mail's order.
        left: every line that was not taken.
        notes: what was repaired or guessed on the way, one sentence each.
        guessed: the fields of ``recognised`` that are a guess.
        sender: whom a whole message is from.
        consent: what the mail says of publishing the recording: ``yes`` and ``no`` where it is
            said plainly, ``asked`` where that stays open.
    """

    talk: Talk
    recognised: tuple[tuple[str, str], ...] = ()
    left: str = ""
    notes: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    sender: Sender = Sender()
    consent: str = ""


def read_mail(text: str) -> Mail:
    """Read a mail, pasted or as a whole message.

    Without any label of a talk's text, title and the rest are guessed from its sentences and its
    signature; where that gives nothing, nothing is recognised and all of it is left.
    """
    sender = sender_of(text)
    text, notes = repaired_paste(mail_text(text))
    parts, left = mail_parts(split_lines(text.split("\n")))
    draft, left = _from_prose(_draft_of(parts), left)
    if parts and not (draft.talk.speakers and draft.talk.affiliation):
        before = next((part.at for part in parts if part.field in LONG), parts[0].at)
        above = [one for one in left if one[0] <= before and len(one[1].strip()) <= 160]
        draft, taken = _speaker_above(draft, above)
        left = [one for one in left if one not in taken]
    draft = _about_recording(draft, left)
    left += draft.unused
    lines = [line for _, line in sorted(left, key=lambda pair: pair[0])]
    return Mail(
        draft.talk,
        draft.recognised,
        _squeeze(lines),
        notes + draft.notes,
        draft.guessed,
        sender,
        _consent_of(draft),
    )


def _speaker_above(
    draft: _Draft, above: list[tuple[int, str]]
) -> tuple[_Draft, list[tuple[int, str]]]:
    """Take ``Ada Lovelace, University of X`` above the texts; return the line taken.

    Where the speaker is known already, only a line with that name counts, for its place.
    """
    known = [speaker.name for speaker in draft.talk.speakers]
    if any(speaker.affiliation for speaker in draft.talk.speakers):
        return draft, []
    for at, text in above:
        line = text.strip()
        name, affiliation = name_and_place(line)
        if (
            mail_label(line)
            or line.startswith(ANOTHERS)
            or not (affiliation and looks_like_name(name))
        ):
            continue
        prefix, rest = split_prefix(unescape(name))
        found = [("affiliation", affiliation)]
        talk, notes = draft.talk, draft.notes
        if not known:
            talk = talk._replace(speakers=(Speaker(rest, prefix),))
            found.insert(0, ("speakers", name))
            notes += (f"Nobody was named as the speaker: “{line}” stands above the rest.",)
        elif rest not in known:
            continue
        affiliation, contacts = without_contacts(affiliation)
        for contact in contacts:
            draft = draft.leave(at, contact)
        found[-1] = ("affiliation", affiliation)
        talk = talk._replace(affiliation=talk.affiliation or affiliation)
        recognised = (*found, *draft.recognised)
        return draft._replace(talk=talk, recognised=recognised, notes=notes), [(at, text)]
    return draft, []


def _about_recording(draft: _Draft, left: list[tuple[int, str]]) -> _Draft:
    """Note what the sentences that belong to no field say about the recording."""
    own = [one for one in left if not one[1].startswith(ANOTHERS)]
    for block in paragraphs(own):
        for sentence in sentences(joined(block)):
            if is_about_recording(sentence):
                known = draft.unused
                draft = _consent(draft, block[0][0], sentence, sentence, guess=True)
                draft = draft._replace(unused=known)  # it is among the lines that are left already
            elif draft.agreed and speaks_against(sentence):
                note = f"About the recording: “{sentence}”; elsewhere the mail says yes: ask again"
                draft = draft._replace(open=True, notes=(*draft.notes, note))
    return draft


def _from_prose(draft: _Draft, left: list[tuple[int, str]]) -> tuple[_Draft, list[tuple[int, str]]]:
    """Add what no label tells and a mail's prose is guessed to; return the lines that are left."""
    own = [one for one in left if not one[1].startswith(ANOTHERS)]
    taken: set[tuple[int, str]] = set()
    told = {field for field, _ in draft.recognised}
    guessed = [guess for guess in guesses(own) if guess.field not in told]
    if not {"title", "abstract", "bio"} & ({guess.field for guess in guessed} | told):
        return draft, left  # a name at the end of any letter tells nothing
    for guess in guessed:
        talk = draft.talk
        if guess.field == "speakers":
            prefix, name = split_prefix(guess.text)
            talk = talk._replace(speakers=(Speaker(name, prefix),))
        else:
            text, asides = guess.text, list[str]()
            if guess.field == "affiliation":
                text, asides = without_contacts(text)
            elif guess.field in LONG:
                text, asides = split_asides(text)
            for aside in asides:
                draft = draft.leave(guess.taken[-1][0] if guess.taken else 0, aside)
            talk = replaced(talk, guess.field, text)
        note = f"{FIELD_WORDS[guess.field]} without a label (a guess: look at it)"
        guessed_fields = (*draft.guessed, guess.field)
        draft = draft._replace(talk=talk, notes=(*draft.notes, note), guessed=guessed_fields)
        draft = draft.found(guess.field, guess.text)
        taken.update(guess.taken)
    return draft, [one for one in left if one not in taken]


FIELD_WORDS = {
    "title": "The title is taken from a sentence",
    "abstract": "The abstract is the paragraph below its announcement",
    "bio": "The biography is taken from what is said about the speaker",
    "speakers": "The speaker is taken from the signature",
    "affiliation": "The affiliation is taken from the signature",
}
"""Where a guess of each field is from."""


def _squeeze(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
