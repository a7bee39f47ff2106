"""Statistics of a series: talks, people, places, videos and the days between seasons (pure).

Only what was held counts as given. Nothing here is stored: all of it is read off the records.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from lgtui.model import (
    Records,
    Talk,
    as_date,
    parse_id,
    season_label,
    seasons_by_number,
    talk_moment,
)
from lgtui.text.folding import fold, folded_words


class SeasonCount(NamedTuple):
    """What there is to count of one season.

    Attributes:
        season: its short name.
        state: ``upcoming``, ``held`` or ``cancelled``, as in its record.
        first: the first day of its talks, ``None`` while open.
        talks: how many talks it has that are not cancelled.
        videos: how many of them have a video.
        withheld: how many speakers do not share theirs.
        gap: the days since the held season before it; ``None`` for the first, and for one that
            was not held or has no day.
    """

    season: str
    state: str
    first: date | None
    talks: int
    videos: int
    withheld: int
    gap: int | None

    @property
    def missing(self) -> int:
        """Count the talks that have neither a video nor a note that it is withheld."""
        return self.talks - self.videos - self.withheld


class Person(NamedTuple):
    """Somebody who gave a talk: the name as it was written last, and the talks by id."""

    name: str
    talks: tuple[str, ...]
    seasons: tuple[str, ...]


class Statistics(NamedTuple):
    """All that is counted.

    Attributes:
        seasons: each season, by number.
        given: how many talks were given: those of held seasons.
        planned: how many talks are still to come.
        cancelled: how many talks were not held.
        speakers: everybody who gave a talk, in the order of their first.
        institutions: how many speakers came from each, as it was written last; most first.
        countries: how many speakers came from each country; most first.
        nowhere: how many speakers' affiliations name no country.
        years: how many talks were given in each year.
    """

    seasons: tuple[SeasonCount, ...]
    given: int
    planned: int
    cancelled: int
    speakers: tuple[Person, ...]
    institutions: Mapping[str, int]
    countries: Mapping[str, int]
    nowhere: int
    years: Mapping[int, int]

    @property
    def returning(self) -> tuple[Person, ...]:
        """List those who spoke in more than one season."""
        return tuple(person for person in self.speakers if len(person.seasons) > 1)

    @property
    def gaps(self) -> tuple[int, ...]:
        """List the days between held seasons, in order of time."""
        return tuple(each.gap for each in self.seasons if each.gap is not None)

    @property
    def videos(self) -> int:
        """Count the talks that were given and have a video."""
        return sum(each.videos for each in self.seasons if each.state == "held")

    @property
    def withheld(self) -> int:
        """Count the talks that were given and whose recording is not shared."""
        return sum(each.withheld for each in self.seasons if each.state == "held")

    @property
    def missing_videos(self) -> int:
        """Count the talks that were given and have neither a video nor a note why."""
        return sum(each.missing for each in self.seasons if each.state == "held")


def count(records: Records) -> Statistics:
    """Count talks, people, places, videos and days of all records."""
    seasons = seasons_by_number(records)
    talks: dict[int, list[Talk]] = {number: [] for number in seasons}
    planned = 0
    for talk in records.talks:
        key = parse_id(talk.id)
        if key and key[0] in seasons:
            talks[key[0]].append(talk)
        else:
            planned += 1  # an id without a season is an error of its own, and nothing was held
    counts, given, cancelled = [], [], 0
    years: Counter[int] = Counter()
    for number, season in sorted(seasons.items()):
        mine = sorted(talks[number], key=lambda talk: parse_id(talk.id) or (0, 0))
        off = sum(talk.state == "cancelled" for talk in mine)
        mine = [talk for talk in mine if talk.state != "cancelled"]
        days = [as_date(day) for talk in mine if (day := talk_moment(talk, season))]
        if not days and season.start:
            days = [as_date(season.start)]
        withheld = sum(talk.recording == "withheld" for talk in mine)
        videos = sum(bool(talk.video_url.strip()) for talk in mine if talk.recording != "withheld")
        first = min(days, default=None)
        counts.append(
            SeasonCount(
                season_label(number), season.state, first, len(mine), videos, withheld, None
            )
        )
        if season.state == "held":
            given += mine
            cancelled += off
            years.update(as_date(day).year for talk in mine if (day := talk_moment(talk, season)))
        elif season.state == "cancelled":
            cancelled += off + len(mine)
        else:
            planned += len(mine)
            cancelled += off
    institutions, countries, nowhere = _places(given)
    return Statistics(
        tuple(_with_gaps(counts)),
        len(given),
        planned,
        cancelled,
        _people(given),
        institutions,
        countries,
        nowhere,
        dict(sorted(years.items())),
    )


def _with_gaps(counts: list[SeasonCount]) -> Iterator[SeasonCount]:
    """Yield the seasons with the days since the held one before, in order of number."""
    dated = [each for each in counts if each.state == "held" and each.first]
    dated.sort(key=lambda each: (each.first, each.season))
    gaps = {
        later.season: (later.first - before.first).days
        for before, later in pairwise(dated)
        if before.first and later.first
    }
    for each in counts:
        yield each._replace(gap=gaps.get(each.season))


def median(numbers: tuple[int, ...]) -> float | int:
    """Return the middle of numbers, of an even count the mean of both in the middle.

    >>> median((70, 10, 30)), median((10, 31))
    (30, 20.5)
    """
    ordered, half = sorted(numbers), len(numbers) // 2
    if len(ordered) % 2:
        return ordered[half]
    middle = ordered[half - 1] + ordered[half]
    return middle // 2 if middle % 2 == 0 else middle / 2


def person_key(name: str) -> str:
    """Return what one person's spellings have in common: the words in any order, folded.

    >>> person_key("Jiménez-Sánchez, Amelia") == person_key("Amelia Jimenez Sanchez")
    True
    """
    return " ".join(sorted(folded_words(name).split()))


def _people(given: list[Talk]) -> tuple[Person, ...]:
    """Return everybody who gave a talk, in the order of their first."""
    found: dict[str, Person] = {}
    for talk in given:
        season = season_label((parse_id(talk.id) or (0, 0))[0])
        for speaker in talk.speakers:
            key = person_key(speaker.name)
            if not key:
                continue
            before = found.get(key, Person("", (), ()))
            talks = tuple(dict.fromkeys((*before.talks, talk.id)))
            seasons = tuple(dict.fromkeys((*before.seasons, season)))
            found[key] = Person(speaker.name.strip(), talks, seasons)
    return tuple(found.values())


def _places(given: list[Talk]) -> tuple[dict[str, int], dict[str, int], int]:
    """Count the speakers of each institution, of each country, and of no known country.

    Somebody who spoke twice from one place counts there once, and who moved counts in both.
    """
    shown: dict[str, str] = {}
    institutions: dict[str, set[str]] = {}
    countries: dict[str, set[str]] = {}
    nowhere: set[str] = set()
    for talk in given:
        for speaker in talk.speakers:
            person = person_key(speaker.name)
            if not person:
                continue
            named = False
            for part in (speaker.affiliation.strip() or talk.affiliation).split(";"):
                institution, country = split_place(part)
                if key := folded_words(institution):
                    shown[key] = institution
                    institutions.setdefault(key, set()).add(person)
                if country:
                    named = True
                    countries.setdefault(country, set()).add(person)
            if not named:
                nowhere.add(person)
    return (
        _most_first({shown[key]: len(people) for key, people in institutions.items()}),
        _most_first({country: len(people) for country, people in countries.items()}),
        len(nowhere),
    )


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    """Return counts by number, equal ones by name."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], fold(pair[0]))))


