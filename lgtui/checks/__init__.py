"""The checks: one function for each code, and the findings (fixes are in ``fixes``)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lgtui.checks import dates, files, links, sequence, text
from lgtui.checks.finding import CODES, Code, Finding, order
from lgtui.checks.index import Candidates, Index, build_index, find_candidates
from lgtui.model import NO_TEMPLATES, Moment, Records, Templates, Where
from lgtui.text.dates import zone_names

if TYPE_CHECKING:
    from lgtui.checks.own_words import OwnWords

__all__ = ["CODES", "Code", "Finding", "check", "errors"]


def check(
    records: Records,
    problems: Iterable[files.Problem],
    today: Moment,
    page_texts: Mapping[str, str | None] | None = None,
    templates: Templates = NO_TEMPLATES,
    *,
    own: "OwnWords | None" = None,
) -> list[Finding]:
    """Return all findings, sorted by place.

    Args:
        records: What to check.
        problems: What reading the data file found wrong with it.
        today: The day that upcoming and held seasons are judged by.
        page_texts: The text of each page by its path, ``None`` for a page that does not exist;
            without them pages are not checked.
        templates: The organizers' own templates, for the pages.
        own: What people wrote themselves beside the pages; looked at together with them.
    """
    from lgtui.checks import names, own_words

    index = build_index(records)
    candidates = find_candidates(records, zone_names(records.series.timezone))
    found = _errors(index, candidates, problems)
    known = frozenset(finding.where for finding in found)
    for check_sequence in sequence.WARNINGS:
        found += check_sequence(index)
    found += dates.past_and_future(index, today)
    found += text.raw_markup(index, candidates)
    found += text.stray_blanks(index, candidates)
    found += links.missing_videos(index)
    found += links.shared_videos(index)
    found += links.tracked_urls(index)
    found += links.playlists(index)
    found += own_words.links_nowhere(records, candidates, own or own_words.NOTHING)
    found += names.two_spellings(index)
    found += names.misspelled_in_bios(index)
    found += files.legacy_wording(index)
    found += files.unknown_keys(records, known)
    if page_texts is not None:
        from lgtui.checks.files import check_pages

        found += check_pages(records, page_texts, templates)
        found += own_words.check_own_words(records, page_texts, own or own_words.NOTHING)
    return sorted(found, key=order)


def errors(records: Records, problems: Iterable[files.Problem]) -> list[Finding]:
    """Return the findings that forbid rendering, sorted by place: the errors in the data alone."""
    index = build_index(records)
    candidates = find_candidates(records, zone_names(records.series.timezone))
    found = _errors(index, candidates, problems)
    return sorted((finding for finding in found if finding.severity == "error"), key=order)


def _errors(
    index: Index, candidates: Candidates, problems: Iterable[files.Problem]
) -> list[Finding]:
    """Return the findings of the checks that can give errors, and all problems of reading."""
    found = [*files.reported(index.records, problems), *files.wrong_choices(index.records)]
    unusable = {_field(finding.where) for finding in found}
    for check_sequence in sequence.ERRORS:
        found += check_sequence(index)
    found += dates.zones(index, candidates)
    found += text.garbled(index, candidates)
    found += text.invisible_characters(index, candidates)
    found += (empty for empty in text.empty_fields(index) if _field(empty.where) not in unusable)
    found += links.malformed_urls(index, candidates)
    found += files.left_conflicts(index, candidates)
    return found


def _field(where: Where) -> Where:
    """Return the field that a place is in: what cannot be read there is not also empty."""
    return where._replace(field=where.field.partition("[")[0], offset=0)
