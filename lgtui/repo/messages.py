"""Messages for what git says: what it means and what to do; secrets are taken out of texts."""

import re

_URL_WITH_USER = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*)://((?:(?![a-z][a-z0-9+.-]*://)[^\n])*)@")
"""A URL up to the last ``@`` of its line or before the next URL: a password may hold any sign."""

_NO_USER = re.compile(
    r"(?:(?:\[[0-9a-fA-F:.]*\]|[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?|[\w.-]+)(?=[/?#\s'\",;])"
)
"""A host, with a port perhaps, where a user's name would stand."""

_SECRET_IN_QUERY = re.compile(
    r"(?i)([?&](?:access_token|private_token|token|password|secret|key)=)[^&\s'\"]+"
)

_NO_ANSWER = "the server does not answer. Publish again later"
_CANNOT_ASK = (
    "the server wants a user name and password, which cannot be asked for here. Run git push "
    "once by hand, or let git keep them (git config credential.helper)"
)

_NOT_YOURS = (
    "git's own folder {root}/.git cannot be written to by you: it is read-only, or another user's. "
    "Your edits are kept. See whose it is (ls -ld {root}/.git {root}/.git/objects), then try again"
)
_MAY_NOT_WRITE = (
    "the server knows you, but you may not write to this repository, or your token or key may "
    "not. Your commit is kept here. Ask whoever looks after the repository, or let git use another "
    "account"
)
_NO_REPOSITORY = (
    "the server knows no such repository, or you have no access to it. Look at the address with "
    "git remote -v"
)

_MEANINGS = {
    "dubious ownership": (
        "this repository belongs to another user of this machine. If you trust it: git config "
        "--global --add safe.directory {root}"
    ),
    "not a git repository": (
        "{root} is not in a git repository. Clone the site's repository and work there, or "
        "start one: git init"
    ),
    "please tell me who you are": (
        'git does not know who you are. Set it once: git config --global user.name "Your Name" '
        "and git config --global user.email you@example.org"
    ),
    "unable to auto-detect email": (
        "git does not know your e-mail address. Set it once: git config --global user.email "
        "you@example.org"
    ),
    "empty ident name": (
        'git does not know your name. Set it once: git config --global user.name "Your Name"'
    ),
    "unmerged files": (
        "files are in conflict, perhaps not lgtui's own: see git status. Resolve them, git add "
        "them, then publish again"
    ),
    "insufficient permission": _NOT_YOURS,
    ".lock': permission denied": _NOT_YOURS,
    "commit_editmsg': permission denied": _NOT_YOURS,
    "fetch_head': permission denied": _NOT_YOURS,
    "/objects: permission denied": _NOT_YOURS,
    "aborted by hook": (
        "the repository's reference-transaction hook said no. Your edits are kept: do what the "
        "hook asks for, then try again"
    ),
    "could not resolve host": (
        "the server cannot be found: no network, or a wrong address. Your commit is safe here; "
        "publish again when you are online"
    ),
    "name or service not known": (
        "the server cannot be found: no network, or a wrong address. Publish again when you are"
        " online"
    ),
    "temporary failure in name resolution": (
        "the server cannot be found: no network. Publish again when you are online"
    ),
    "connection refused": _NO_ANSWER,
    "connection timed out": _NO_ANSWER,
    "network is unreachable": "there is no network. Publish again when you are online",
    "timeout: the command": "it took too long and was stopped. Check the network and try again",
    "host key verification failed": (
        "this machine does not know the server's key, or it changed. Connect once by hand and "
        "compare the key: ssh -T and the server's name"
    ),
    "permission denied (publickey": (
        "the server did not accept your ssh key, or the key's passphrase could not be asked "
        "for. Load it once: ssh-add, and try again"
    ),
    "terminal prompts disabled": _CANNOT_ASK,
    "could not read username": _CANNOT_ASK,
    "could not read password": (
        "the server wants a password, which cannot be asked for here. Run git push once by "
        "hand, or let git keep it (git config credential.helper)"
    ),
    "returned error: 403": _MAY_NOT_WRITE,
    "http 403": _MAY_NOT_WRITE,
    "marked as read only": _MAY_NOT_WRITE,
    ".git denied to": _MAY_NOT_WRITE,
    "not allowed to push": _MAY_NOT_WRITE,
    "deploy key does not": _MAY_NOT_WRITE,
    "returned error: 429": "the server has too many requests. Publish again later",
    "returned error: 5": "the server has trouble of its own. Publish again later",
    "certificate": (
        "the server's certificate could not be verified: is this machine's clock right, and the "
        "address (git remote -v)?"
    ),
    "password authentication was removed": (
        "the server takes no password any more: make a token on its web page and give that to git, "
        "or use an ssh key"
    ),
    "authentication failed": (
        "the server did not accept your user name or password. Run git push once by hand to "
        "enter them again"
    ),
    "does not appear to be a git repository": (
        "the remote's address leads to no repository. Look at it with git remote -v"
    ),
    "repository not found": _NO_REPOSITORY,
    "' not found": _NO_REPOSITORY,
    "project you were looking for could not be found": _NO_REPOSITORY,
    "transport 'ext' not allowed": (
        "the remote's address would run a program; git refuses it. Set a plain address with git"
        " remote set-url"
    ),
    "gpg failed to sign": (
        "the commit could not be signed: is the key unlocked? Nothing was committed. Sign once "
        "by hand (git commit), or unlock the key, and try again"
    ),
    "failed to write commit object": (
        "the commit could not be signed or written. Nothing was committed; git's own words are "
        "above"
    ),
    "are ignored by one of your .gitignore": (
        "git is told to ignore this file. Take it out of .gitignore, or name another place in "
        "the data file"
    ),
    "no space left on device": "the disk is full. Make room and try again",
    "read-only file system": "the disk is read-only",
    "pathspec": "git does not know one of the files",
}
"""What a message of git contains, in lower case, and what it means; the first that fits counts."""


