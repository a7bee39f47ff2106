"""``--letter``, ``--form`` and ``--read-mail``: letters to speakers and to the list, and answers.

Nothing is sent: letters, drafts and forms go to standard output, mails come from standard input.
"""

import datetime
import os
import sys
from typing import TYPE_CHECKING

from lgtui import store
from lgtui.commands import Options, harmless, say
from lgtui.model import (
    DataError,
    Records,
    Season,
    Talk,
    make_id,
    parse_id,
    replaced,
    value_of,
)
from lgtui.records.checklist import season_named
from lgtui.records.edits import Filled, fill_talk, talks_meant
from lgtui.repo.client import first_commits
from lgtui.store.private import (
    PrivateFile,
    letter_kinds,
    read_letter,
    read_private,
    refuse_public,
    write_private,
)
from lgtui.text.control_chars import quoted
from lgtui.text.folding import fold

if TYPE_CHECKING:
    from lgtui.importers.mail import Mail
    from lgtui.render.letters import Letter, Template


def run(options: Options) -> int:
    """Print letters or a form, or take a mail in, as was asked for.

    Returns:
        The exit status of :func:`print_letters`, :func:`print_form` or :func:`take_mail`.

    Raises:
        DataError: what was named cannot be found, read, filled or written.
    """
    if options.read_mail is not None:
        return take_mail(options)
    return print_letters(options) if options.form is None else print_form(options)


MOST_WORDS = 2
"""What follows ``--letter``: the kind, and a season or talk."""


def print_letters(options: Options) -> int:
    """Print the letters of one kind, to the speakers of a season or of one talk, or to the list.

    What a letter asks for and nobody knows yet is said on standard error, a line for each fact.

    Returns:
        0; 1 where no letter is to be written, or one is too long for a ``mailto:`` address.

    Raises:
        DataError: a file cannot be read or written, there is no such letter, season or talk, or
            the letter's template cannot be filled.
    """
    from lgtui.render.letters import Writer, read_template

    if len(options.letter) > MOST_WORDS:
        raise DataError("--letter: write a kind, and a season or talk: --letter details S10")
    kind, name = options.letter[0], options.letter[1] if len(options.letter) > 1 else ""
    path = options.data_path()
    records = store.read(path).records
    private = opened(options, path, records)
    found = read_letter(private, kind)
    if found is None:
        kinds = ", ".join(letter_kinds(private))
        raise DataError(f"--letter: there is no letter {quoted(kind)}; there are {kinds}")
    if options.format == "template":
        sys.stdout.write(found[0])
        return 0
    template = read_template(kind, *found)
    known = private.private if private.raw is not None else None
    writer = Writer(template, records, known, options.day())
    season, talk = _about(records, name) if name else (writer.season_meant(), None)
    if season is None:
        which = "upcoming" if template.season == "next" else "past"
        raise DataError(f"--letter: no season is {which}; name one, as in --letter {kind} S09")
    letters, told = writer.write(season, talk)
    for line in told:
        say(line)
    if not letters:
        return 1
    if options.sent:
        return _note_as_sent(options, private, template, season, letters)
    for line in dict.fromkeys(line for letter in letters for line in letter.missing):
        say(line)
    return _print_letters(options, path, letters, records)


def print_form(options: Options) -> int:
    """Print a form that asks for everything, or for what a talk lacks.

    Raises:
        DataError: a file cannot be read, or there is no such talk.
    """
    from lgtui.render.letters import form_as_issue, form_as_text, form_fields

    path = options.data_path()
    records = store.read(path).records
    named = options.form or ""
    talk = records.talks[talk_named(records, named, "--form")] if named else None
    private = opened(options, path, records)
    fields = form_fields(talk, private.private if private.raw is not None else None)
    if not fields:
        say(f"nothing is missing of {talk.id if talk else 'it'}")
        return 1
    if options.format == "github":
        about = talk.id if talk else ""
        sys.stdout.write(form_as_issue(fields, records.series.name, about))
    else:
        sys.stdout.write(form_as_text(fields))
    return 0


def opened(options: Options, path: str, records: Records) -> PrivateFile:
    """Read the private file of the series; say what in it is not known.

    Raises:
        DataError: it is refused, cannot be read, or is not valid.
    """
    file = read_private(path, records.series.name, options.private, first_commits)
    for line in file.unknown:
        say(line)
    return file


