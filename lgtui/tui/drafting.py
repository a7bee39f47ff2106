"""Drafts as the app uses them: kept while something is unsaved, dropped once nothing is.

Every change is on disk within a second, written beside the keys; a signal or a crash writes at
once what is not there yet.
"""

from typing import Protocol

from lgtui.model import Records
from lgtui.store import Document
from lgtui.tui.session import Session

SOON = 0.3
"""Seconds after a change until its draft is written; the disk then has the rest of a second."""


class Keeper(Protocol):
    """Where drafts go."""

    def keep(self, document: Document, records: Records) -> None:
        """Writes a draft; it is on disk when this returns."""

    def drop(self) -> None:
        """Removes the draft: all is saved, or was given up knowingly."""


class Forgetful:
    """Keeps nothing: for an app that is shown, not used."""

    def keep(self, document: Document, records: Records) -> None:
        """Does nothing."""

    def drop(self) -> None:
        """Does nothing."""


class Drafts:
    """The drafts of one sitting: knows what is on disk already, so that it writes only changes."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
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
                self._keeper.keep(session.document, session.current)
                self._kept = session.current
            else:
                self.drop()
        except OSError as error:
            self.failure = f"The draft cannot be kept: {error.strerror or error}"
        else:
            self.failure = ""

    def drop(self) -> None:
        """Removes the draft."""
        self._keeper.drop()
        self._kept = None
