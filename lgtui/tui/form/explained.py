"""What the fields are for, in one sentence each, said under the field that is open (pure)."""

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
