"""The announcement as plain text, for mailing lists: one line for each paragraph, never wrapped.

Mail programs wrap as their window needs; a line end inside a paragraph would stay for good.
"""

from lgtui.announce.facts import Facts, Labels, TalkFacts, row
from lgtui.announce.prose import to_plain


def plain(facts: Facts) -> str:
    """The whole text."""
    words = facts.labels
    blocks = [facts.title, _when(f"{words.date} ", facts.when)]
    if not facts.cancelled:
        blocks[-1] += f"\n{words.register}: {facts.register or words.tba}"
        blocks += [block for talk in facts.talks for block in _talk(talk, words)]
        if not facts.talks:
            blocks.append(f"{words.speakers} {words.tba}")
    if facts.organizers:
        blocks.append("--\n" + row([person.name for person in facts.organizers], words.and_))
    return "\n\n".join(blocks) + "\n"


def _when(label: str, times: tuple[str, ...]) -> str:
    return ("\n" + " " * len(label)).join([f"{label}{times[0]}", *times[1:]])


def _talk(talk: TalkFacts, words: Labels) -> list[str]:
    head = f"* {talk.who}{f' ({talk.affiliation})' if talk.affiliation else ''}\n  {talk.title}"
    if talk.when:
        head += "\n" + _when(f"  {words.date} ", talk.when)
    blocks = [head, _labelled(words.abstract, talk.abstract), _labelled(words.bio, talk.bio)]
    if talk.links:
        blocks.append("\n".join(f"{each.label}: {each.url}" for each in talk.links))
    return blocks


def _labelled(label: str, text: str) -> str:
    """A text behind its label, or below it where it begins with a list or quotation."""
    body = to_plain(text)
    apart = body.startswith(("- ", "> ", "1. "))
    return f"{label}\n{body}" if apart else f"{label} {body}"
