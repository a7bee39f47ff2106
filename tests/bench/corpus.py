"""Made-up records of any size, the same for every contestant and every run."""

import datetime
import random

from lgtui.model import Organizer, Pages, Records, Season, Series, Speaker, Talk, make_id

WORDS = """data model image label bias shift noise cohort scanner lesion shortcut metric benchmark
annotation fairness robust training clinical evaluation uncertainty calibration segmentation
curation privacy consent audit patient reader protocol""".split()
NAMES = """Zając Espírito Jiménez Théo Nguyễn Øster Šimková Groß Ångström Demir Popescu García
Kowalska Müller Svensson Çelik Novák Lefèvre Ito Okafor""".split()


def sentence(chance: random.Random, words: int) -> str:
    """So many words, the first with a capital."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize()


def text(chance: random.Random, words: int) -> str:
    """Running text of about so many words."""
    return " ".join(sentence(chance, 12) + "." for _ in range(words // 12))


def person(chance: random.Random) -> Speaker:
    """A speaker with a name of two words and, one time in three, a prefix."""
    first, last = chance.choice(NAMES), chance.choice(NAMES)
    return Speaker(f"{first} {last}", prefix=chance.choice(("Dr.", "", "")))


def make(talks: int, seed: int = 1) -> Records:
    """Records of so many talks, three a season, about 2 KB each; the last season is upcoming."""
    chance = random.Random(seed)
    count = -(-talks // 3)
    seasons = tuple(
        Season(
            number,
            theme=sentence(chance, 3),
            start=datetime.datetime(1990, 1, 1, 15) + datetime.timedelta(days=3 * number),
            register_url=f"https://example.org/register/{number}",
            state="held" if number < count else "upcoming",
        )
        for number in range(1, count + 1)
    )
    made = tuple(
        Talk(
            make_id(at // 3 + 1, at % 3 + 1),
            title=sentence(chance, 9),
            speakers=tuple(person(chance) for _ in range(1 + at % 2)),
            affiliation=f"University of {chance.choice(NAMES)}",
            video_url=f"https://www.youtube.com/watch?v=video{at:06}",
            abstract=text(chance, 150),
            bio=text(chance, 80),
        )
        for at in range(talks)
    )
    return Records(
        Series("Datasets through the L👀king-Glass", "Europe/Copenhagen", 3),
        Pages(webinar="_pages/webinar.md"),
        (Organizer("Théo Sourget", "https://example.org/theo", "IT University of Copenhagen"),),
        seasons,
        made,
    )
