"""By what a record is known, and how much two records say the same thing (pure)."""

from typing import NamedTuple

from lgtui.model import Link, Organizer, Season, Speaker, Talk

Record = Talk | Season | Organizer | Speaker | Link
"""What has a place in a list of the data file, or in a list within a talk."""

ALIKE = {"same": 1.0, "words": 0.4, "name": 0.3, "names": 0.3}
"""From which share on two values speak of one thing: unrelated texts share their small words."""


class Trait(NamedTuple):
    """What one field tells about identity.

    ``kind`` is ``same`` (equal or not), ``words`` (share of common words), ``name`` (the same for
    what is short, such as a person's name) or ``names`` (share of common speakers). Agreement
    adds up to ``weight``, plain contradiction takes off ``clash``.
    """

    field: str
    kind: str
    weight: float
    clash: float


class Signs(NamedTuple):
    """By what one kind of record is known: its key, its traits, and how much must agree."""

    key: str
    key_weight: float
    traits: tuple[Trait, ...]
    enough: float


_SIGNS: dict[type, Signs] = {
    Talk: Signs(
        "id",
        3.0,
        (
            Trait("title", "words", 4.0, 1.5),
            Trait("speakers", "names", 4.0, 1.5),
            Trait("video_url", "same", 3.5, 1.5),
            Trait("abstract", "words", 3.5, 1.0),
            Trait("bio", "words", 2.0, 0.0),
            Trait("links", "same", 1.0, 0.0),
            Trait("affiliation", "same", 0.5, 0.0),
            Trait("date", "same", 0.5, 0.0),
        ),
        2.0,
    ),
    Season: Signs(
        "number",
        3.0,
        (
            Trait("theme", "name", 4.0, 1.0),
            Trait("register_url", "same", 3.5, 0.5),
            Trait("start", "same", 2.5, 0.5),
        ),
        2.0,
    ),
    Organizer: Signs(
        "name",
        4.0,
        (
            Trait("name", "name", 3.0, 0.0),
            Trait("url", "same", 4.0, 0.5),
            Trait("affiliation", "same", 1.0, 0.0),
        ),
        1.5,
    ),
    Speaker: Signs(
        "name",
        6.0,
        (
            Trait("name", "name", 6.0, 0.0),
            Trait("url", "same", 6.0, 0.5),
            Trait("affiliation", "same", 1.0, 0.0),
        ),
        1.5,
    ),
    Link: Signs("label", 3.0, (Trait("url", "same", 4.0, 0.0),), 2.0),
}


def signs_of(record: Record) -> Signs:
    """By what a record of this kind is known."""
    return _SIGNS[type(record)]


def key_of(record: Record) -> str | int:
    """The id, number or name by which people call a record."""
    key: str | int = getattr(record, signs_of(record).key)
    return key


def alike(one: Record, other: Record) -> bool:
    """Whether two records say the same thing, their id, number or name left aside.

    A record that says nothing beside its key, such as a talk that is only planned, is like any.
    """
    if not (says_something(one) and says_something(other)):
        return True
    here, there = Face(one), Face(other)
    score, same_key = here.likeness(there)
    return score - (here.signs.key_weight if same_key else 0.0) >= here.signs.enough


def says_something(record: Record) -> bool:
    """Whether a record says anything beside its key."""
    signs = signs_of(record)
    return any(getattr(record, trait.field) for trait in signs.traits if trait.field != signs.key)


def words(text: str) -> frozenset[str]:
    """The words of a text, capitals or not."""
    return frozenset(text.casefold().split())


class Face:
    """What one record shows of itself, taken apart once for many comparisons."""

    def __init__(self, record: Record) -> None:
        self.signs = signs_of(record)
        self.key = key_of(record)
        self.traits: list[object] = []
        for trait in self.signs.traits:
            value = getattr(record, trait.field)
            if trait.kind in ("words", "name"):
                value = words(value)
            elif trait.kind == "names":
                value = frozenset(speaker.name for speaker in value)
            self.traits.append(value)

    def likeness(self, other: "Face") -> tuple[float, bool]:
        """How much two records agree, and whether they have one key."""
        same_key = self.key == other.key
        score = self.signs.key_weight if same_key else 0.0
        for trait, mine, theirs in zip(self.signs.traits, self.traits, other.traits, strict=True):
            if mine and theirs:
                share = _share(mine, theirs)
                score += trait.weight * share if share >= ALIKE[trait.kind] else -trait.clash
        return score, same_key


def _share(mine: object, theirs: object) -> float:
    """How much of two values is common to both, from 0 to 1."""
    if isinstance(mine, frozenset) and isinstance(theirs, frozenset):
        return len(mine & theirs) / len(mine | theirs)
    return float(mine == theirs)
