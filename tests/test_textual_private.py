"""What is private in Textual and used all the same: a new version that changes it is told here.

Each row of the tables is one thing that Textual promises nobody. The first tests find all uses in
our own sources, so that no row is missing or left over; the last ones say for every row that a
version of Textual broke which of our files depend on it.
"""

import ast
import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, get_origin

import pytest
from textual.app import App, ComposeResult
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import Input, TextArea

from tests.running import ROOT

IMPORTED = {
    "textual._context.active_app": "ContextVar",
    "textual._xterm_parser.XTermParser": "(debug)",
    "textual.document._document.Document": "(text)",
    "textual.document._document.Location": "tuple",
    "textual.document._document_navigator.DocumentNavigator": "(wrapped_document)",
    "textual.document._wrapped_document.WrappedDocument": "(document, width, tab_width)",
    "textual.keys._character_to_key": "(character)",
    "textual.widgets._toast.Toast": "(notification)",
}
"""What is imported from private modules, or by a private name: its parameters, or its type."""

MEMBERS = {
    "App._close_messages_no_wait": "(self)",
    "App._exception": "NoneType",
    "App._exit": "bool",
    "App._exit_renderables": "list",
    "App._fatal_error": "(self)",
    "App._filters": "list",
    "App._handle_exception": "(self, error)",
    "App._notifications": "Notifications",
    "App._registry": "WeakSet",
    "App._screen_stack": "list",
    "Screen._bindings": "BindingsMap",
    "Screen._callbacks": "list",
    "Screen._compose": "async (self)",
    "Screen._compositor": "Compositor",
    "Screen._dirty_widgets": "set",
    "Screen._layout_required": "bool",
    "Screen._modal_binding_chain": "list",
    "Screen._repaint_required": "bool",
    "Screen._scroll_required": "bool",
    "MessagePump._closed": "bool",
    "MessagePump._closing": "bool",
    "MessagePump._message_queue": "Queue",
    "MessagePump._next_callbacks": "list",
    "MessagePump._pending_message": "NoneType",
    "MessagePump._timers": "WeakSet",
    "Timer._interval": "float",
    "Timer._repeat": "NoneType",
    "Event._waiters": "deque",
    "Input._bindings": "BindingsMap",
    "Input._cursor_offset": "int",
    "Input._on_paste": "(self, event)",
    "Input._position_to_cell": "(self, position)",
    "Input._value": "Text",
    "TextArea._bindings": "BindingsMap",
    "TextArea._draw_cursor": "bool",
    "TextArea._on_paste": "async (self, event)",
    "TextArea._refresh_size": "(self)",
    "TextArea._replace_via_keyboard": "(self, insert, start, end)",
    "TextArea._rewrap_and_refresh_virtual_size": "(self)",
    "TextArea._theme": "TextAreaTheme",
    "WrappedDocument._line_index_to_offsets": "list",
    "WrappedDocument._offset_to_line_info": "list",
    "WrappedDocument._tab_width": "int",
    "WrappedDocument._tab_width_cache": "list",
    "WrappedDocument._width": "int",
    "WrappedDocument._wrap_offsets": "list",
    "LinuxDriver._app": "Small",
    "LinuxDriver._debug": "bool",
    "LinuxDriver._file": "TextIOWrapper",
}
"""Private members by class: a function's parameters, or the type of a value of the app at rest."""

OF_PYTHON = {"_replace", "_asdict", "_fields", "_field_defaults", "_exit of os"}
"""Private by their first letter only: they are documented."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def sources() -> list[Path]:
    """All files that may touch Textual."""
    folders = ("lgtui/tui", "tests/tui", "tests/bench")
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported() -> dict[str, set[str]]:
    """Every import of something private of Textual, and the files that have it."""
    found = defaultdict(set)
    for path in sources():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in names:
                if name.startswith("textual.") and any(map(is_private, name.split("."))):
                    found[name].add(str(path.relative_to(ROOT)))
    return found


def defined(tree: ast.AST) -> set[str]:
    """The private members that the classes of a piece of source have, and its functions."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
        elif isinstance(node, ast.ClassDef):
            # Their own statements only: a variable inside a method is no member.
            fields = [each for each in node.body if isinstance(each, ast.Assign | ast.AnnAssign)]
            stored = [each for field in fields for each in ast.walk(field)]
            names |= {
                each.id
                for each in stored
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return set(filter(is_private, names)) - {"_"}


@cache
def members(cls: type) -> set[str]:
    """The private members that a class's own source has."""
    return defined(ast.parse(inspect.getsource(cls)))


def of_textual(cls: type) -> set[str]:
    """The private members that a class of ours has from Textual's classes."""
    bases = [base for base in cls.__mro__ if base.__module__.startswith("textual.")]
    return {name for base in bases for name in members(base)}


def classes() -> Iterator[tuple[Path, ast.ClassDef, type]]:
    """Every class of the app: its file, its source and the class itself."""
    for module in modules():
        path = Path(str(module.__file__))
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef):
                yield path, node, getattr(module, node.name)


