"""What the fields of the schema and their values are called in the form (pure)."""

import re

from lgtui.model import FIELDS

LABELS = {
    "id": "Id",
    "title": "Title",
    "affiliation": "Affiliation",
    "video_url": "Video link",
    "recording": "Recording",
    "abstract": "Abstract",
    "bio": "Short bio",
    "date": "Own date",
    "number": "Number",
    "theme": "Theme",
    "start": "Date, hour",
    "register_url": "Registration",
    "state": "State",
    "name": "Name",
    "url": "Website",
    "preposition": "Joined by",
    "timezone": "Time zone",
    "talks_per_season": "Talks/season",
    "webinar": "Webinar",
    "abstracts": "Abstracts",
    "news": "News folder",
    "calendar": "Calendar",
    "next_template": "Next, own",
    "previous_template": "Past, own",
    "organizers_template": "Who, own",
    "abstracts_template": "Texts, own",
    "news_template": "News, own",
    "news_name": "News files",
    "add_to_calendar": "Add-to links",
    "site_url": "Site",
    "past_date_style": "Past dates",
    "date_style": "Dates",
    "hour_style": "Hours",
    "revision": "Revision",
    "prefix": "Prefix",
    "label": "Text",
    "ids": "Id scheme",
}
"""What a field is called in the form; at most twelve cells."""

CHOICES = {"recording": {"": "may be shared", "withheld": "withheld"}}
"""What a choice is called where its value does not say it."""

WORDING = "word_"
"""What the names of fields begin with that hold a word of the pages."""

EMPTY = {
    "title": "TBA",
    "theme": "TBA",
    "start": "TBA",
    "abstract": "TBA",
    "bio": "TBA",
    "date": "as its season",
    "register_url": "none yet",
    "video_url": "none yet",
    "months": "English ones",
    "zones": "the usual ones",
    "news_name": "{date}_webinar_{number}.md",
    "add_to_calendar": "none",
    **dict.fromkeys(
        (
            f"{region}_template"
            for region in ("next", "previous", "organizers", "abstracts", "news")
        ),
        "as usual",
    ),
}
"""What an empty field means, shown in its place."""


def label_of(name: str) -> str:
    """What a field is called: its label, else its name; the words of pages in quotes."""
    if name in LABELS:
        return LABELS[name]
    if name.startswith(WORDING):
        return f"“{name.removeprefix(WORDING)}”"
    return name.replace("_", " ").capitalize()[:12]


def field_label(field: str) -> str:
    """What a field is called outside the form: ``Video link``, ``Speaker 2``, ``Link 1 address``.

    A finding and an edit name it as in ``Where.field``; people count from 1.
    """
    item = re.fullmatch(r"(speaker|link)s\[([0-9]+)\](?:\.(\w+))?", field)
    if not item:
        known = field in LABELS or any(
            field == one.name for kind in FIELDS.values() for one in kind
        )
        return label_of(field) if known else field
    one = f"{item[1].capitalize()} {int(item[2]) + 1}"
    own = item[3] if item[3] not in ("name", "label") else ""
    return f"{one} {part_label(item[1] + 's', own)}" if own else one


def part_label(name: str, field: str) -> str:
    """What a part of a speaker or link is called: a link leads to an address, not to a website."""
    return "address" if (name, field) == ("links", "url") else label_of(field).lower()


def finding_place(record: str, field: str) -> str:
    """Record and field of a finding as the list of problems names them: ``S09E01 video link``."""
    return " ".join(filter(None, (record, field_label(field).lower())))


def said_when_empty(name: str, required: bool) -> str:
    """What stands in the place of an empty text."""
    if name.startswith(WORDING):
        from lgtui.pages.wording import USUAL

        word = name.removeprefix(WORDING)
        usual = str(getattr(USUAL, "and_" if word == "and" else word)).strip()
        return f"as usual: {usual}"
    return EMPTY.get(name, "needed" if required else "–")


def called(name: str, value: str) -> str:
    """What a value of a choice is called."""
    return CHOICES.get(name, {}).get(value, value) or "as usual"