def split_place(affiliation: str) -> tuple[str, str]:
    """Return institution and country of an affiliation; ``""`` for a country that it names not.

    >>> split_place("German Cancer Research Center (DKFZ), Germany")
    ('German Cancer Research Center (DKFZ)', 'Germany')
    >>> split_place("Universitat de Barcelona (Spain)")
    ('Universitat de Barcelona', 'Spain')
    >>> split_place("King's College London")
    ("King's College London", '')
    """
    text = affiliation.strip().rstrip(".,")
    if country := _country(text):
        return "", country
    last = re.fullmatch(r"(.*\S)\s*(?:[,(]|\s[-–—|])\s*([^,()]+?)\s*\)?", text, re.DOTALL)
    if last and (country := _country(last[2])):
        return last[1].rstrip(" ,"), country
    return text, ""


def _country(text: str) -> str:
    """Return the usual name of a country, ``""`` for what is none."""
    return _countries().get(folded_words(text).removeprefix("the "), "")


_KNOWN: dict[str, str] = {}
"""The countries by their folded names, made when it is first asked for."""


def _countries() -> Mapping[str, str]:
    """Return the usual name of each country by each of its folded names."""
    if not _KNOWN:
        for line in _COUNTRIES.split(";"):
            usual, *others = (name.strip() for name in line.split("="))
            _KNOWN.update({folded_words(name): usual for name in (usual, *others)})
    return _KNOWN


