"""Regions from templates of the organizers' own (Jinja2, sandboxed, loaded only for them).

A template gets the facts as text that is ready for the page: names and titles escaped, abstracts
and bios as blocks, addresses encoded. So a template cannot be broken by what a record says. What
it may use:

- ``series.name``; ``words``: the words of :class:`lgtui.render.labels.PageLabels`;
- ``season`` (for ``next`` the upcoming one or none, for news the held one): ``number``, ``nth``,
  ``label``, ``theme``, ``date``, ``register_url``, ``talks``;
- ``cancelled`` (for ``next``): the cancelled seasons that people may still wait for;
- ``talks`` (for ``previous`` and ``abstracts``): the held ones, in the order of the region, for
  ``abstracts`` with those that are planned where ``pages.abstracts_of`` says so;
- ``organizers``: each ``name``, ``url``, ``affiliation``, ``preposition``.

A talk has ``id``, ``title``, ``names``, ``speakers`` (each ``name``, ``url``), ``affiliation``,
``abstract``, ``bio``, ``date``, ``video_url``, ``cancelled`` (yes or no) and ``links`` (each
``label``, ``url``). Every fact may be empty.

The files are read at the edge (:func:`lgtui.store.reader.read_templates`); here they are texts.
"""

import functools
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import BuiltinMethodType
from typing import TYPE_CHECKING, Any

from lgtui.model import (
    DataError,
    Records,
    Season,
    Talk,
    Templates,
    full_name,
    season_label,
    seasons_by_number,
    talk_moment,
    value_of,
)
from lgtui.render.abstracts import talks_with_abstracts
from lgtui.render.date_format import ordinal, ordinal_day, when
from lgtui.render.kramdown import escape, url
from lgtui.render.labels import (
    PageLabels,
    abstracts_labels,
    affiliation,
    labelled,
    names,
    names_of_talks,
    page_labels,
)
from lgtui.render.webinar import cancelled_seasons, has_video, held_talks, next_season, season_talks

if TYPE_CHECKING:
    from types import FrameType

    from _typeshed import TraceFunction
    from jinja2 import Template

_MARKER = re.compile(r"<(?:!\s*-*|-+)\s*lgtui\s*:")


class BadTemplateError(DataError):
    """A template cannot be read, is none, or asks for what there is not."""


def try_template(key: str, records: Records, templates: Templates) -> None:
    """Fill a template, to see that it can be.

    Args:
        key: its key in ``[pages]``.
        records: what it is filled with.
        templates: the texts of the templates.

    Raises:
        BadTemplateError: it cannot.
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    region = key.removesuffix("_template")
    if region != "news":
        from_template(region, records, templates)
        return
    for season in records.seasons:
        if season.state == "held":
            from_template(region, records, templates, season)


def from_template(
    region: str, records: Records, templates: Templates, season: Season | None = None
) -> str:
    """Return the text of a region, or of the news of a season, from its template.

    Args:
        region: the name of the region; ``news`` for a news item.
        records: what it is filled with.
        templates: the texts of the templates.
        season: the season of the news item.

    Raises:
        BadTemplateError: the template cannot be read, is none, or uses what there is not.
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    path = value_of(records.pages, f"{region}_template")
    text = templates.get(path)
    if isinstance(text, DataError):
        raise text
    if text is None:
        raise BadTemplateError(f"pages.{region}_template: {path} has not been read")
    written = filled(text, _facts(region, records, season), path)
    if _MARKER.search(written):
        raise BadTemplateError("a template may not write lgtui's own markers", path)
    lines = [line.rstrip() for line in written.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def filled(text: str, facts: Mapping[str, Any], path: str) -> str:
    """Return what a template makes of facts, in the sandbox and within bounds.

    Args:
        text: the template.
        facts: the names that it may use.
        path: its file, for the message.

    Raises:
        BadTemplateError: it is no template, uses what there is not, or does not end.
    """
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        with _counted():
            template = _template(text)
            return _joined(template.generate(facts))
    except TemplateSyntaxError as error:
        raise BadTemplateError(
            f"this is no template: {error.message}", path, error.lineno
        ) from error
    except (TemplateError, *_FAULTS) as error:
        raise BadTemplateError(
            f"the template cannot be filled: {error}", path, _line(error)
        ) from error


_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError,
           RuntimeError, TypeError, ValueError)  # fmt: skip
