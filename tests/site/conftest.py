"""The app on real clones of a bare repository: the same organizers as in the tests of git."""

from tests.repo.conftest import ann, bob, own_settings, team

__all__ = ["ann", "bob", "own_settings", "team"]
