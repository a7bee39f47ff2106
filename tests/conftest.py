"""What all tests share: where the seeds are, and that a complete machine skips nothing."""

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

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The two real pages, older first; a test that needs them skips where they are not."""
    found = sorted(SEEDS.glob("*.txt"))
    if len(found) < 2:
        pytest.skip("the two real pages are not beside this repository")
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Under ``-n`` the tests in real terminals run one after the other, in one worker."""
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
