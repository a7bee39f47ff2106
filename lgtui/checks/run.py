"""Runs the checks over the records."""

from collections.abc import Iterable, Mapping

from lgtui.checks import dates, file, links, sequence, text
from lgtui.checks.finding import Finding, order
from lgtui.checks.index import Index, Sifted, gather, sift
from lgtui.model import NO_TEMPLATES, Moment, Records, Templates, Where
from lgtui.text.dates import zone_names


def check(
    records: Records,
    problems: Iterable[file.Problem],
    today: Moment,
    page_texts: Mapping[str, str | None] | None = None,
    templates: Templates = NO_TEMPLATES,
) -> list[Finding]:
    """Return all findings, sorted by place.

    Args:
        records: What to check.
        problems: What reading the data file found wrong with it.
        today: The day that upcoming and held seasons are judged by.
        page_texts: The text of each page by its path, ``None`` for a page that does not exist;
            without them pages are not checked.
        templates: The organizers' own templates, for the pages.
    """
    from lgtui.checks import names

    index = gather(records)
    sifted = sift(records, zone_names(records.series.timezone))
    found = _errors(index, sifted, problems)
    known = frozenset(finding.where for finding in found)
    for check_sequence in sequence.WARNINGS:
        found += check_sequence(index)
    found += dates.past_and_future(index, today)
    found += text.raw_markup(index, sifted)
    found += text.stray_blanks(index, sifted)
    found += links.missing_videos(index)
    found += links.shared_videos(index)
    found += links.tracked_urls(index)
    found += names.two_spellings(index)
    found += file.legacy_wording(index)
    found += file.unknown_keys(records, known)
    if page_texts is not None:
        from lgtui.checks.pages import check_pages

        found += check_pages(records, page_texts, templates)
    return sorted(found, key=order)


def errors(records: Records, problems: Iterable[file.Problem]) -> list[Finding]:
    """Return the findings that forbid rendering, sorted by place: the errors in the data alone."""
    index = gather(records)
    sifted = sift(records, zone_names(records.series.timezone))
    found = _errors(index, sifted, problems)
    return sorted((finding for finding in found if finding.severity == "error"), key=order)


def _errors(index: Index, sifted: Sifted, problems: Iterable[file.Problem]) -> list[Finding]:
    """Return the findings of the checks that can give errors, and all problems of reading."""
    found = [*file.reported(index.records, problems), *file.wrong_choices(index.records)]
    unusable = {_field(finding.where) for finding in found}
    for check_sequence in sequence.ERRORS:
        found += check_sequence(index)
    found += dates.zones(index, sifted)
    found += text.garbled(index, sifted)
    found += text.invisible_characters(index, sifted)
    found += (empty for empty in text.empty_fields(index) if _field(empty.where) not in unusable)
    found += links.malformed_urls(index, sifted)
    found += file.left_conflicts(index, sifted)
    return found


def _field(where: Where) -> Where:
    """Return the field that a place is in: what cannot be read there is not also empty."""
    return where._replace(field=where.field.partition("[")[0], offset=0)
