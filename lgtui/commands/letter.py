"""``--letter`` and ``--form``: letters, and forms for speakers, on standard output; sends nothing.

What a letter asks for and nobody knows yet is said on standard error, a line for each fact.
"""

import datetime
import os
import sys
from typing import TYPE_CHECKING

from lgtui import store
from lgtui.commands import Options, say
from lgtui.model import DataError, Records, Season, Talk, make_id, parse_id
from lgtui.records.checklist import season_named
from lgtui.store.private import (
    PrivateFile,
    letter_kinds,
    read_letter,
    read_private,
    refuse_public,
    write_private,
)
from lgtui.text.control_chars import quoted

if TYPE_CHECKING:
    from lgtui.render.letters import Letter, Template

MOST_WORDS = 2
"""What follows ``--letter``: the kind, and a season or talk."""


def run(options: Options) -> int:
    """Print the letters of one kind, to the speakers of a season or of one talk, or to the list.

    With ``--form`` it is a form that a speaker fills in.

    Returns:
        0; 1 where no letter is to be written, or one is too long for a ``mailto:`` address.

    Raises:
        DataError: a file cannot be read or written, there is no such letter, season or talk, or
            the letter's template cannot be filled.
    """
    from lgtui.render.letters import Writer, read_template

    if options.form is not None:
        return _form(options)
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
        return _note(options, private, template, season, letters)
    for line in dict.fromkeys(line for letter in letters for line in letter.missing):
        say(line)
    return _print(options, path, letters, records)


def _form(options: Options) -> int:
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
    file = read_private(path, records.series.name, options.private)
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


def _note(
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


def _print(options: Options, path: str, letters: "list[Letter]", records: Records) -> int:
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
            return _write(options.into, path, letters, drafts, ".eml")
        sys.stdout.flush()
        sys.stdout.buffer.write(drafts[0] if len(drafts) == 1 else b"".join(map(_boxed, drafts)))
        if len(drafts) > 1:
            say(f"{len(drafts)} letters as one mailbox (mbox); --into FOLDER writes one .eml each")
        return 0
    texts = [as_text(letter) for letter in letters]
    if options.into:
        return _write(options.into, path, letters, [text.encode() for text in texts], ".txt")
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


def _write(
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

    refuse_public(folder, path)
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
