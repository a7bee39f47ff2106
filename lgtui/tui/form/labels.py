"""What fields and their values are called, explained and hinted at in the form (pure)."""

import re

from textual.app import App

from lgtui.model import FIELDS
from lgtui.tui.actions import ACTIONS, by_id, show_key

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
        from lgtui.render.labels import USUAL

        word = name.removeprefix(WORDING)
        usual = str(getattr(USUAL, "and_" if word == "and" else word)).strip()
        return f"as usual: {usual}"
    return EMPTY.get(name, "needed" if required else "–")


def called(name: str, value: str) -> str:
    """What a value of a choice is called."""
    return CHOICES.get(name, {}).get(value, value) or "as usual"


EXPLAINED = {
    "series": {
        "name": "The name of the series, as news items and announcements write it.",
        "timezone": "Where the hours are local, such as Europe/Copenhagen; CET or CEST follows "
        "from it.",
        "talks_per_season": "How many talks the checks expect in a held season; 0 for any number.",
        "minutes": "How long one webinar is, for calendars.",
        "zones": "Further time zones in announcements, such as America/New_York, Asia/Tokyo.",
        "ids": "What pages call a talk: S09E01, its number, or its day. Here it stays S09E01.",
        "date_style": "How pages write a day that is to come; as usual is 2 March 2026.",
        "past_date_style": "How pages write a day that has passed; as usual is 2nd March 2026.",
        "hour_style": "How pages write the hour; as usual is 3:00pm.",
        "months": "Twelve names with blanks between them, for pages in another language.",
        "word_next": "Stands before the theme in the heading of the next webinar; ### before it "
        "makes the heading one of that level.",
        "word_tba": "Stands on pages for what is not known yet.",
        "word_and": "Stands between two names.",
        "word_at": "Stands between day and hour.",
        "word_date": "Stands before the day of the next webinar.",
        "word_where": "Stands before the link to register.",
        "word_register": "The text of the link to register.",
        "word_speakers": "Stands above the next webinar's speakers.",
        "word_title": "Stands before each title.",
        "word_abstract": "Stands before each abstract.",
        "word_bio": "Stands before each biography.",
        "word_video": "Stands before the link to a recording.",
        "word_links": "Stands before slides and other links.",
        "word_add": "Stands before the links that add the webinar to a calendar.",
    },
    "pages": {
        "webinar": "The page with the next webinar, all previous talks and the organizers. "
        "Empty: it is not written.",
        "abstracts": "The page with all abstracts. Empty: it is not written.",
        "news": "The folder that gets one news item for each held season. Empty: none is written.",
        "calendar": "The calendar file (.ics) that people subscribe to. Empty: it is not written.",
        "news_name": "How news items are called: {date} or {day} and {number} are filled in.",
        "add_to_calendar": "Links below the registration, of google, outlook and ics; with commas.",
        "site_url": "The address of the site, where it is not at its host's root.",
        "next_template": "A file of your own (Jinja2) that writes the next webinar.",
        "previous_template": "A file of your own (Jinja2) that writes the previous talks.",
        "organizers_template": "A file of your own (Jinja2) that writes the organizers.",
        "abstracts_template": "A file of your own (Jinja2) that writes the abstracts.",
        "news_template": "A file of your own (Jinja2) that writes a news item.",
    },
    "organizers": {
        "preposition": "Stands between name and affiliation: “at the”, “at”, “from” …",
    },
    "seasons": {
        "number": "To give the talks of a season another number as well, renumber it in the list.",
        "register_url": "Where people register, such as the address of the Zoom meeting.",
        "state": "Upcoming is the next webinar on the page; held goes to the previous talks.",
        "revision": "How often the date was moved, for calendars; it is counted by itself.",
    },
    "talks": {
        "affiliation": "Of all speakers; where one has another, it stands with that speaker above.",
        "video_url": "Where the recording can be watched.",
        "recording": "Withheld: the speaker does not agree to share it, and no page links to it.",
        "date": "Only where it is another one than the season's.",
    },
}
"""For each kind of record its fields that are not plain from their names."""


def explained(kind: str, field: str) -> str:
    """What a field is for; ``""`` where its name says it."""
    return EXPLAINED.get(kind, {}).get(field, "")


def key_of(app: App[object], action: str) -> str:
    """The first key of an action, as people write it; where it has none, where to find it."""
    keys = by_id(getattr(app, "actions", ACTIONS))[action].keys
    return show_key(keys[0]) if keys else "the palette"


def item_hint(app: App[object]) -> str:
    """What can be done with a speaker or link."""
    add, remove, up, down = (
        key_of(app, name) for name in ("add_item", "remove_item", "item_up", "item_down")
    )
    return f"{add} adds one, {remove} removes this one, {up} and {down} move it"
