"""Random pages of the known shapes, with junk between their lines; every word in them is unique."""

from hypothesis import strategies as st

JUNK = (
    "{} {}",
    "  {} {}",
    "- {}",
    "* {} {}",
    "* **{} {}** - {}",
    "* **{} {}",
    "* S01E01 - **{}** (",
    "* S01E01",
    "* S02E0{} {}",
    "* S03E01 - {} ({}). 3 May 2024: {} [Video](https://{}.org) {}",
    "Title: {}",
    "**{}**: {}",
    "Abstract: {} {}",
    "Bio {}: {}",
    "Short bio: {}\n\n{}",
    "Video: {}",
    "Video: [{}](https://{}.org)",
    "Slides: [{}](https://{}.org) {}",
    "Website: [{}](https://{}.org), {}",
    "Where: {} [{}](https://{}.org)",
    "Date: {} 3 March",
    "Date: **3 March 2026 at 3:00pm CEST until {}**",
    "Time: {}",
    "Speakers: {} {}",
    "Theme: {}",
    "Add to: [{}](https://{}.org)",
    "# {}",
    "### {}",
    "##### **{} {}** ({})",
    "#### Next webinar: {}",
    "#### Previous talks: {}",
    "#### Previous talks",
    "#### Abstract",
    "### Organizers",
    "### Season 2: {}",
    "<!-- {}",
    "{} -->",
    "<!-- {} -->",
    "<!-- lgtui:next -->",
    "```",
    "```\n{}\n```",
    "> {}",
    "| {} | {} |",
    "[{}]({})",
    "[{}]()",
    "[{}](https://{}.org)",
    "https://{}.org/{}",
    "{{{{ {} }}}}",
    "{{% raw %}}",
    "---",
    "*{}",
    "**",
    "\\{}_{}",
    "&amp;{} &lt;{}&gt;",
    "<div>{}",
    "</div>",
    "{}\u200b{} \u00a0{}",
    "{} at the {}, and {} at the {}. {}",
    "\t{}",
    "",
    "",
)
PREFIXES = ("", "", "Dr. ", "Prof. Dr. ")
DAYS = (
    "27th Feb 2023",
    "5 June 2023",
    "Sept. 18, 2023",
    "2024-03-25",
    "Monday, 1st of May 2023",
    "24.02.2025",
)
HOURS = ("", " at 3:00pm CET", ", 15:00 CEST", " at 9am", " 15:00")


class Words:
    """Gives a new word each time: no word of a made page stands in it twice."""

    def __init__(self, sign: str) -> None:
        self.sign, self.count = sign, 0

    def __call__(self) -> str:
        self.count += 1
        return f"Q{self.sign}{self.count}z"

    def some(self, number: int) -> str:
        return " ".join(self() for _ in range(number))


def filled(template: str, word: Words) -> str:
    """A template with a new word in each place."""
    return template.format(*(word() for _ in range(template.count("{}"))))


def names(draw: st.DrawFn, word: Words, link: str = "") -> str:
    """One to three names as a page joins them, linked together, each, or not at all."""
    said = [draw(st.sampled_from(PREFIXES)) + word.some(2) for _ in range(draw(st.integers(1, 3)))]
    if link and draw(st.booleans()):
        said = [f"[{name}](https://{word()}.org/)" for name in said]
        link = ""
    joined = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"[{joined}](https://{word()}.org/)" if link else joined


def place(draw: st.DrawFn, word: Words) -> str:
    return draw(st.sampled_from(("{}", "{} {}, {}", "{} ({}), {}", "{} ({} ({}))"))).format(
        word(), word(), word()
    )


def previous_talk(draw: st.DrawFn, word: Words, season: int, episode: int) -> str:
    label = draw(
        st.sampled_from(
            ("S{0:02}E{1:02} - ", "S{0:02}{1:02} - ", "S{0}E{1}: ", "**S{0:02}E{1:02}** – ")
        )
    ).format(season, episode)
    line = f"* {label}**{names(draw, word, 'x')}** ({place(draw, word)}). "
    line += f"{draw(st.sampled_from(DAYS))}. **{word.some(4)}**"
    return line + draw(
        st.sampled_from(("", "", ".", f". [Video](https://{word()}.org).", f" ({word()})"))
    )


def season_heading(draw: st.DrawFn, word: Words, season: int) -> list[str]:
    said = draw(st.sampled_from(("", "", "Season {}", "S0{}: {}", "Season {}: {} {} ({})", "{3}")))
    day = draw(st.sampled_from(DAYS))
    return ["", f"## {said.format(season, word(), word(), day)}", ""] if said else []


