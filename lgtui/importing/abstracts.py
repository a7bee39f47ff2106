"""The page with all abstracts: ``### Names (Affiliation)``, then Title, Abstract, Bio, Video."""

from lgtui.importing.facts import PageText, Section
from lgtui.importing.structure import Heading


def read_abstracts(
    page: PageText, all_headings: list[Heading], taken: frozenset[int]
) -> Section | None:
    return None
