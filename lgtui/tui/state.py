"""The state of one sitting as values: file, records, undo, redo, findings, the server."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import Records, Where

if TYPE_CHECKING:
    from lgtui.checks.finding import Finding
    from lgtui.store import Document

NOWHERE = Where()
"""The file as a whole."""

STEPS = 50
"""How many steps of undo are carried over a merge; each is merged on its own."""


class Step(NamedTuple):
    """One edit: what it was called, the records on its other side, and the place it was at."""

    label: str
    records: Records
    where: Where = NOWHERE


class Session(NamedTuple):
    """What is open.

    Attributes:
        document: the data file as it was last read or written.
        records: the records as they are now, edits included.
        typed: the records with a field that is still being typed in, ``None`` when there is none.
        done: the edits made, oldest first, each with the records before it.
        undone: the edits taken back, the last one last, each with the records after it.
        findings: what the checks say of ``checked``.
        checked: the records that were checked last; older than ``records`` while checks run.
    """

    document: "Document"
    records: Records
    typed: Records | None = None
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    findings: "tuple[Finding, ...]" = ()
    checked: Records | None = None

    @property
    def current(self) -> Records:
        """The records with all that was typed so far: what a draft has to hold."""
        return self.records if self.typed is None else self.typed

    @property
    def unsaved(self) -> bool:
        """Whether something would be lost if the app ended now."""
        return self.current != self.document.records


def open_session(document: "Document") -> Session:
    """The session of a file that was just read."""
    return Session(document, document.records)


def edit(session: Session, label: str, records: Records, where: Where = NOWHERE) -> Session:
    """The session after an edit; one that changes nothing is no step."""
    if records == session.records:
        return session._replace(typed=None)
    step = Step(label, session.records, where)
    return session._replace(records=records, typed=None, done=(*session.done, step), undone=())


def typing(session: Session, records: Records) -> Session:
    """The session while a field is typed in: no step yet, but the draft knows."""
    return session._replace(typed=None if records == session.records else records)


def undo(session: Session) -> Session:
    """The session without its last edit; the same where there is none."""
    if not session.done:
        return session
    step = session.done[-1]
    back = Step(step.label, session.records, step.where)
    return session._replace(
        records=step.records, typed=None, done=session.done[:-1], undone=(*session.undone, back)
    )


def redo(session: Session) -> Session:
    """The session with the edit made again that was taken back last."""
    if not session.undone:
        return session
    step = session.undone[-1]
    again = Step(step.label, session.records, step.where)
    return session._replace(
        records=step.records, typed=None, done=(*session.done, again), undone=session.undone[:-1]
    )


def saved(session: Session, document: "Document") -> Session:
    """The session after its records were written; undo still reaches behind the save."""
    return session._replace(document=document)


def merged(
    session: Session,
    theirs: "Document",
    records: Records,
    rebase: Callable[[Records], Records],
) -> Session:
    """The session after the file changed on disk: based on their file, holding both's edits.

    Every step of undo and redo takes the others' changes in as well. Otherwise taking back an
    edit would take back theirs too, and the next save would delete it.

    Args:
        session: the session before.
        theirs: the file as it is on disk now.
        records: the merged records.
        rebase: merges the others' changes into one version of the records.
    """
    done = tuple(step._replace(records=rebase(step.records)) for step in session.done[-STEPS:])
    undone = tuple(step._replace(records=rebase(step.records)) for step in session.undone[-STEPS:])
    return session._replace(document=theirs, records=records, typed=None, done=done, undone=undone)


def checked(session: Session, records: Records, findings: "tuple[Finding, ...]") -> Session:
    """The session with findings, unless the records changed while the checks ran."""
    if records is not session.records:
        return session
    return session._replace(findings=findings, checked=records)


class Server:
    """The server as it was seen last.

    Attributes:
        lock: held by whoever talks to the server, so that two calls never meet.
        stop: ends a look that goes on in the background; nothing while there is none.
        given_way: whether that look was ended, so that its failure is none.
        trouble: why the last look in the background failed, in full; empty where it did not.
        told: the server's newest commit of which was told what it changed.
    """

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.stop: Callable[[], None] | None = None
        self.given_way = False
        self.trouble = ""
        self.told = ""

    def give_way(self) -> None:
        """Ends a look in the background: somebody asked for something that does not wait."""
        if self.stop is not None:
            self.given_way = True
            self.stop()