"""What the expressions of a template can raise, endless recursion and lack of memory included."""

MOST_STEPS = 2_000_000
"""How many lines of its code a template may run: a page of 10,000 talks needs a tenth of it."""

MOST_SIGNS = 10_000_000
"""How long a text may get by one operation, and how many binary digits a number may have."""


@contextmanager
def _counted() -> Iterator[None]:
    """Count the lines that a template runs, and end one that would run for ever.

    Counted work is the same on every machine, which a time limit is not; and it ends a loop in any
    thread, which a signal does not.

    Raises:
        RuntimeError: within it, in the template's code.
    """
    steps = 0

    def count(frame: "FrameType", event: str, argument: object) -> "TraceFunction | None":
        nonlocal steps
        if frame.f_code.co_filename != "<template>":
            return None
        steps += 1
        if steps > MOST_STEPS:
            raise RuntimeError(f"it has not ended after {MOST_STEPS:,} steps; is a loop too long?")
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


@functools.cache
def _template(text: str) -> "Template":
    from jinja2 import StrictUndefined, nodes
    from jinja2.compiler import CodeGenerator, Frame
    from jinja2.runtime import Context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Generator(CodeGenerator):
        """Has the environment put together what ``~`` joins."""

        def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 (Jinja2's)
            self.write("environment.concat(map(str, (")
            for part in node.nodes:
                self.visit(part, frame)
                self.write(", ")
            self.write(")))")

    class Environment(ImmutableSandboxedEnvironment):
        """A sandbox in which no operation, and so no loop of them, takes all memory."""

        code_generator_class = Generator
        intercepted_binops = frozenset({"*", "**", "+", "%"})
        concat = staticmethod(_joined)

        def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
            _ensure_small(_size(operator, left, right), operator)
            return super().call_binop(context, operator, left, right)

        def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 (the names of keywords are the template's)
            owner = __obj.__self__ if isinstance(__obj, BuiltinMethodType) else None
            if isinstance(owner, str):
                name = __obj.__name__
                _ensure_small(_size_of_call(name, (owner, *args, *kwargs.values())), name)
            return super().call(__context, __obj, *args, **kwargs)

        def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
            wrapped = super().wrap_str_format(value)
            return wrapped and _bounded("format", wrapped, value.__self__)

    # What is written is Markdown; every fact is escaped for it before it comes here.
    environment = Environment(
        autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = {
        name: _bounded(name, each) if name in _GROWING else each
        for name, each in environment.filters.items()
    }
    return environment.from_string(text)


_GROWING = frozenset({"center", "format", "indent", "join", "replace", "wordwrap"})
"""Jinja2's filters whose result may be much longer than what they are given."""


def _bounded(name: str, function: Callable[..., Any], *owner: str) -> Callable[..., Any]:
    """Return a filter, or a method of a text, that refuses to write a text without end.

    Args:
        name: what it is called.
        function: the filter or method.
        owner: the text whose method it is.
    """

    @functools.wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        _ensure_small(_size_of_call(name, (*owner, *args, *kwargs.values())), name)
        return function(*args, **kwargs)

    return bounded


def _ensure_small(size: int, what: str) -> None:
    if size > MOST_SIGNS:
        raise ValueError(f"the result of {what} would be too large")


def _joined(parts: Iterable[str]) -> str:
    """Return the parts of a text as one, as long as that is one that a page can hold."""
    size, held = 0, []
    for part in parts:
        size += len(part)
        _ensure_small(size, "what is written together")
        held.append(part)
    return "".join(held)


def _size_of_call(name: str, values: tuple[object, ...]) -> int:
    """Return how long a text a method or filter of texts makes at most.

    Args:
        name: what it is called.
        values: the text that it is asked of, then its arguments.
    """
    texts = [each for each in values if isinstance(each, str)]
    numbers = [abs(each) for each in values if isinstance(each, int)]
    lists = [each for each in values if isinstance(each, list | tuple)]
    size = sum(map(len, texts)) + sum(len(str(each)) for some in lists for each in some)
    if name == "replace" and len(texts) >= 3:
        return size + (len(texts[0]) // max(1, len(texts[1])) + 1) * len(texts[2])
    if name == "join" and texts:
        return size + max(map(len, texts)) * sum(map(len, lists))
    if name in ("format", "%") and texts:
        # A width in a format is a number, such as in ``%9999d``.
        return size + sum(int(each) for each in re.findall(r"[0-9]{1,18}", texts[0])) + sum(numbers)
    # An indent or a tab stands on each line of a text.
    return size * max([1, *numbers]) if name in ("indent", "expandtabs") else size + sum(numbers)


def _size(operator: str, left: object, right: object) -> int:
    """Return how large a sum, product or power gets: in items of a sequence, or binary digits."""
    if isinstance(left, int) and isinstance(right, int):
        digits = left.bit_length()
        return digits * abs(right) if operator == "**" else digits + right.bit_length()
    if operator == "%":
        right = right if isinstance(right, tuple) else (right,)
        return _size_of_call(operator, (left, *right)) if isinstance(left, str) else 0
    if operator == "+":
        return sum(len(each) for each in (left, right) if isinstance(each, str | list | tuple))
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, str | bytes | list | tuple) and isinstance(times, int):
            return len(sequence) * times
    return 0


def _line(error: BaseException) -> int:
    """Return the line of the template that an error comes from, 0 where it is not known."""
    found, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _facts(region: str, records: Records, season: Season | None) -> dict[str, Any]:
    worded = abstracts_labels if region == "abstracts" else page_labels
    words = worded(records.wording)
    called = names_of_talks(records)
    seasons = seasons_by_number(records)
    if region == "next":
        season = next_season(records)
    found: dict[str, Any] = {
        "series": {"name": escape(records.series.name)},
        "words": words._asdict(),
        "organizers": [
            {"name": escape(each.name), "url": url(each.url),
             "affiliation": escape(each.affiliation), "preposition": escape(each.preposition)}
            for each in records.organizers
        ],
    }  # fmt: skip
    if region == "next":
        off = cancelled_seasons(records)
        found["cancelled"] = [_season(records, each, words, called) for each in off]
    if region in ("next", "news"):
        found["season"] = season and _season(records, season, words, called)
    if region in ("previous", "abstracts"):
        is_list = region == "previous"
        talks = held_talks(records) if is_list else talks_with_abstracts(records)[::-1]
        found["talks"] = [_talk(records, talk, seasons, words, called) for talk in talks]
    return found


def _season(
    records: Records, season: Season, words: PageLabels, called: dict[str, str]
) -> dict[str, Any]:
    seasons = {season.number: season}
    return {
        "number": season.number,
        "nth": ordinal(season.number),
        "label": season_label(season.number),
        "theme": escape(season.theme),
        "date": when(season.start, records.series.timezone, words) if season.start else "",
        "register_url": url(season.register_url),
        "talks": [
            _talk(records, talk, seasons, words, called) for talk in season_talks(records, season)
        ],
    }


def _talk(
    records: Records,
    talk: Talk,
    seasons: Mapping[int, Season],
    words: PageLabels,
    called: dict[str, str],
) -> dict[str, Any]:
    from lgtui.model import parse_id

    key = parse_id(talk.id)
    season = seasons.get(key[0]) if key else None
    moment = talk_moment(talk, season)
    if season and season.state == "upcoming" and moment:
        date = when(moment, records.series.timezone, words)
    else:
        date = ordinal_day(moment, words) if moment else ""
    return {
        "id": called.get(talk.id, talk.id),
        "title": escape(talk.title),
        "names": names(talk, words.and_),
        "speakers": [
            {"name": name, "url": url(each.url)}
            for each in talk.speakers
            if (name := escape(full_name(each)))
        ],
        "affiliation": affiliation(talk),
        "abstract": labelled("", talk.abstract).strip(),
        "bio": labelled("", talk.bio).strip(),
        "date": date,
        "video_url": url(talk.video_url) if has_video(talk) else "",
        "cancelled": talk.state == "cancelled",
        "links": [
            {"label": escape(each.label), "url": url(each.url)} for each in talk.links if each.label
        ],
    }
