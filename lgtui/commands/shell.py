"""``--completion`` and ``--man``: what shells and ``man`` are told of the command line.

Both are written from the parser, so that they cannot say anything else than ``--help``. The
completion knows more than the parser does: after ``--check`` only the options of ``--check`` are
offered, and for ``--format`` only the forms that it has. Completing runs no Python.
"""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lgtui.records.private import Private
from lgtui.store.private import PrivateFile, letter_kinds

FILES = frozenset({"FILE", "PAGE", "BASE", "OURS", "THEIRS", "PATH"})
"""What is called so in the help is a file; ``FOLDER`` is a folder."""


class Option(NamedTuple):
    """One option as a shell completes it.

    Attributes:
        flags: how it is typed, such as ``-m`` and ``--message``.
        help: what it is for.
        values: the name of each value that it takes.
        optional: whether its value may be left out.
        many: whether it takes any number of values.
        choices: the words that its value can be, by mode; under ``""`` those of every mode.
        mode: whether it is a mode, of which a line has one.
        modes: the flags of the modes that it goes with; empty for any.
    """

    flags: tuple[str, ...]
    help: str
    values: tuple[str, ...]
    optional: bool
    many: bool
    choices: Mapping[str, Sequence[str]]
    mode: bool
    modes: tuple[str, ...]


CommandLine = tuple[Option, ...]
"""All options, in the order of the help."""


def read_parser(
    parser: argparse.ArgumentParser,
    modes: Mapping[str, str],
    options_of: Mapping[str, Sequence[str]],
    formats: Mapping[str, Sequence[str]],
) -> CommandLine:
    """Read the options of a parser, with what completion knows beyond it.

    Args:
        parser: the parser of the whole command line.
        modes: the modes by their destination.
        options_of: for each option that belongs to modes their destinations.
        formats: for each mode that has forms of output their names.
    """
    flag_of = {act.dest: act.option_strings[-1] for act in parser._actions if act.option_strings}
    found = []
    for act in parser._actions:
        if not act.option_strings:
            continue
        told = (act.help or "").replace("%%", "%")
        value = act.metavar or act.dest.upper()
        choices: dict[str, Sequence[str]] = {}
        if act.dest == "format":
            choices = {flag_of[mode]: forms for mode, forms in formats.items()}
        elif act.dest == "letter":
            choices = {"": tuple(letter_kinds(PrivateFile("", None, Private())))}
        elif act.choices:
            choices = {"": tuple(map(str, act.choices))}
        names = (value,) if isinstance(value, str) else tuple(value)
        own = act.dest in modes or act.dest in ("completion", "man", "version", "help")
        found.append(
            Option(
                tuple(act.option_strings),
                told.partition(":")[0] if act.dest == "format" else told,
                names if act.nargs != 0 else (),
                act.nargs == "?",
                act.nargs == "+",
                choices,
                own,
                tuple(flag_of[mode] for mode in options_of.get(act.dest, ())),
            )
        )
    return tuple(found)


def bash(line: CommandLine) -> str:
    """Write the completion for bash: a function, and the call that registers it."""
    modes = [option.flags[-1] for option in line if option.mode]
    values = []
    for option in line:
        for mode, words in option.choices.items():
            values.append(f"    {_bash_cases(option, mode)}) words='{' '.join(words)}' ;;")
        if option.values and not option.choices:
            what = "files" if option.values[0] in FILES else "none"
            values.append(f"    {_bash_cases(option, '')}) what={what} ;;")
    offered = [f"    '') words='{_words(line, '')}' ;;"]
    offered += [f"    {mode}) words='{_words(line, mode)}' ;;" for mode in modes]
    return _BASH.format(modes="|".join(modes), values="\n".join(values), offered="\n".join(offered))


def _bash_cases(option: Option, mode: str) -> str:
    """Return the pattern of a mode, or of any, before an option that wants its value."""
    return "|".join(f"{mode or '*'}\\ {flag}" for flag in option.flags)


def _words(line: CommandLine, mode: str) -> str:
    """Return the flags that can follow a mode, or begin a line, with blanks between them."""
    return " ".join(flag for option in _offered(line, mode) for flag in option.flags)


def _offered(line: CommandLine, mode: str) -> list[Option]:
    """Return the options that can follow a mode, or with ``""`` those that begin a line."""
    found = []
    for option in line:
        if option.mode:
            # ``--render --check`` is the one pair of modes that a line may have.
            fits = not mode or {mode, option.flags[-1]} == {"--render", "--check"}
        else:
            fits = not option.modes or mode in option.modes
        if fits:
            found.append(option)
    return found


_BASH = """\
# bash completion for lgtui. In ~/.bashrc: eval "$(lgtui --completion bash)"
_lgtui() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
  local mode= what=folders words= each
  # bash splits --format=json into three words.
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  for each in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $each in
    {modes}) mode=${{mode:-$each}} ;;
    esac
  done
  [[ $mode == --import ]] && what=files
  case "$mode $before" in
{values}
  esac
  if [[ $word == -* ]]; then
    case $mode in
{offered}
    esac
  fi
  COMPREPLY=()
  # macOS has bash 3.2, without mapfile and compopt.
  while IFS= read -r each; do
    COMPREPLY+=("$each")
  done < <(
    if [[ $words ]]; then
      compgen -W "$words" -- "$word"
    elif [[ $what == files ]]; then
      compgen -f -- "$word"
    elif [[ $what == folders ]]; then
      compgen -d -- "$word"
    fi
  )
  [[ $words ]] || compopt -o filenames 2>/dev/null
  return 0
}}
complete -F _lgtui lgtui
"""


