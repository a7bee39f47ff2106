"""One organizer of many: edits at random and publishes at once, for some seconds.

Run as ``python tests/repo/soak.py CLONE NAME SEED SECONDS``; prints a line for each edit that
was published: the token that it wrote.
"""

import random
import sys
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from lgtui.model import Link, Records, Season, Speaker, Talk, make_id
from lgtui.records.conflicts import Merged, resolve
from tests.repo.sites import OrganizerClone


def edited(records: Records, dice: random.Random, token: str) -> Records:
    """One edit that writes the token somewhere; a renumbering keeps it in a field."""
    at = dice.randrange(len(records.talks))
    talk = records.talks[at]
    kind = dice.choice(["link", "link", "title", "video", "talk", "season", "speaker", "push up"])
    if kind == "talk":
        season = dice.choice(records.seasons).number
        last = max((int(t.id[4:]) for t in records.talks if int(t.id[1:3]) == season), default=0)
        new = Talk(
            make_id(season, last + 1), token, (Speaker("A B"),), "U", f"https://v.example/{token}"
        )
        return records._replace(talks=(*records.talks, new))
    if kind == "season" and len(records.seasons) < 40:
        number = len(records.seasons) + 1
        new = Talk(make_id(number, 1), token)
        return records._replace(
            seasons=(*records.seasons, Season(number)), talks=(*records.talks, new)
        )
    if kind == "title":
        talk = talk._replace(title=token)
    elif kind == "video":
        talk = talk._replace(video_url=f"https://v.example/{token}")
    elif kind == "speaker":
        talk = talk._replace(speakers=(*talk.speakers[:3], Speaker(token)))
    else:
        talk = talk._replace(links=(*talk.links, Link(token, "https://l.example")))
    return records._replace(talks=(*records.talks[:at], talk, *records.talks[at + 1 :]))


def decided(merged: Merged) -> Records:
    """Every conflict decided as a person might: mine, or another id for mine."""
    while merged.conflicts:
        conflict = merged.conflicts[0]
        merged = resolve(merged, conflict, "theirs" if conflict.kind == "same id" else "mine")
    return merged.records


AT_LEAST = 2
"""So many edits are published however slow the machine is."""


def work(site: OrganizerClone, name: str, seed: int, seconds: float) -> None:
    dice = random.Random(seed)
    until = time.monotonic() + seconds
    count = 0
    while count < AT_LEAST or time.monotonic() < until:
        token = f"tok{name}x{count}end"
        count += 1
        site.edit(partial(edited, dice=dice, token=token))
        outcome = site.publish(token)
        tries = 0
        while outcome.state != "published":
            tries += 1
            assert tries < 60, outcome
            if outcome.state == "conflict" and outcome.merged is not None:
                outcome = site.publish(decided=outcome.decide(decided(outcome.merged)))
            else:
                assert "others keep publishing" in outcome.message, (
                    outcome.state,
                    outcome.message,
                    [str(finding) for finding in outcome.findings],
                    [str(change) for change in outcome.theirs],
                )
                outcome = site.publish()
        print(token, flush=True)


if __name__ == "__main__":
    work(OrganizerClone(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
