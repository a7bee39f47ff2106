"""Who changed what of a record, when, in which commit; and how any of it is brought back.

A record has no name of its own through time: it is followed from commit to commit by what it
says, through renumberings and moves.
"""

from lgtui.history.following import Past, of_file, of_one
from lgtui.history.restoring import restored, undone

__all__ = ["Past", "of_file", "of_one", "restored", "undone"]
