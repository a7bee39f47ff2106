"""The abstracts page: what each held talk was about, the newest first."""

from lgtui.model import Records, Talk, parse_id
from lgtui.render.kramdown import escape, heading_end, link
from lgtui.render.labels import (
    PageLabels,
    abstracts_labels,
    affiliation,
    labelled,
    names,
    names_of_talks,
)
from lgtui.render.webinar import further_links, has_video, held_talks, planned_talks, remark


def talks_with_abstracts(records: Records) -> list[Talk]:
    """Return the talks whose abstracts are on the page, in order: held ones, or planned ones too.

    A planned talk of which nothing is known yet is left out.
    """
    talks = held_talks(records)
    if records.pages.abstracts_of != "all":
        return talks
    talks += [
        talk
        for talk in planned_talks(records)
        if any(one.name for one in talk.speakers) and (talk.title or talk.abstract or talk.bio)
    ]
    return sorted(talks, key=lambda talk: parse_id(talk.id) or (0, 0))


def abstracts_region(records: Records) -> str:
    """Return a section for each talk; a missing abstract, bio or video is left out."""
    words = abstracts_labels(records.wording)
    called = names_of_talks(records)
    talks = reversed(talks_with_abstracts(records))
    return "\n\n---\n\n".join([talk_section(talk, words, called) for talk in talks])


def talk_section(talk: Talk, words: PageLabels, called: dict[str, str]) -> str:
    """Return what the page says of one talk.

    Args:
        talk: the talk.
        words: the words of its series.
        called: what talks are called on the pages, by id, where that is not their id.
    """
    where = affiliation(talk)
    who = names(talk, words.and_)
    heading = f"{who or words.tba} ({where})" if where else heading_end(who) or words.tba
    blocks = [
        f"### {heading}",
        f"{words.titled(escape(talk.title), 'abstracts')}{remark(talk, words)}",
        labelled(words.abstract, talk.abstract),
        labelled(words.bio, talk.bio),
    ]
    if has_video(talk):
        name = called.get(talk.id, talk.id)
        video = link(name, talk.video_url)
        if video != name:
            blocks.append(f"{words.video} {video}")
    blocks += further_links(talk, words)
    return "\n\n".join([block for block in blocks if block])
