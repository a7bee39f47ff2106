"""The floor: parse the records and write the page with string formatting, and nothing else."""

import tomllib

NEXT = """#### Next webinar: {theme}
Date: **{start:%d %B %Y}**

Where: **Zoom:** [Register here]({register_url})

Speakers:
"""
SPEAKER = """* **{names}** - {affiliation}

Title: {title}

Abstract: {abstract}

Short bio: {bio}
"""
PREVIOUS = "* {id} - **[{names}]({video_url})** ({affiliation}). {start:%d %B %Y}. **{title}**"

with open("data/talks.toml", "rb") as file:
    data = tomllib.load(file)
seasons = {season["number"]: season for season in data["seasons"]}
upcoming, previous = [], []
upcoming += [NEXT.format(**s) for s in data["seasons"] if s["state"] == "upcoming"]
for talk in data["talks"]:
    season = seasons[int(talk["id"][1 : talk["id"].index("E")])]
    names = " and ".join(
        f"{speaker.get('prefix', '')} {speaker['name']}".strip() for speaker in talk["speakers"]
    )
    if season["state"] == "upcoming":
        upcoming.append(SPEAKER.format(names=names, **talk))
    else:
        previous.append(PREVIOUS.format(names=names, start=season["start"], **talk))
with open("page.md", "w", encoding="utf-8") as page:
    page.write("\n".join(upcoming) + "\n" + "\n".join(previous) + "\n")
