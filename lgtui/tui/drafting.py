"""Drafts as the app uses them: kept while something is unsaved, dropped once nothing is.

Every change is on disk within a second, written beside the keys; a signal or a crash writes at
once what is not there yet.
"""

from typing import Protocol

from lgtui.model import DataError, Records
from lgtui.store import Document
from lgtui.tui.session import Session

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


class Drafts:
    """The drafts of one sitting: knows what is on disk already, so that it writes only changes."""

    def __init__(self, keeper: Keeper | None = None) -> None:
        self._keeper: Keeper = keeper or Forgetful()
        self._kept: Records | None = None
        self.failure = ""

    def wanted(self, session: Session) -> bool:
        """Whether the draft on disk is not what the session holds."""
        return (session.current if session.unsaved else None) is not self._kept

    def keep_now(self, session: Session) -> None:
        """Writes or drops the draft; a disk that cannot hold it is remembered, not raised."""
        if not self.wanted(session):
            return
        try:
            if session.unsaved:
                self._keeper.write(session.document, session.current)
                self._kept = session.current
            else:
                self.drop()
        except DataError as error:
            self.failure = str(error)
        else:
            self.failure = ""

    def drop(self) -> None:
        """Removes the draft."""
        self._keeper.clear()
        self._kept = None

    def close(self) -> None:
        """Ends; a draft that is there stays for the next start."""
        self._keeper.close()
