"""Proposals: a branch for review on the server, and the address of its pull request."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote

from lgtui.repo.client import Clone, GitError
from lgtui.repo.remote import Upstream

FOLDER = "lgtui/"
"""What the names of proposed branches begin with."""

LONGEST_NAME = 40
"""Letters of a name that is made from a commit's subject."""


def name_from(subject: str) -> str:
    """Return a name for a proposal, made from a commit's subject: ``s02e01-title-changed``."""
    plain = unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-") or "change"


def branch_of(clone: Clone, name: str) -> str:
    """Return the full name of the branch that a proposal is pushed to.

    Raises:
        GitError: git takes no branch of that name.
    """
    branch = FOLDER + name.removeprefix(FOLDER)
    if clone.run("check-ref-format", "--branch", branch).status:
        raise GitError(
            f"git takes no branch of the name {branch}. Name the proposal in letters, digits and "
            "hyphens, such as spring-2027"
        )
    return f"refs/heads/{branch}"


class _Place(NamedTuple):
    """A repository on a forge: its host, the folders that it is in, and its own name."""

    host: str
    owner: str
    name: str

    @property
    def page(self) -> str:
        """Return the address of the repository's page."""
        return f"https://{self.host}/{quote(self.owner)}/{quote(self.name)}"


_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?|ssh|git|git\+ssh|ssh\+git)://(?:[^@/]*@)?(?P<host>[^/:@]+)(?::(?P<port>\d+))?/"
    r"|(?:[^@/:]+@)?(?P<scp>[^/:@]+):/?(?!/))(?P<path>[^?#]+)"
)
"""Addresses of servers: URLs, and the form ``git@host:owner/name.git``."""

_FORGES = (
    ("github", "github.com"),
    ("gitlab", "gitlab.com"),
    ("codeberg", "codeberg.org"),
    ("bitbucket", "bitbucket.org"),
    ("gitea", ""),
    ("forgejo", ""),
)
"""Words in a host's name that tell the forge, and the host that a nickname in ssh stands for."""


def _place(address: str) -> _Place | None:
    """Read the address of a repository; ``None`` for a folder or what is no such address."""
    found = _ADDRESS.fullmatch(address.strip())
    if not found:
        return None
    host = (found["host"] or found["scp"]).lower()
    host = re.sub(r"^(?:ssh|altssh)\.(?=[^.]+\.)", "", host)
    if "." not in host:
        host = next((whole for word, whole in _FORGES if word in host and whole), host)
    if found["port"] and (found["scheme"] or "").startswith("http"):
        host += f":{found['port']}"
    owner, _, name = found["path"].strip("/").removesuffix(".git").rpartition("/")
    return _Place(host, owner, name) if owner and name else None


def pull_request_address(followed: str, pushed_to: str, base: str, branch: str) -> str:
    """Return where a pull request is opened on the web; empty for a server that is not known.

    Args:
        followed: the address of the repository that takes the request.
        pushed_to: that of the repository that has the branch.
        base: the short name of the branch that the request is for.
        branch: the short name of the branch with the commits.
    """
    into, source = _place(followed), _place(pushed_to)
    if into is None or source is None or into.host != source.host:
        return ""
    forge = next((word for word, _ in _FORGES if word in into.host), "")
    base, branch = quote(base), quote(branch)
    from_fork = into != source
    if forge == "gitlab":
        asked = f"merge_request%5Bsource_branch%5D={branch}&merge_request%5Btarget_branch%5D={base}"
        return f"{source.page}/-/merge_requests/new?{asked}"
    if forge == "bitbucket" and into.host != "bitbucket.org":
        # Bitbucket Server and Data Center name branches in full and have other pages. "scm" is a
        # part of addresses by https only; a person's own repositories are below "~name".
        owner = re.sub(r"^(?:.*/)?scm/", "", source.owner)
        kind = f"users/{quote(owner[1:])}" if owner.startswith("~") else f"projects/{quote(owner)}"
        asked = f"sourceBranch=refs/heads/{branch}&targetBranch=refs/heads/{base}"
        page = f"https://{source.host}/{kind}/repos/{quote(source.name)}"
        return f"{page}/pull-requests?create&{asked}"
    if forge == "bitbucket":
        return f"{source.page}/pull-requests/new?source={branch}&dest={base}"
    if forge:
        head = f"{quote(source.owner)}:{branch}" if from_fork else branch
        return f"{into.page}/compare/{base}...{head}" + "?expand=1" * (forge == "github")
    return ""


_URL = re.compile(r"https?://[^\s'\"<>]+")


def address_of_proposal(clone: Clone, branch: Upstream, pushed: str, said: str) -> str:
    """Return the address of a proposal's pull request: as the forge has it, or as it said.

    Args:
        clone: the clone.
        branch: the branch that is followed, and where pushes go.
        pushed: the short name of the branch that was pushed.
        said: the server's words.

    Raises:
        GitError: git does not know the remote.
    """
    followed = clone.ask("remote", "get-url", branch.remote)
    pushed_to = clone.ask("remote", "get-url", "--push", branch.push_to or branch.remote)
    base = branch.branch.removeprefix("refs/heads/")
    address = pull_request_address(followed, pushed_to, base, pushed)
    told = _URL.search(said)
    return address or (told[0] if told else "")
