"""The section with the previous talks, as one list or in several under season headings."""

from lgtui.importing.facts import Entry, Note, PageText, Section
from lgtui.importing.inline import links, plain
from lgtui.importing.listitem import VIDEO_TEXT, read_label
from lgtui.importing.seasonheads import head_above, season_heads, take_in, under
from lgtui.importing.structure import Heading, end_of_section, meaning
from lgtui.importing.talklist import Item, items, read_item


def read_previous(
    page: PageText, all_headings: list[Heading], taken: frozenset[int]
) -> Section | None:
    """The list of previous talks; ``None`` where the page has neither list nor heading for it.

    Items with a label such as ``S01E01`` are found anywhere outside ``taken`` (lines that
    another section uses); items without one only below a heading such as "Previous talks".
    """
    heading = next((one for one in all_headings if meaning(one.text) == "previous"), None)
    below = range(0)
    if heading:
        below = range(heading.below, end_of_section(page, heading, all_headings))
    candidates = [
        item
        for item in items(page, 0, len(page.lines))
        if not taken.intersection(item.lines) and (read_label(item.text) or item.lines[0] in below)
    ]
    homepages = any(_has_video_link(item) for item in candidates)
    entries: list[Entry] = []
    notes: list[Note] = []
    for item in candidates:
        found = read_item(page, item, homepages)
        if found:
            entries.append(found[0])
            notes += found[1]
    if not entries:
        if heading is None:
            return None
        at = below.stop
        while at > heading.below and not page.lines[at - 1].strip():
            at -= 1
        return Section("previous", at, at - 1)
    above = heading.at if heading else -1
    heads = [
        head
        for head in season_heads(all_headings)
        if head.at > above and head.at not in taken and head.at < entries[-1].lines[0]
    ]
    pairs = [(under(entry, head), head) for entry in entries for head in [head_above(heads, entry)]]
    taken_in = take_in(page, heads, pairs)
    entries = [entry for entry, _ in pairs]
    used = {at for entry in entries for at in entry.lines} | taken_in.lines
    first, last = min(used), max(used)
    between = [
        (at, page.lines[at])
        for at in range(first, last)
        if at not in used and page.lines[at].strip()
    ]
    return Section(
        "previous",
        first,
        last,
        frozenset(used),
        tuple(entries),
        spent=taken_in.spent,
        kept=tuple(between),
        notes=(*notes, *taken_in.notes),
        themes=taken_in.themes,
    )


def _has_video_link(item: Item) -> bool:
    """Whether an item links its video apart from the names, at its end."""
    found = links(item.text)
    return len(found) > 1 and VIDEO_TEXT.fullmatch(plain(found[-1].text)) is not None