def redacted(text: str) -> str:
    """Return the text without the user names and passwords that URLs may carry."""
    text = _URL_WITH_USER.sub(_without_secret, text)
    return _SECRET_IN_QUERY.sub(r"\1***", text)


def _without_secret(found: re.Match[str]) -> str:
    """Return a URL up to its ``@`` without what may be secret, more of it rather than less."""
    scheme, user = found[1], found[2]
    if _NO_USER.match(user):
        return found[0]  # the @ belongs to what follows the address
    if scheme.lower() in ("http", "https", "ftp", "ftps"):
        return f"{scheme}://***@"
    name, has_password, _ = user.partition(":")
    return f"{scheme}://{name}:***@" if has_password else found[0]


def shell_word(name: str) -> str:
    """Return a name as it is typed in a shell, in quotes only where it needs them."""
    import shlex

    return name if re.fullmatch(r"[\w@%+=:,./][\w@%+=:,./-]*", name) else shlex.quote(name)


def advice(message: str, root: str) -> str:
    """Return what a message of git means and what to do; empty for a message not known."""
    lowered = message.lower()
    if named := _OWNED_BY_OTHERS.search(message):
        root = named[1]  # the server's, perhaps, where that is a folder of this machine
    for sign, meaning in _MEANINGS.items():
        if sign in lowered:
            return meaning.format(root=root)
    return ""


_OWNED_BY_OTHERS = re.compile(r"dubious ownership in repository at '([^'\n]+)'")


_QUESTIONS = (
    "permission denied (publickey",
    "host key verification failed",
    "terminal prompts disabled",
    "could not read username",
    "could not read password",
    "authentication failed",
    "gpg failed to sign",
    "failed to write commit object",
    "incorrect passphrase",
)
"""What git says when it wanted to ask for something and could not, or the answer was wrong."""


def wants_answer(message: str) -> bool:
    """Return whether the same command could go on in a terminal where git and ssh can ask."""
    lowered = message.lower()
    return any(sign in lowered for sign in _QUESTIONS)
