"""The variables that git runs with: no other repository, English words, no questions unasked."""

import os

_LEADING_ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_QUARANTINE_PATH",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)
"""Variables by which a calling git would lead us to its own repository, index or pathspecs."""


def forget_caller() -> None:
    """Drops what would lead git to the repository of whoever called us, such as a hook."""
    for name in _LEADING_ELSEWHERE:
        os.environ.pop(name, None)


def environment(foreground: bool) -> dict[str, str]:
    """Variables for every command: English words to read, and in the background no questions.

    ``GIT_OPTIONAL_LOCKS`` keeps a mere look from taking the index lock away from a command
    that the organizer runs elsewhere. The locale keeps UTF-8 for hooks written in Python.

    Args:
        foreground: git, ssh and signing programs may ask in the terminal.
    """
    always = {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}
    if foreground:
        return always
    return always | {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "false",
        "SSH_ASKPASS": "false",
        "SSH_ASKPASS_REQUIRE": "never",
        "GCM_INTERACTIVE": "never",
        "GPG_TTY": "",
        "GIT_EDITOR": "false",
    }


def quiet_ssh(configured: str) -> dict[str, str]:
    """OpenSSH told not to ask, on top of the organizer's own ssh command.

    Args:
        configured: git's ``core.sshCommand``; empty if there is none.
    """
    command = os.environ.get("GIT_SSH_COMMAND") or configured
    if not command and os.environ.get("GIT_SSH"):
        return {}  # a program of its own that may not know OpenSSH's options
    command = command or "ssh"
    if os.path.basename(command.split()[0]) != "ssh":
        return {}
    return {"GIT_SSH_COMMAND": f"{command} -o BatchMode=yes -o ConnectTimeout=20"}
