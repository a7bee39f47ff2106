"""What all tests share: the seeds, a plain environment, and what a complete machine must run."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# The phase that explains a failure traces every line: for minutes, on a document.
phases = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
steady = bool(os.environ.get("CI"))
settings.register_profile("steady", deadline=None, derandomize=steady, phases=phases)
settings.load_profile("steady")

SEEDS = Path(__file__).parent / "seeds"
PERSONAL = (
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "EDITOR",
    "VISUAL",
    "EMAIL",
    "LGTUI_PRIVATE",
)
"""What people have set for themselves, and what would change what the program shows or asks."""


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The two real pages, older first, as they were garbled on their way."""
    names = ("older_page_read_as_windows_1252.txt", "newer_page_read_as_mac_roman.txt")
    return [SEEDS / name for name in names]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Takes the person's own settings away; under ``-n``, real terminals share one worker."""
    settings_of_git = [name for name in os.environ if name.startswith("GIT_")]
    for name in (*PERSONAL, *settings_of_git):
        os.environ.pop(name, None)
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    config.addinivalue_line("markers", "xdist_group(name): tests that share a worker under -n")
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadgroup"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every program should be installed, a skipped system test is a failed one."""
    report = yield
    required = os.environ.get("LGTUI_SYSTEM_TESTS") == "required"
    if required and report.skipped and item.get_closest_marker("system"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though every program should be here: {report.longrepr}"
    return report
