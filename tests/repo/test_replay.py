"""Two versions of the site brought together, without a repository."""

from collections.abc import Callable

import pytest

from lgtui import store
from lgtui.model import DataError
from lgtui.repo.replay import around, combined_bytes, combined_page
from lgtui.repo.site import HandEdit
