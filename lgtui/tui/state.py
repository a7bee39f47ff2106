"""The state of the app: the session as a value, its drafts, git and the server (no Textual).

:class:`Session` is a value that functions of this module make new ones of; :class:`AppState` is
the one place that holds the current session and everything else that changes while the app runs.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from lgtui.model import DataError, Records, Where
from lgtui.records.lifecycle import count_revisions
from lgtui.store import Document
from lgtui.tui.actions import ACTIONS, Action

if TYPE_CHECKING:
    from lgtui.checks.finding import Finding
    from lgtui.records.diff import Change
    from lgtui.store.drafts import Texts
    from lgtui.tui.rows import Key

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

    document: Document
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


def open_session(document: Document) -> Session:
    """Return the session of a file that was just read."""
    return Session(document, document.records)


def edit(session: Session, label: str, records: Records, where: Where = NOWHERE) -> Session:
    """Return the session after an edit; one that changes nothing is no step."""
    if records == session.records:
        return session._replace(typed=None)
    step = Step(label, session.records, where)
    return session._replace(records=records, typed=None, done=(*session.done, step), undone=())


def typing(session: Session, records: Records) -> Session:
    """Return the session while a field is typed in: no step yet, but the draft knows."""
    return session._replace(typed=None if records == session.records else records)


def undo(session: Session) -> Session:
    """Return the session without its last edit; the same where there is none."""
    if not session.done:
        return session
    step = session.done[-1]
    back = Step(step.label, session.records, step.where)
    return session._replace(
        records=step.records, typed=None, done=session.done[:-1], undone=(*session.undone, back)
    )


def redo(session: Session) -> Session:
    """Return the session with the edit made again that was taken back last."""
    if not session.undone:
        return session
    step = session.undone[-1]
    again = Step(step.label, session.records, step.where)
    return session._replace(
        records=step.records, typed=None, done=(*session.done, again), undone=session.undone[:-1]
    )


def saved(session: Session, document: Document) -> Session:
    """Return the session after its records were written; undo still reaches behind the save.

    The save may have counted the revision of seasons that were moved.
    """
    records = count_revisions(document.records, session.records)
    return session._replace(document=document, records=records)


def merged(
    session: Session,
    theirs: Document,
    records: Records,
    rebase: Callable[[Records], Records],
) -> Session:
    """Return the session after the file changed on disk: based on their file, holding both's edits.

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
    """Return the session with findings, unless the records changed while the checks ran."""
    if records is not session.records:
        return session
    return session._replace(findings=findings, checked=records)


class GitLine(NamedTuple):
    """What the state bar says of git: nothing before git was asked.

    Attributes:
        words: branch, distance to the server, and in a word or two what is unusual.
        uncommitted: how many of our files differ from the last commit.
        advice: what is unusual and what to do, in full.
        upstream: the server's branch that this one follows; empty for none.
        head: the commit that the branch is at.
    """

    words: str = ""
    uncommitted: int = 0
    advice: str = ""
    upstream: str = ""
    head: str = ""


class Server:
    """The server as it was seen last.

    Attributes:
        lock: held by whoever talks to the server, so that two calls never meet.
        stop: ends a look that goes on in the background; nothing while there is none.
        given_way: whether that look was ended, so that its failure is none.
        trouble: why the last look in the background failed, in full; empty where it did not.
        announced: the newest commit on the server whose changes were announced.
    """

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.stop: Callable[[], None] | None = None
        self.given_way = False
        self.trouble = ""
        self.announced = ""

    def give_way(self) -> None:
        """Ends a look in the background: somebody asked for something that does not wait."""
        if self.stop is not None:
            self.given_way = True
            self.stop()


FIELD = "field"
"""The first name of a text that was typed in a field of the form."""

SUBJECT = "subject"
"""The first name of a commit's subject in a draft."""

DRAFT_DELAY = 0.3
"""Seconds after a change until its draft is written; the disk then has the rest of a second."""


class Keeper(Protocol):
    """Where drafts go; ``lgtui.store.drafts.Keeper`` is the one on disk."""

    def write(self, document: Document, records: Records, texts: "Texts") -> None:
        """Writes a draft; it is on disk when this returns."""

    def clear(self) -> None:
        """Removes the draft: all is saved, or was given up knowingly."""

    def close(self) -> None:
        """Ends; a draft that is there stays for the next start."""


class NoKeeper:
    """Keeps nothing: for an app that is shown, not used."""

    def write(self, document: Document, records: Records, texts: "Texts") -> None:
        """Does nothing."""

    def clear(self) -> None:
        """Does nothing."""

    def close(self) -> None:
        """Does nothing."""


class FailedKeeper(NoKeeper):
    """Has no place for drafts, and says why whenever one is to be kept."""

    def __init__(self, reason: DataError) -> None:
        self._reason = reason

    def write(self, document: Document, records: Records, texts: "Texts") -> None:
        """Raises the reason."""
        raise self._reason


