"""The announcement as Markdown, for newsletters and chats that take it.

Names and titles are escaped by the rules of the site's own pages, which CommonMark shares.
"""

from lgtui.announce.facts import TBA, Facts, Person, TalkFacts, row
from lgtui.pages.escape import heading_end, link, plain
from lgtui.pages.labels import labelled


def markdown(facts: Facts) -> str:
    """The whole text."""
    blocks = [f"# {heading_end(plain(facts.title))}", _when(facts.when)]
    if not facts.cancelled:
        register = link("Register here", facts.register) if facts.register else TBA
        blocks.append(f"**Register:** {register}")
        blocks += [block for talk in facts.talks for block in _talk(talk)]
        if not facts.talks:
            blocks.append(f"**Speakers:** {TBA}")
    if facts.organizers:
        blocks += ["---", f"Organized by {row([_linked(each) for each in facts.organizers])}."]
    return "\n\n".join(blocks) + "\n"


def _linked(person: Person) -> str:
    return link(plain(person.name), person.url)


def _when(times: tuple[str, ...]) -> str:
    first = f"**When:** {plain(times[0])}"
    return f"{first} ({plain(', '.join(times[1:]))})" if times[1:] else first


def _talk(talk: TalkFacts) -> list[str]:
    who = row([_linked(person) for person in talk.people]) or TBA
    blocks = [
        f"## {heading_end(plain(talk.title))}",
        f"**{who}**{f', {plain(talk.affiliation)}' if talk.affiliation else ''}",
    ]
    if talk.when:
        blocks.append(_when(talk.when))
    blocks += [labelled("**Abstract:**", talk.abstract), labelled("**Short bio:**", talk.bio)]
    if talk.links:
        blocks.append(", ".join(link(plain(each.label), each.url) for each in talk.links))
    return blocks
