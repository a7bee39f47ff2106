"""``--read-mail``: a speaker's mail on standard input into the talk that it is about.

What is empty there is filled, nothing is written over, and each fact is said: taken, kept as it
was, or only a guess. A mail that fits no talk, or several, changes nothing.
"""

import sys
from typing import TYPE_CHECKING

from lgtui import store
from lgtui.commands import Options, harmless, say
from lgtui.commands.letter import opened, talk_named
from lgtui.model import Records, Talk, parse_id, replaced, value_of
from lgtui.records.edits import Filled, fill_talk, talks_meant
from lgtui.text.folding import fold

if TYPE_CHECKING:
    from lgtui.importers.mail import Mail
    from lgtui.importers.mail_text import Sender
    from lgtui.store.private import PrivateFile

SHOWN = 300
"""How many characters of a text are printed: enough to recognise it."""


def run(options: Options) -> int:
    """Read a mail, print what it says, and fill the talk.

    Returns:
        0; 1 where nothing was recognised, no talk or several fit, or a page cannot be written.

    Raises:
        DataError: a file cannot be read or written, or there is no such talk.
    """
    from lgtui.importers.mail import read_mail
    from lgtui.importers.mail_text import sender_of

    path = options.data_path()
    document = store.read(path)
    records = document.records
    private = opened(options, path, records)
    raw = sys.stdin.buffer.read() if sys.stdin is not None else b""
    text = raw.decode("utf-8", "surrogateescape")
    mail, sender = read_mail(text), sender_of(text)
    if not mail.recognised:
        say("nothing of a talk was recognised in this mail; in the app, m shows all of it")
        return 1
    at = _talk(options, records, mail, sender, private)
    if at is None:
        return 1
    talk = records.talks[at]
    if why := _anothers(mail.talk, talk):
        say(why)
        return 1
    said = mail.talk if options.guesses else _certain(mail)
    filled = fill_talk(records, at, said)
    changed = filled.edit.records
    _tell(mail, talk, filled, said, options)
    if options.dry_run:
        say("nothing was written (--dry-run)")
        return 0
    status = _save(document, changed)
    _keep_private(options, private, mail, talk)
    return status


def _anothers(said: Talk, talk: Talk) -> str:
    """Say why a mail is not about a talk that was named; ``""`` where it may be."""
    theirs, ours = ([speaker.name for speaker in each.speakers] for each in (said, talk))
    if not theirs or not ours or set(map(fold, theirs)) & set(map(fold, ours)):
        return ""
    return (
        f"the mail is about a talk by {', '.join(theirs)}, and {talk.id} is by {', '.join(ours)}: "
        "nothing was taken; in the app, m adds a speaker"
    )


def _certain(mail: "Mail") -> Talk:
    """Return what a mail says without what is a guess; a recording stays withheld in doubt."""
    talk = mail.talk
    for name in mail.guessed:
        if name != "recording":
            talk = replaced(talk, name, Talk._field_defaults[name])
    return talk


def _talk(
    options: Options, records: Records, mail: "Mail", sender: "Sender", private: "PrivateFile"
) -> int | None:
    """Return the place of the talk that a mail is about; where it is not one, say so."""
    if options.read_mail:
        return talk_named(records, options.read_mail, "--read-mail")
    from lgtui.model import Speaker
    from lgtui.records.private import person_at
    from lgtui.render.webinar import next_season

    season = next_season(records)
    number = season.number if season else 0
    known = person_at(private.private, sender.address) if sender.address else None
    names = [known.name] if known else [sender.name] if sender.name else []
    by_sender = mail.talk._replace(speakers=tuple(map(Speaker, names)))
    places = talks_meant(records, mail.talk, number) or talks_meant(records, by_sender, number)
    if not places:
        # A corrected mail comes to a talk that is filled already: what it says is shown.
        wanted = {fold(name) for name in names}
        places = tuple(
            at
            for at, talk in enumerate(records.talks)
            if wanted & {fold(each.name) for each in talk.speakers}
            and (parse_id(talk.id) or (0, 0))[0] == number
        )
    if len(places) == 1:
        return places[0]
    who = names[0] if names else "its sender"
    if places:
        ids = ", ".join(records.talks[at].id for at in places)
        say(f"this mail may be about {ids}; name one: --read-mail {records.talks[places[0]].id}")
    else:
        say(f"no talk is by {who}; name the talk that the mail is about: --read-mail S10E01")
    return None


def _tell(mail: "Mail", old: Talk, filled: Filled, said: Talk, options: Options) -> None:
    """Print what was taken and what was not, a line for each field.

    Args:
        mail: the mail.
        old: the talk as it was.
        filled: what it became.
        said: what was to be taken of the mail.
        options: whether all this is only shown.
    """
    new = filled.edit.records.talks[filled.edit.where.at]
    verb = "would take" if options.dry_run else "took"
    print(f"{old.id}:")
    for name in old._fields:
        before, after, found = (value_of(each, name) for each in (old, new, mail.talk))
        if name in ("id", "unknown") or not found:
            continue
        if before != after:
            print(harmless(f"  {verb} {name}: {_shown(value_of(new, name))}"))
        elif name in filled.kept:
            print(harmless(f"  kept {name}: it says {_shown(before)}, the mail {_shown(found)}"))
        elif not value_of(said, name):
            print(harmless(f"  guess, not taken: {name}: {_shown(found)}"))
        else:
            print(f"  has {name} already")
    for note in mail.notes:
        print(harmless(f"  note: {note}"))
    if mail.left:
        print("  left:")
        for line in mail.left.split("\n"):
            print(harmless(f"    {line}".rstrip()))
    if mail.guessed and not options.guesses and set(mail.guessed) != {"recording"}:
        say("--guesses takes what is only a guess, too")


def _shown(value: object) -> str:
    """Return a value as it is told: on one line, not too long."""
    if isinstance(value, tuple):
        text = ", ".join(str(value_of(each, each._fields[0])) for each in value)
    else:
        text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _save(document: store.Document, records: Records) -> int:
    """Write data file and pages; where pages cannot be written the talk is taken all the same.

    Raises:
        DataError: a file cannot be written.
    """
    if records == document.records:
        say("nothing is new; nothing was written")
        return 0
    from lgtui.commands.revert import troubles
    from lgtui.site.saving import plan_save, write_save
    from lgtui.store.disk import Files

    planned = plan_save(document, records)
    trouble = troubles(planned)
    write_save(planned._replace(pages=Files({})) if trouble else planned)
    if trouble:
        say(*trouble)
        say("the talk was filled; no page was written: lgtui --render does it when this is mended")
    return 1 if trouble else 0


def _keep_private(options: Options, file: "PrivateFile", mail: "Mail", talk: Talk) -> None:
    """Put what is left into the private notes if that was asked for, and what was said of consent.

    Raises:
        DataError: the private file cannot be written.
    """
    from lgtui.records.private import Note, note_consent, note_text
    from lgtui.store.private import write_private

    private = file.private
    if file.raw is not None and mail.talk.recording == "withheld":
        private = note_consent(private, talk, "no")
    if options.note and mail.left.strip():
        private = note_text(private, talk, Note(mail.left.strip(), options.day()))
    if private != file.private:
        written = write_private(file, private)
        say(f"{'made' if file.raw is None else 'wrote'} {written.path}")
