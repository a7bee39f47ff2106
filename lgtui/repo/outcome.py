"""How publishing or pulling ended, and what a person decided about it."""

from typing import TYPE_CHECKING, NamedTuple

from lgtui.changes import Change
from lgtui.model import Records
from lgtui.pages import HandEdit
from lgtui.repo.clone import GitError
from lgtui.repo.words import wants_answer

if TYPE_CHECKING:  # a plain publish meets neither, and should not wait for them
    from lgtui.checks import Finding
    from lgtui.merge import Merged


class Decided(NamedTuple):
    """Records as decided, with the two sides that they were decided between."""

    records: Records
    mine: Records
    tip: str


class Outcome(NamedTuple):
    """How publishing or pulling ended.

    Attributes:
        state: ``published``, ``committed`` (but not pushed), ``pulled``, ``nothing`` to do,
            ``conflict``, ``findings`` (the merged records have errors) or ``stopped``.
        words: what happened and what to do, in a sentence or two.
        said: git's and the server's own words.
        subject: the subject of the commit that was made; empty for none.
        theirs: what others changed, when it was merged in.
        merged: for ``conflict`` the merge, with the conflicts to decide.
        findings: for ``findings`` the errors.

        mine: for ``conflict`` the records on this side.
        tip: for ``conflict`` the others' commit.
    """

    state: str
    words: str
    said: str = ""
    subject: str = ""
    theirs: tuple[Change, ...] = ()
    merged: "Merged | None" = None
    findings: "tuple[Finding, ...]" = ()
    mine: Records = Records()
    tip: str = ""

    def decide(self, records: Records) -> Decided:
        """The conflicts as a person decided them, to call again with.

        Args:
            records: those of ``merged`` once no conflict is left.
        """
        return Decided(records, self.mine, self.tip)

    @property
    def wants_terminal(self) -> bool:
        """Whether git or ssh wanted to ask for a passphrase, password or host key.

        The same call on a place opened with ``foreground=True``, in a terminal, can go on.
        """
        return self.state == "stopped" and wants_answer(self.said)

    @property
    def done(self) -> bool:
        """Whether what was asked for was done."""
        return self.state in ("published", "committed", "pulled", "nothing")


def stopped(error: Exception) -> Outcome:
    """What went wrong as an outcome, in words."""
    if isinstance(error, GitError):
        return Outcome("stopped", error.words, error.said)
    if isinstance(error, HandEdit):
        edit = error.edits[0]
        words = (
            f"{edit.file}:{edit.line}: what lgtui writes was edited by hand, here or on the "
            "server. Put those words into the records, then publish again"
        )
        return Outcome("stopped", words)
    return Outcome("stopped", str(error))