class Drafts:
    """The drafts of one sitting: knows what is on disk already, so that it writes only changes.

    The newest wanted session is what any writing writes, whichever thread comes first: an older
    one is never written over a newer one.

    Attributes:
        failure: why the last draft could not be written; empty where it could.
        texts: what is typed and in no record yet, by the names of where it is typed. It is
            replaced, never changed, since the thread that writes reads it.
    """

    def __init__(self, keeper: Keeper | None = None) -> None:
        self._keeper: Keeper = keeper or NoKeeper()
        self._alone = threading.Lock()
        self._newest: Session | None = None
        self._kept: Records | None = None
        self._kept_texts: Texts = {}
        self.failure = ""
        self.texts: Texts = {}

    def wanted(self, session: Session) -> bool:
        """Return whether the draft on disk is not what the session and the texts hold."""
        unsaved = session.current if session.unsaved else None
        return unsaved is not self._kept or self.texts != self._kept_texts

    def want(self, session: Session) -> None:
        """Says what the next :meth:`write` writes."""
        self._newest = session

    def keep_text(self, names: tuple[str, ...], text: str) -> None:
        """Notes what is typed at a place; an empty text is none."""
        others = {name: each for name, each in self.texts.items() if name != names}
        self.texts = {**others, names: text} if text else others

    def keep_fields(self, unread: Mapping[tuple[str, str, str], str]) -> None:
        """Notes what is typed in fields, by record and field, and is no date or number yet."""
        others = {name: text for name, text in self.texts.items() if name[0] != FIELD}
        self.texts = others | {(FIELD, *name): text for name, text in unread.items()}

    def write(self) -> None:
        """Writes or drops the draft; a disk that cannot hold it is remembered, not raised."""
        with self._alone:
            session = self._newest
            if session is None:
                return
            if not self.wanted(session):
                self.failure = ""
                return
            texts = self.texts
            try:
                if session.unsaved or texts:
                    self._keeper.write(session.document, session.current, texts)
                else:
                    self._keeper.clear()
                self._kept = session.current if session.unsaved else None
                self._kept_texts = texts
            except DataError as error:
                self.failure = str(error)
            else:
                self.failure = ""

    def keep_now(self, session: Session) -> None:
        """Has the session on disk before it returns."""
        self.want(session)
        self.write()

    def give_up(self) -> None:
        """Removes the draft, and keeps no other: what is unsaved is not wanted any more."""
        with self._alone:
            self._keeper.clear()
            self._keeper, kept = NoKeeper(), self._keeper
            self._newest = self._kept = None
            self.texts = self._kept_texts = {}
        kept.close()

    def close(self) -> None:
        """Ends; a draft that is there stays for the next start."""
        with self._alone:
            self._keeper.close()
            self._keeper = NoKeeper()


class HistorySubject(NamedTuple):
    """Whose history is listed, and as of when; it is read anew when any of these differs.

    Attributes:
        key: the record's key in the list; ``None`` for the history of the whole file.
        document: the data file as it was read.
        head: the commit that the branch was at.
    """

    key: "Key | None"
    document: Document | None = None
    head: str = ""

    def same_as(self, other: "HistorySubject") -> bool:
        """Return whether both have the same history; documents are compared by identity."""
        return self.key == other.key and self.document is other.document and self.head == other.head


class AppState:
    """Everything of the app that changes while it runs, except what its widgets show.

    Attributes:
        session: the open file with its records, undo and findings.
        changes: what differs between the file and the records, as last computed.
        drafts: writes what is unsaved to disk.
        actions: the registry, with the user's own keys.
        draft_path: the data file that drafts are kept for; empty where none are kept.
        file: the data file's name in the state bar, from the repository's root.
        complete: whether the whole file was read; of a large one the ends come first.
        notes: what to say before the work starts, such as keys that cannot be used.
        start: the record, or the words, that the app was asked to open at.
        pane: the pane that has the focus.
        bottom_pane: the pane in sight below the others; empty for none.
        zoomed: whether the pane with the focus has the whole screen.
        title: the pane's title where it is the only one in sight; else empty.
        busy: what takes a while just now; empty for nothing.
        git: the clone as it was seen last.
        server: the server as it was seen last.
        history: whose history the list of changes shows.
        senders: whose mails were taken in since something was published, each with an address.
    """

    def __init__(
        self,
        session: Session,
        *,
        actions: tuple[Action, ...] = ACTIONS,
        draft_path: str = "",
        complete: bool = True,
        notes: tuple[str, ...] = (),
        start: str = "",
    ) -> None:
        self.session = session
        self.changes: tuple[Change, ...] = ()
        self.drafts = Drafts()
        self.actions = actions
        self.draft_path = draft_path
        self.file = ""
        self.complete = complete
        self.notes = notes
        self.start = start
        self.pane = "list"
        self.bottom_pane = ""
        self.zoomed = False
        self.title = ""
        self.busy = ""
        self.git = GitLine()
        self.server = Server()
        self.history = HistorySubject(None)
        self.senders: tuple[str, ...] = ()
        self._changed_on_disk: Document | None = None

    @property
    def changed_on_disk(self) -> bool:
        """Whether the file on disk is known to differ from the document that was read."""
        return self._changed_on_disk is self.session.document

    @changed_on_disk.setter
    def changed_on_disk(self, changed: bool) -> None:
        # Kept for one document: once another one is read or written, this is no longer true.
        self._changed_on_disk = self.session.document if changed else None

    @property
    def changed_records(self) -> int:
        """How many records are unsaved."""
        return len({(each.kind, each.at, each.what == "deleted") for each in self.changes})

    @property
    def errors(self) -> int | None:
        """How many findings are errors; ``None`` before the first check."""
        if self.session.checked is None:
            return None
        return sum(each.severity == "error" for each in self.session.findings)
