"""Announcements of a season, from its records: for newsletters, mailing lists and social posts.

Pure and deterministic: the same records give the same text. What is not known yet reads TBA.
"""

from collections.abc import Sequence

from lgtui.announce.facts import gather
from lgtui.model import Records, Season

FORMS = ("plain", "markdown", "html", "social")
"""The forms of an announcement."""

ZONES = ("America/New_York", "Asia/Tokyo")
"""The zones that hours are given in besides the series' own, where it names no others."""

LENGTH = 280
"""How long a social post may be."""


def announcement(
    records: Records,
    season: Season,
    form: str,
    zones: Sequence[str] = ZONES,
    length: int = LENGTH,
) -> str:
    """The text of an announcement, with a final line end.

    Args:
        records: all records.
        season: the season to announce.
        form: one of ``FORMS``.
        zones: further zones of the IANA database to give the hours in.
        length: how long a social post may be, counted as :func:`lgtui.announce.social.weight`.

    Raises:
        DataError: a zone is unknown, or not even the link fits into ``length``.
    """
    facts = gather(records, season, zones)
    if form == "social":
        from lgtui.announce.social import post

        return post(facts, length)
    if form == "html":
        from lgtui.announce.hypertext import hypertext

        return hypertext(facts)
    if form == "markdown":
        from lgtui.announce.markdown import markdown

        return markdown(facts)
    from lgtui.announce.plain import plain

    return plain(facts)
