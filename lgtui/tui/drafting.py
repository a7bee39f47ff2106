"""Drafts as the app uses them: kept while something is unsaved, dropped once nothing is.

Every change is on disk within a second, written beside the keys; a signal or a crash writes at
once what is not there yet.
"""

import threading
from typing import Protocol

from lgtui.model import DataError, Records
from lgtui.store import Document
from lgtui.tui.state import Session

SOON = 0.3
"""Seconds after a change until its draft is written; the disk then has the rest of a second."""


class Keeper(Protocol):
    """Where drafts go; ``lgtui.store.drafts.Keeper`` is the one on disk."""

    def write(self, document: Document, records: Records) -> None:
        """Writes a draft; it is on disk when this returns."""

    def clear(self) -> None:
        """Removes the draft: all is saved, or was given up knowingly."""

    def close(self) -> None:
        """Ends; a draft that is there stays for the next start."""


class Forgetful:
    """Keeps nothing: for an app that is shown, not used."""

    def write(self, document: Document, records: Records) -> None:
        """Does nothing."""

    def clear(self) -> None:
        """Does nothing."""

    def close(self) -> None:
        """Does nothing."""


class Unable(Forgetful):
    """Has no place for drafts, and says why whenever one is to be kept."""

    def __init__(self, reason: DataError) -> None:
        self._reason = reason

    def write(self, document: Document, records: Records) -> None:
        """Raises the reason."""
        raise self._reason


class Drafts:
    """The drafts of one sitting: knows what is on disk already, so that it writes only changes.

    The newest wanted session is what any writing writes, whichever thread comes first: an older
    one is never written over a newer one.
    """

    def __init__(self, keeper: Keeper | None = None) -> None:
        self._keeper: Keeper = keeper or Forgetful()
        self._alone = threading.Lock()
        self._newest: Session | None = None
        self._kept: Records | None = None
        self.failure = ""

    def wanted(self, session: Session) -> bool:
        """Whether the draft on disk is not what the session holds."""
        return (session.current if session.unsaved else None) is not self._kept

    def want(self, session: Session) -> None:
        """Says what the next :meth:`write` writes."""
        self._newest = session

    def write(self) -> None:
        """Writes or drops the draft; a disk that cannot hold it is remembered, not raised."""
        with self._alone:
            session = self._newest
            if session is None:
                return
            if not self.wanted(session):
                self.failure = ""
                return
            try:
                if session.unsaved:
                    self._keeper.write(session.document, session.current)
                    self._kept = session.current
                else:
                    self._keeper.clear()
                    self._kept = None
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
            self._keeper, kept = Forgetful(), self._keeper
            self._newest = self._kept = None
        kept.close()

    def close(self) -> None:
        """Ends; a draft that is there stays for the next start."""
        with self._alone:
            self._keeper.close()
            self._keeper = Forgetful()