def upcoming_talk(draw: st.DrawFn, word: Words) -> list[str]:
    if draw(st.booleans()):
        gap = draw(st.sampled_from(([""], [""], [])))
        return [
            f"* **{names(draw, word)}** - {place(draw, word)}",
            *gap,
            f"Title: {word.some(4)}",
            "",
            f"Abstract: {word.some(6)}",
            *draw(st.sampled_from(([], ["", word.some(4)], [word.some(3)]))),
            "",
            f"Short bio: {word.some(5)}",
            "",
        ]
    return [
        f"##### **{names(draw, word)}** ({place(draw, word)})",
        f" * **Title**: {word.some(4)}",
        f" * **Abstract**: {word.some(5)}",
        f"   {word.some(3)}",
        *[f" * **Bio**: {word.some(4)}" for _ in range(draw(st.integers(0, 2)))],
        *[
            f" * **Website**: [{word()}](https://{word()}.org)"
            for _ in range(draw(st.integers(0, 2)))
        ],
        "",
    ]


def abstract_entry(draw: st.DrawFn, word: Words, season: int, episode: int) -> list[str]:
    bold = draw(st.booleans())
    label = "**{}**:".format if bold else "{}:".format
    title = draw(st.sampled_from((f"{label('Title')} {word.some(4)}", f"**{word.some(4)}**")))
    video = draw(st.sampled_from(("[S{0:02}E{1:02}]({2})", "[S{0:02}{1:02}]({2})", "[Video]({2})")))
    return [
        f"### {names(draw, word)} ({place(draw, word)})",
        "",
        title,
        "",
        f"{label('Abstract')} {word.some(6)}",
        "",
        *[f"{label('Bio ' + word())} {word.some(4)}\n" for _ in range(draw(st.integers(0, 2)))],
        f"{label('Video')} {video.format(season, episode, f'https://{word()}.org')}",
        "",
        *draw(st.sampled_from((["---", ""], []))),
    ]


@st.composite
def webinar_pages(draw: st.DrawFn) -> str:
    """A webinar page, with junk lines anywhere."""
    word = Words("w")
    lines = [
        "---",
        "layout: page",
        f"title: {word()}",
        "---",
        "",
        f"# {word.some(3)}",
        "",
        word.some(9),
        "",
    ]
    if draw(st.integers(0, 5)):
        lines += [f"#### Next webinar: {draw(st.sampled_from(('TBA', word.some(2))))}"]
        when = draw(st.sampled_from(DAYS)) + draw(st.sampled_from(HOURS))
        lines += [f"Date: **{draw(st.sampled_from(('TBA', when)))}**", ""]
        lines += [f"Where: **Zoom:** [Register here](https://{word()}.org/)", "", "Speakers:", ""]
        for _ in range(draw(st.integers(0, 3))):
            lines += upcoming_talk(draw, word)
    if draw(st.integers(0, 5)):
        lines += ["", "#### Previous talks:", word.some(4)]
        for season in range(1, draw(st.integers(1, 3)) + 1):
            lines += season_heading(draw, word, season)
            lines += [previous_talk(draw, word, season, one) for one in range(1, 3)]
        lines += ["", word.some(4)]
    if draw(st.integers(0, 5)):
        first, second = (names(draw, word, "x") for _ in range(2))
        lines += ["", "### Organizers"]
        where = place(draw, word)
        lines += [f"{first} at the {where}, and {second} at {place(draw, word)}. {word.some(5)}."]
    lines += ["", "### Newsletter", word.some(5), ""]
    return with_junk(draw, lines, word)


@st.composite
def abstracts_pages(draw: st.DrawFn) -> str:
    """An abstracts page, newest first, with junk lines anywhere."""
    word = Words("a")
    lines = ["---", f"title: {word()}", "---", "", word.some(6), ""]
    for season in range(draw(st.integers(1, 3)), 0, -1):
        lines += season_heading(draw, word, season)
        for episode in (1, 2):
            lines += abstract_entry(draw, word, season, episode)
    return with_junk(draw, lines, word)


def with_junk(draw: st.DrawFn, lines: list[str], word: Words) -> str:
    """The lines with up to six junk lines put between them."""
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(lines)))
        lines.insert(at, filled(draw(st.sampled_from(JUNK)), word))
    return "\n".join(lines)
