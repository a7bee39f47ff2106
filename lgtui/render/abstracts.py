"""The abstracts page: what each held talk was about, the newest first."""

from lgtui.model import Records, Talk
from lgtui.render.kramdown import escape, heading_end, link
from lgtui.render.labels import (
    PageLabels,
    affiliation,
    labelled,
    names,
    names_of_talks,
    page_labels,
)
from lgtui.render.webinar import further_links, has_video, held_talks, remark


def abstracts_region(records: Records) -> str:
    """Return a section for each held talk; a missing abstract, bio or video is left out."""
    words = page_labels(records.wording)
    called = names_of_talks(records)
    talks = reversed(held_talks(records))
    return "\n\n---\n\n".join([_section(talk, words, called) for talk in talks])


def _section(talk: Talk, words: PageLabels, called: dict[str, str]) -> str:
    where = affiliation(talk)
    who = names(talk, words.and_)
    heading = f"{who or words.tba} ({where})" if where else heading_end(who) or words.tba
    blocks = [
        f"### {heading}",
        f"{words.title} {escape(talk.title) or words.tba}{remark(talk, words)}",
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
