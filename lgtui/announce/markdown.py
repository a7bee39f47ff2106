"""The announcement as Markdown, for newsletters and chats that take it.

Names and titles are escaped by the rules of the site's own pages, which CommonMark shares.
"""

from lgtui.announce.facts import Facts, Labels, Person, TalkFacts, row
from lgtui.pages.escape import heading_end, link, plain
from lgtui.pages.labels import labelled


def markdown(facts: Facts) -> str:
    """The whole text."""
    words = Labels(*map(plain, facts.labels))
    blocks = [f"# {heading_end(plain(facts.title))}", _when(facts.when, words)]
    if not facts.cancelled:
        register = link(words.register, facts.register)
        blocks.append(register if facts.register else f"{words.register}: {words.tba}")
        blocks += [block for talk in facts.talks for block in _talk(talk, words)]
        if not facts.talks:
            blocks.append(f"**{words.speakers}** {words.tba}")
    if facts.organizers:
        blocks += [
            "---",
            f"Organized by {row([_linked(each) for each in facts.organizers], words.and_)}.",
        ]
    return "\n\n".join(blocks) + "\n"


def _linked(person: Person) -> str:
    return link(plain(person.name), person.url)


def _when(times: tuple[str, ...], words: Labels) -> str:
    first = f"**{words.date}** {plain(times[0])}"
    return f"{first} ({plain(', '.join(times[1:]))})" if times[1:] else first


def _talk(talk: TalkFacts, words: Labels) -> list[str]:
    who = row([_linked(person) for person in talk.people], words.and_) or words.tba
    blocks = [
        f"## {heading_end(plain(talk.title))}",
        f"**{who}**{f', {plain(talk.affiliation)}' if talk.affiliation else ''}",
    ]
    if talk.when:
        blocks.append(_when(talk.when, words))
    blocks.append(labelled(f"**{words.abstract}**", talk.abstract))
    blocks.append(labelled(f"**{words.bio}**", talk.bio))
    if talk.links:
        blocks.append(", ".join(link(plain(each.label), each.url) for each in talk.links))
    return blocks