def _about(records: Records, name: str) -> tuple[Season, Talk | None]:
    """Find a season or talk by its name as people type it.

    Raises:
        DataError: there is none.
    """
    wanted = name.strip().upper()
    if parse_id(wanted) is None:
        return season_named(records, name, "--letter"), None
    talk = records.talks[talk_named(records, wanted, "--letter")]
    return season_named(records, wanted.partition("E")[0], "--letter"), talk


def talk_named(records: Records, name: str, option: str) -> int:
    """Return the place of a talk by its id as people type it.

    Args:
        records: all records.
        name: as it was typed.
        option: the option it was typed after, for the message.

    Raises:
        DataError: it is no talk's id, or there is no such talk.
    """
    wanted = parse_id(name.strip().upper())
    if wanted is None:
        raise DataError(f"{option}: {quoted(name)} is no talk; write it as S09E01")
    for at, talk in enumerate(records.talks):
        if parse_id(talk.id) == wanted:
            return at
    raise DataError(f"{option}: there is no talk {make_id(*wanted)}")


def _note_as_sent(
    options: Options,
    file: PrivateFile,
    template: "Template",
    season: Season,
    letters: "list[Letter]",
) -> int:
    """Note the letters as sent in the private file."""
    from lgtui.records.private import SentLetter, note_letter

    records = store.read(options.data_path()).records
    private = file.private
    by_id = {talk.id: talk for talk in records.talks}
    for letter in letters:
        about = season if template.to == "list" else by_id[letter.record]
        several = isinstance(about, Talk) and len(about.speakers) > 1
        to = letter.to_name if several else ""
        private = note_letter(private, about, SentLetter(letter.kind, options.day(), to))
    written = write_private(file, private)
    made = "made" if file.raw is None else "wrote"
    for letter in letters:
        print(f"{letter.record}: {letter.kind} to {letter.to_name or 'the list'} is noted as sent")
    say(f"{made} {written.path}")
    return 0


def _print_letters(options: Options, path: str, letters: "list[Letter]", records: Records) -> int:
    """Print the letters, or write each to a file of its own."""
    from lgtui.render.letters import MAILTO_LENGTH, as_mailto, as_text

    if options.format == "mailto":
        status = 0
        for letter in letters:
            address = as_mailto(letter)
            if len(address) > MAILTO_LENGTH:
                say(
                    f"{letter.record}: this letter makes a mailto address of {len(address)} "
                    f"characters, and many programs take {MAILTO_LENGTH}; use --format eml"
                )
                status = 1
                continue
            if letter.calendar:
                say(f"{letter.record}: a mailto address carries no calendar file; an .eml does")
            print(address)
        return status
    if options.format == "eml":
        drafts = [_draft(letter, options, records) for letter in letters]
        for letter in letters:
            if not letter.sender:
                say(f"{letter.record}: no address of the sender; your mail program puts yours in")
        if options.into:
            return _write_letters(options.into, path, letters, drafts, ".eml")
        sys.stdout.flush()
        sys.stdout.buffer.write(drafts[0] if len(drafts) == 1 else b"".join(map(_boxed, drafts)))
        if len(drafts) > 1:
            say(f"{len(drafts)} letters as one mailbox (mbox); --into FOLDER writes one .eml each")
        return 0
    texts = [as_text(letter) for letter in letters]
    if options.into:
        return _write_letters(
            options.into, path, letters, [text.encode() for text in texts], ".txt"
        )
    sys.stdout.write(f"\n{'-' * 72}\n\n".join(texts))
    return 0


def _draft(letter: "Letter", options: Options, records: Records) -> bytes:
    """Return a letter as a draft, dated by the day of the series' zone at noon."""
    from lgtui.render.letters import as_eml
    from lgtui.text.dates import zone_named

    zone = zone_named(records.series.timezone) or datetime.UTC
    return as_eml(letter, datetime.datetime.combine(options.day(), datetime.time(12), zone))


def _boxed(draft: bytes) -> bytes:
    """Return a draft as a mailbox has it (mbox): below a line of its own, lines end in LF."""
    import re

    text = re.sub(rb"(?m)^(>*From )", rb">\1", draft.replace(b"\r\n", b"\n"))
    return b"From - Thu Jan  1 00:00:00 1970\n" + text.rstrip(b"\n") + b"\n\n"


