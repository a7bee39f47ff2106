"""How many toasts stand on the screen at once, and for how long."""

from textual.notifications import Notification, Notifications

SOONEST = 0.01
"""Seconds until a toast goes whose time is over as it is put on the screen."""

SHORTEST = 6.0
"""Seconds that a toast stands at least."""

READ = 18
"""Characters of a toast that are read in a second, between two looks at the work."""

LINES = 12
"""Lines of the screen for which one toast may stand there."""


def seconds(text: str) -> float:
    """How long a toast stands, so that it can be read."""
    return max(SHORTEST, len(text) / READ)


class Lasting(Notification):
    """A notification whose toast surely goes again.

    A toast reads :attr:`time_left` after it was asked whether the time is over. Where that comes
    in between, Textual's timer counts backwards for ever and no key is handled any more.
    """

    @property
    def time_left(self) -> float:
        """Seconds until the toast goes; never less than none."""
        return max(SOONEST, super().time_left)

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return super().time_left <= 0


def make_room(shown: Notifications, new: Notification, height: int) -> None:
    """Takes away toasts that say the same as the new one, and the oldest where they are many."""
    for each in list(shown):
        if each.message == new.message:
            del shown[each]
    most = max(1, height // LINES)
    for each in list(shown)[: max(0, len(shown) + 1 - most)]:
        del shown[each]
