"""Existing pages into records: repair of encodings, page text to values, and what was seen.

The parts that read pages are imported when they are first used: a check for garbled text
needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lgtui.importers.encoding.repair import Vocabulary
    from lgtui.importers.facts import Source
    from lgtui.importers.pages import Import


def import_pages(sources: Sequence[Source], vocabulary: Vocabulary = ()) -> Import:
    """Reads pages into records and regions; see ``importing.conversion.import_pages``."""
    from lgtui.importers import pages

    return pages.import_pages(sources, vocabulary)
