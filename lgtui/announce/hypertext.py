"""The announcement as a piece of HTML, to paste into a newsletter: no styles, no pictures."""

from lgtui.announce.facts import Facts, Labels, Person, TalkFacts, row
from lgtui.announce.prose import escaped, to_html


def hypertext(facts: Facts) -> str:
    """The whole text, without ``<html>`` and ``<body>`` around it."""
    words = Labels(*map(escaped, facts.labels))
    lines = [f"<h1>{escaped(facts.title)}</h1>", _when(facts.when, words)]
    if not facts.cancelled:
        register = _link(facts.labels.register, facts.register)
        if not facts.register:
            register = f"{words.register}: {words.tba}"
        lines.append(f"<p>{register}</p>")
        lines += [line for talk in facts.talks for line in _talk(talk, words)]
        if not facts.talks:
            lines.append(f"<p><strong>{words.speakers}</strong> {words.tba}</p>")
    if facts.organizers:
        people = row([_linked(person) for person in facts.organizers], words.and_)
        lines += ["<hr>", f"<p>Organized by {people}.</p>"]
    return "\n".join(lines) + "\n"


def _link(text: str, address: str) -> str:
    return f'<a href="{escaped(address)}">{escaped(text)}</a>'


def _linked(person: Person) -> str:
    return _link(person.name, person.url) if person.url else escaped(person.name)


def _when(times: tuple[str, ...], words: Labels) -> str:
    others = f" ({escaped(', '.join(times[1:]))})" if times[1:] else ""
    return f"<p><strong>{words.date}</strong> {escaped(times[0])}{others}</p>"


def _talk(talk: TalkFacts, words: Labels) -> list[str]:
    who = row([_linked(person) for person in talk.people], words.and_) or words.tba
    where = f", {escaped(talk.affiliation)}" if talk.affiliation else ""
    lines = [f"<h2>{escaped(talk.title)}</h2>", f"<p><strong>{who}</strong>{where}</p>"]
    if talk.when:
        lines.append(_when(talk.when, words))
    lines += [_labelled(words.abstract, talk.abstract), _labelled(words.bio, talk.bio)]
    if talk.links:
        lines.append(f"<p>{', '.join(_link(each.label, each.url) for each in talk.links)}</p>")
    return lines


def _labelled(label: str, text: str) -> str:
    """A text behind its label in its first paragraph, or below it where it begins otherwise."""
    body = to_html(text)
    if body.startswith("<p>"):
        return f"<p><strong>{label}</strong> {body[3:]}"
    return f"<p><strong>{label}</strong></p>\n{body}"
