"""What the app knows of the server between two looks at it."""

import asyncio
from collections.abc import Callable


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