def zsh(line: CommandLine) -> str:
    """Write the completion for zsh: a file for ``fpath``, which can be evaluated as well."""
    modes = [option.flags[-1] for option in line if option.mode]
    cases = []
    for mode in ("", *modes):
        # The mode itself as well: it stands in the line while its own value is completed.
        known = [option for option in line if option.mode and mode in option.flags]
        known += _offered(line, mode)
        specs = [spec for option in known for spec in _zsh_specs(option, mode)]
        specs.append("'*:page:_files'" if mode == "--import" else "'::folder:_directories'")
        lines = "\n".join(f"      {spec}" for spec in specs)
        cases.append(f"    {mode or chr(39) * 2}) specs=(\n{lines}\n    ) ;;")
    return _ZSH.format(modes="|".join(modes), cases="\n".join(cases))


def _zsh_specs(option: Option, mode: str) -> list[str]:
    """Return what ``_arguments`` reads of an option, one word for each of its flags."""
    told = re.sub(r"([\[\]\\:])", r"\\\1", option.help)
    values = ""
    for value in option.values:
        words = option.choices.get("", option.choices.get(mode, ()))
        action = "_files" if value in FILES else f"({' '.join(words)})" if words else " "
        values += f"{'::' if option.optional else ':'}{value.lower()}:{action}"
    star = "*" if option.many else ""
    others = f"({' '.join(option.flags)})" if len(option.flags) > 1 else ""
    return [_single_quoted(f"{others}{star}{flag}[{told}]{values}") for flag in option.flags]


def _single_quoted(text: str) -> str:
    """Return a text as one word of a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


_ZSH = """\
#compdef lgtui
# zsh completion for lgtui. In ~/.zshrc, below compinit: eval "$(lgtui --completion zsh)"
_lgtui() {{
  local mode= each
  local -a specs
  for each in "${{(@)words[2,CURRENT-1]}}"; do
    case $each in
    ({modes}) mode=${{mode:-$each}} ;;
    esac
  done
  case $mode in
{cases}
  esac
  _arguments -s -S $specs
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _lgtui "$@"
else
  compdef _lgtui lgtui
fi
"""


def fish(line: CommandLine) -> str:
    """Write the completion for fish: one command for each option."""
    modes = [option.flags[-1][2:] for option in line if option.mode]
    lines = [
        "# fish completion for lgtui: lgtui --completion fish > "
        "~/.config/fish/completions/lgtui.fish",
        "complete -c lgtui -f",
        "complete -c lgtui -n 'not __fish_contains_opt import' -a '(__fish_complete_directories)'",
        "complete -c lgtui -n '__fish_contains_opt import' -F",
    ]
    for option in line:
        flag = option.flags[-1][2:]
        # Not the mode itself: it stands in the line while its own value is completed.
        alone = f"not __fish_contains_opt {' '.join(mode for mode in modes if mode != flag)}"
        if flag == "check":
            alone += "; or __fish_contains_opt render"
        condition = alone if option.mode else ""
        if option.modes:
            condition = f"__fish_contains_opt {' '.join(mode[2:] for mode in option.modes)}"
        for mode, words in (option.choices or {"": ()}).items():
            own = f"__fish_contains_opt {mode[2:]}" if mode else condition
            parts = ["complete -c lgtui", *([f"-n {_single_quoted(own)}"] if own else [])]
            parts += [f"-s {short[1:]}" for short in option.flags[:-1]]
            parts += [f"-l {flag}", f"-d {_single_quoted(option.help)}"]
            if words:
                parts.append(f"-x -a {_single_quoted(' '.join(words))}")
            elif option.values and option.values[0] in FILES:
                parts.append("-r -F")
            elif option.values and not option.optional:
                parts.append("-x")
            lines.append(" ".join(parts))
    return "\n".join(lines) + "\n"


WRITERS: Mapping[str, Callable[[CommandLine], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
"""For each shell what writes its completion."""


def man_page(parser: argparse.ArgumentParser) -> str:
    """Write the manual page of a parser, in the language of ``man`` (roff)."""
    from lgtui import __version__

    said = _roff(parser.description or "")
    usage = _roff((parser.usage or "").removeprefix("lgtui "))
    lines = [
        f'.TH LGTUI 1 "" "lgtui {_roff(__version__)}" "User Commands"',
        ".SH NAME",
        "lgtui \\- records of a webinar series, and its web pages from them",
        ".SH SYNOPSIS",
        f".B lgtui\n{usage}",
        f".SH DESCRIPTION\n{said}",
        ".SH OPTIONS",
    ]
    for group in parser._action_groups:
        if not group._group_actions:
            continue
        if any(act.option_strings for act in group._group_actions):
            title = group.title or ""
            lines.append(f".SS {_roff(title[:1].upper() + title[1:])}")
        for act in group._group_actions:
            lines += [".TP", _man_head(act), _roff((act.help or "").replace("%%", "%"))]
    epilog = (parser.epilog or "").removeprefix("Exit status: ")
    lines += [".SH EXIT STATUS", _roff(epilog[:1].upper() + epilog[1:])]
    return "\n".join(lines) + "\n"


def _man_head(act: argparse.Action) -> str:
    """Return the line that names an option and its values."""
    flags = ", ".join(f"\\fB{_roff(flag)}\\fR" for flag in act.option_strings)
    takes = act.nargs != 0
    value = act.metavar or (f"{{{','.join(map(str, act.choices))}}}" if act.choices else act.dest)
    names = [value] if isinstance(value, str) else list(value)
    shown = " ".join(f"\\fI{_roff(name)}\\fR" for name in names)
    if act.nargs == "?":
        shown = f"[{shown}]"
    elif act.nargs == "+":
        shown += " ..."
    return " ".join(part for part in (flags, shown if takes else "") if part)


def _roff(text: str) -> str:
    """Return a text as roff shows it: no sign of it is taken for a command."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)
