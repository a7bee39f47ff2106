"""The announcement as plain text, for mailing lists: one line for each paragraph, never wrapped.

Mail programs wrap as their window needs; a line end inside a paragraph would stay for good.
"""

from lgtui.announce.facts import TBA, Facts, TalkFacts, row
from lgtui.announce.prose import to_plain


def plain(facts: Facts) -> str:
    """The whole text."""
    blocks = [facts.title, _when("When: ", facts.when)]
    if not facts.cancelled:
        blocks[-1] += f"\nRegister: {facts.register or TBA}"
        blocks += [block for talk in facts.talks for block in _talk(talk)] or [f"Speakers: {TBA}"]
    if facts.organizers:
        blocks.append("--\n" + row([person.name for person in facts.organizers]))
    return "\n\n".join(blocks) + "\n"


def _when(label: str, times: tuple[str, ...]) -> str:
    return ("\n" + " " * len(label)).join([f"{label}{times[0]}", *times[1:]])


def _talk(talk: TalkFacts) -> list[str]:
    head = f"* {talk.who}{f' ({talk.affiliation})' if talk.affiliation else ''}\n  {talk.title}"
    if talk.when:
        head += "\n" + _when("  When: ", talk.when)
    blocks = [head, _labelled("Abstract:", talk.abstract), _labelled("Short bio:", talk.bio)]
    if talk.links:
        blocks.append("\n".join(f"{each.label}: {each.url}" for each in talk.links))
    return blocks


def _labelled(label: str, text: str) -> str:
    """A text behind its label, or below it where it begins with a list or quotation."""
    body = to_plain(text)
    apart = body.startswith(("- ", "> ", "1. "))
    return f"{label}\n{body}" if apart else f"{label} {body}"
