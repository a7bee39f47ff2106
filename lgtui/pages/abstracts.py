"""The abstracts page: what each held talk was about, the newest first."""

from lgtui.model import Records, Talk
from lgtui.pages.escape import TBA, heading_end, link, plain
from lgtui.pages.labels import labelled
from lgtui.pages.people import affiliation, names
from lgtui.pages.webinar import further_links, held_talks


def abstracts_region(records: Records) -> str:
    """A section for each held talk; an abstract, bio or video that is missing is left out."""
    return "\n\n---\n\n".join([_section(talk) for talk in reversed(held_talks(records))])


def _section(talk: Talk) -> str:
    where = affiliation(talk)
    heading = f"{names(talk) or TBA} ({where})" if where else heading_end(names(talk)) or TBA
    blocks = [
        f"### {heading}",
        f"Title: {plain(talk.title) or TBA}",
        labelled("Abstract:", talk.abstract),
        labelled("Short bio:", talk.bio),
    ]
    if talk.video_url and talk.recording != "withheld":
        video = link(talk.id, talk.video_url)
        if video != talk.id:
            blocks.append(f"Video: {video}")
    blocks += further_links(talk)
    return "\n\n".join([block for block in blocks if block])