_COUNTRIES = """
Afghanistan;Albania;Algeria;Andorra;Angola;Argentina;Armenia;Australia;Austria=Österreich;
Azerbaijan;Bahamas;Bahrain;Bangladesh;Barbados;Belarus;Belgium=Belgique=België;Belize;Benin;Bhutan;
Bolivia;Bosnia and Herzegovina=Bosnia;Botswana;Brazil=Brasil;Brunei;Bulgaria;Burkina Faso;Burundi;
Cambodia;Cameroon;Canada;Cape Verde=Cabo Verde;Central African Republic;Chad;Chile;
China=PR China=P.R. China=People's Republic of China=中国;Colombia;Comoros;Congo=DR Congo=Democratic
Republic of the Congo;Costa Rica;Croatia=Hrvatska;Cuba;Cyprus;Czechia=Czech Republic=Česko;
Denmark=Danmark;Djibouti;Dominica;Dominican Republic;Ecuador;Egypt;El Salvador;Equatorial Guinea;
Eritrea;Estonia=Eesti;Eswatini=Swaziland;Ethiopia;Faroe Islands;Fiji;Finland=Suomi;France;Gabon;
Gambia;Georgia;Germany=Deutschland;Ghana;Greece;Greenland;Grenada;Guatemala;Guinea;Guinea-Bissau;
Guyana;Haiti;Honduras;Hong Kong;Hungary;Iceland=Ísland;India;Indonesia;Iran;Iraq;Ireland=Éire;
Israel;Italy=Italia;Ivory Coast=Côte d'Ivoire;Jamaica;Japan=日本;Jordan;Kazakhstan;Kenya;Kiribati;
Kosovo;Kuwait;Kyrgyzstan;Laos;Latvia;Lebanon;Lesotho;Liberia;Libya;Liechtenstein;Lithuania;
Luxembourg;Macau=Macao;Madagascar;Malawi;Malaysia;Maldives;Mali;Malta;Mauritania;Mauritius;
Mexico=México;Micronesia;Moldova;Monaco;Mongolia;Montenegro;Morocco;Mozambique;Myanmar=Burma;
Namibia;Nauru;Nepal;Netherlands=Nederland=Holland;New Zealand=Aotearoa;Nicaragua;Niger;Nigeria;
North Korea;North Macedonia;Norway=Norge;Oman;Pakistan;Palau;Palestine;Panama;Papua New Guinea;
Paraguay;Peru=Perú;Philippines;Poland=Polska;Portugal;Puerto Rico;Qatar;Romania=România;
Russia=Russian Federation;Rwanda;Samoa;San Marino;Saudi Arabia;Senegal;Serbia;Seychelles;
Sierra Leone;Singapore;Slovakia;Slovenia;Solomon Islands;Somalia;South Africa;
South Korea=Korea=Republic of Korea=Korea, South=대한민국;South Sudan;Spain=España=Espanya;
Sri Lanka;
Sudan;Suriname;Sweden=Sverige;Switzerland=Schweiz=Suisse=Svizzera;Syria;Taiwan;Tajikistan;Tanzania;
Thailand;Timor-Leste=East Timor;Togo;Tonga;Trinidad and Tobago;Tunisia;Turkey=Türkiye;Turkmenistan;
Tuvalu;Uganda;Ukraine;United Arab Emirates=UAE;
UK=United Kingdom=U.K.=Great Britain=Britain=England=Scotland=Wales=Northern Ireland;Uruguay;
USA=US=U.S.=U.S.A.=United States=United States of America;Uzbekistan;Vanuatu;Vatican City;
Venezuela;Vietnam=Viet Nam;Yemen;Zambia;Zimbabwe
"""
"""Each country by its usual name, and after ``=`` what else it is called."""