def _write_letters(
    folder: str, path: str, letters: "list[Letter]", contents: list[bytes], suffix: str
) -> int:
    """Write each letter to a file of its own, all or none, over no file that is there.

    Args:
        folder: where they go.
        path: the data file, in whose repository they may not lie.
        letters: the letters.
        contents: the bytes of each.
        suffix: what the files' names end with.
    """
    from lgtui.store.disk import Files, write_files

    refuse_public(folder, path, first_commits)
    files: dict[str, bytes] = {}
    for letter, content in zip(letters, contents, strict=True):
        stem = os.path.join(folder, f"{letter.record}-{letter.kind}")
        name, number = stem + suffix, 1
        while name in files:
            number += 1
            name = f"{stem}-{number}{suffix}"
        if os.path.lexists(name):
            raise DataError("there is such a file already; move it away first", name)
        files[name] = content
    write_files(Files(files, dict.fromkeys(files)))
    for name in files:
        print(f"wrote {name}")
    return 0


SHOWN = 300
"""How many characters of a text are printed: enough to recognise it."""


def take_mail(options: Options) -> int:
    """Read a mail, print what it says, and fill the talk.

    What is empty there is filled, nothing is written over, and each fact is said: taken, kept as
    it was, or only a guess. A mail that fits no talk, or several, changes nothing.

    Returns:
        0; 1 where nothing was recognised, no talk or several fit, or a page cannot be written.

    Raises:
        DataError: a file cannot be read or written, or there is no such talk.
    """
    from lgtui.importers.mail import read_mail

    path = options.data_path()
    document = store.read(path)
    records = document.records
    private = opened(options, path, records)
    if sys.stdin is not None and sys.stdin.isatty():
        say("paste the mail here, and end it with ctrl+d on a line of its own")
    raw = sys.stdin.buffer.read() if sys.stdin is not None else b""
    text = raw.decode("utf-8", "surrogateescape")
    mail = read_mail(text)
    if not mail.recognised:
        say("nothing of a talk was recognised in this mail; in the app, m shows all of it")
        return 1
    at = _talk_meant(options, records, mail, private)
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


def _talk_meant(
    options: Options, records: Records, mail: "Mail", private: PrivateFile
) -> int | None:
    """Return the place of the talk that a mail is about; where it is not one, say so."""
    if options.read_mail:
        return talk_named(records, options.read_mail, "--read-mail")
    from lgtui.records.private import person_at
    from lgtui.render.webinar import next_season

    season = next_season(records)
    number = season.number if season else 0
    address = mail.sender.address
    known = person_at(private.private, address) if address else None
    name = known.name if known else mail.sender.name
    places = talks_meant(records, mail.talk, number, name)
    if not places:
        # A corrected mail comes to a talk that is filled already: what it says is shown.
        wanted = {fold(each.name) for each in mail.talk.speakers} or {fold(name)}
        places = tuple(
            at
            for at, talk in enumerate(records.talks)
            if wanted & {fold(each.name) for each in talk.speakers if each.name}
            and (parse_id(talk.id) or (0, 0))[0] == number
        )
    if len(places) == 1:
        return places[0]
    named = [each.name for each in mail.talk.speakers] or [name or "its sender"]
    if places:
        ids = ", ".join(records.talks[at].id for at in places)
        say(f"this mail may be about {ids}; name one: --read-mail {records.talks[places[0]].id}")
    else:
        who = ", ".join(named)
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


def _keep_private(options: Options, file: PrivateFile, mail: "Mail", talk: Talk) -> None:
    """Put what is left into the private notes if that was asked for, and what was said of consent.

    Raises:
        DataError: the private file cannot be written.
    """
    from lgtui.records.private import Note, entry_of, note_consent, note_text

    private = file.private
    if file.raw is not None and mail.consent:
        known = entry_of(private, talk).consent
        private = note_consent(private, talk, mail.consent)
        if known in ("yes", "no") and known != mail.consent:
            say(f"{talk.id}: consent is noted as {known} and stays so; look at the mail")
    if options.note and mail.left.strip():
        private = note_text(private, talk, Note(mail.left.strip(), options.day()))
    if private != file.private:
        written = write_private(file, private)
        say(f"{'made' if file.raw is None else 'wrote'} {written.path}")