def modules() -> list[ModuleType]:
    # Not above: where a new Textual keeps the app from being imported, the last tests still tell.
    import lgtui.tui

    found = pkgutil.walk_packages(lgtui.tui.__path__, "lgtui.tui.")
    return [importlib.import_module(each.name) for each in found]


def touched() -> dict[str, set[str]]:
    """Every private member of Textual that is read, written or overridden, and in which files."""
    found = defaultdict(set)
    trees = {path: parsed(path) for path in sources()}
    ours = {name for tree in trees.values() for name in defined(tree)}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr):
                whole = f"{node.attr} of {ast.unparse(node.value)}"
                if not {node.attr, whole} & (ours | OF_PYTHON):
                    found[node.attr].add(str(path.relative_to(ROOT)))
    for path, source, cls in classes():
        names = {
            node.attr
            for node in ast.walk(source)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "super()")
        }
        for name in (names | defined(source)) & of_textual(cls):
            if is_private(name):
                found[name].add(str(path.relative_to(ROOT)))
    return found


def mentioning(name: str) -> list[str]:
    """The files that read, write or override a member."""
    return [
        str(path.relative_to(ROOT))
        for path in sources()
        if name in defined(tree := parsed(path))
        or any(isinstance(node, ast.Attribute) and node.attr == name for node in ast.walk(tree))
    ]


def parameters(function: object) -> str:
    """The names of a function's parameters, as a call depends on them."""
    assert callable(function)
    given = inspect.signature(function).parameters.values()
    names = [str(each.replace(annotation=each.empty)).partition("=")[0] for each in given]
    start = "async " if inspect.iscoroutinefunction(function) else ""
    return f"{start}({', '.join(names)})"


def shape(value: Any, name: str) -> str:
    """A method's parameters, or the name of a value's type."""
    static = inspect.getattr_static(type(value), name, None)
    if isinstance(static, FunctionType):
        return parameters(static)
    return type(getattr(value, name)).__name__


class Small(App[None]):
    """An app with one widget of each kind that ours are made from."""

    def compose(self) -> ComposeResult:
        yield Input("text")
        yield TextArea("text")


@pytest.mark.parametrize("found, listed", [(imported, IMPORTED), (touched, MEMBERS)])
def test_every_private_thing_is_listed(found: Any, listed: dict[str, str]) -> None:
    uses = found()
    names = set(listed) if listed is IMPORTED else {row.rpartition(".")[2] for row in listed}
    missing = {name: sorted(files) for name, files in uses.items() if name not in names}
    assert not missing, "used, but in no row"
    assert not names - set(uses), "in a row, but used no more"


def test_what_is_imported_is_there_and_called_as_it_was() -> None:
    broken = {}
    for name, expected in IMPORTED.items():
        module, _, member = name.rpartition(".")
        try:
            value = getattr(importlib.import_module(module), member)
            kind = get_origin(value) or type(value)
            is_ = parameters(value) if expected.endswith(")") else kind.__name__
        except (ImportError, AttributeError) as error:
            is_ = str(error)
        if is_ != expected:
            broken[name] = (is_, f"was {expected}", sorted(imported()[name]))
    assert not broken


async def test_what_is_used_is_there_and_has_the_shape_it_had() -> None:
    app = Small()
    async with app.run_test() as pilot:
        await pilot.pause()
        text = app.query_one(TextArea)
        places = {
            "App": app,
            "Screen": app.screen,
            "MessagePump": text,
            "Timer": app.set_interval(60.0, lambda: None),
            "Event": text._message_queue.ready_event,
            "Input": app.query_one(Input),
            "TextArea": text,
            "WrappedDocument": text.wrapped_document,
            "LinuxDriver": LinuxDriver(app),
        }
        broken = {}
        for row, expected in MEMBERS.items():
            owner, _, name = row.partition(".")
            try:
                is_ = shape(places[owner], name)
            except AttributeError as error:
                is_ = str(error)
            if is_ != expected:
                broken[row] = (is_, f"was {expected}", mentioning(name))
        assert not broken
