"""Whatever a page holds: an import never crashes and every word ends in the records or the page."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui import render, store
from lgtui.importers import Source
from lgtui.importers.pages import Import, import_pages
from lgtui.render import regions
from tests.importers.importing import imported
from tests.importers.made_pages import abstracts_pages, webinar_pages

NOT_TAKEN = ("disagree", "NAME001")
WORD = re.compile(r"Q[wa][0-9]+z")


def words_of(text: str) -> set[str]:
    return set(WORD.findall(text))


def outside(page: str) -> str:
    """A page's text outside its regions."""
    for region in reversed(regions.find(page)):
        page = page[: region.start] + page[region.stop :]
    return page


def held(result: Import) -> set[str]:
    """Every word of the records, of the pages outside their regions, and reported as not taken."""
    records = store.dumps(result.records).decode()
    records += "".join(note.before for note in result.report if note.kind in NOT_TAKEN)
    return words_of(records).union(*(words_of(outside(page)) for page in result.pages.values()))


def assert_rendered_again_unchanged(result: Import) -> None:
    for kind, page in result.pages.items():
        assert render.write(kind, page, result.records) == page


@settings(max_examples=80)
@given(webinar_pages())
def test_every_word_of_a_webinar_page_is_in_the_records_or_the_page(page: str) -> None:
    result = imported(page)
    if result.pages:  # else the page stays as it is
        assert words_of(page) <= held(result)
        assert_rendered_again_unchanged(result)


@settings(max_examples=50)
@given(abstracts_pages())
def test_every_word_of_an_abstracts_page_is_in_the_records_or_the_page(page: str) -> None:
    result = imported(page)
    if result.pages:  # else the page stays as it is
        assert words_of(page) <= held(result)
        assert_rendered_again_unchanged(result)


@settings(max_examples=50)
@given(webinar_pages(), abstracts_pages())
def test_what_two_pages_say_is_in_the_records_the_pages_or_reported(
    webinar: str, abstracts: str
) -> None:
    result = imported(webinar, abstracts)
    if {"webinar", "abstracts"} == set(result.pages):
        assert words_of(webinar) | words_of(abstracts) <= held(result)
        assert_rendered_again_unchanged(result)


@settings(max_examples=50)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_at_all_are_read_without_a_crash(raw: bytes) -> None:
    import_pages([Source("any.md", raw)])


@settings(max_examples=50)
@given(webinar_pages())
def test_importing_an_imported_page_gives_the_same_records(page: str) -> None:
    first = imported(page)
    if first.understood and "webinar" in first.pages:
        again = imported(first.pages["webinar"])
        assert words_of(store.dumps(first.records).decode()) - words_of(
            first.pages["webinar"]
        ) | held(again) >= words_of(page)
