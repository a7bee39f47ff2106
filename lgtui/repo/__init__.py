"""Git: status, commit, push, replaying commits on what others pushed; the only home of git.

Importing this package imports no git; opening a :class:`~lgtui.repo.client.Clone` does.
"""

from lgtui.repo.client import Answer, Clone, GitError
from lgtui.repo.status import FileState, Status, status

__all__ = ["Answer", "Clone", "FileState", "GitError", "Status", "status"]
