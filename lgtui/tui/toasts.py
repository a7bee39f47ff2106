"""How many toasts stand on the screen at once, and for how long."""

from textual.notifications import Notification, Notifications

SHORTEST = 6.0
"""Seconds that a toast stands at least."""

READ = 18
"""Characters of a toast that are read in a second, between two looks at the work."""

LINES = 12
"""Lines of the screen for which one toast may stand there."""


def seconds(text: str) -> float:
    """How long a toast stands, so that it can be read."""
    return max(SHORTEST, len(text) / READ)


def make_room(shown: Notifications, new: Notification, height: int) -> None:
    """Takes away toasts that say the same as the new one, and the oldest where they are many."""
    for each in list(shown):
        if each.message == new.message:
            del shown[each]
    most = max(1, height // LINES)
    for each in list(shown)[: max(0, len(shown) + 1 - most)]:
        del shown[each]
