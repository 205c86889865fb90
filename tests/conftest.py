"""What every test stands on: a home of its own, no screen, no error left in the log."""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

# Read when the QApplication is made: no test opens a window on the developer's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.services import workspace
from gonghui_desktop.services.catalogue import load_campaign_folder
from tests.official_forms import copy_official_forms
from tests.print_server import PrintServer, missing_tools

_PROJECT = Path(__file__).resolve().parent.parent

# Named outright: the same place as by default, but no warning if the checkout is write-protected.
_FOUND = DirectoryBasedExampleDatabase(_PROJECT / ".hypothesis" / "examples")
settings.register_profile(
    "quick",
    max_examples=40,
    print_blob=True,
    database=_FOUND,
    # A machine that is busy fails no test.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# ``python3 dev.py test --hypothesis-profile=thorough`` looks a hundred times as long.
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=4000)
settings.load_profile("quick")

NO_SKIPS = "--no-skips"
SLOW = "--slow"

TypeChinese = Callable[[QWidget, str], None]
ListedByGit = Callable[..., list[str]]
LimitFileSize = Callable[[int], AbstractContextManager[None]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options: what is left out counts as failed, and the slow part runs, too."""
    text = "fail if a test is skipped that could run on this system, had it all the tools"
    parser.addoption(NO_SKIPS, action="store_true", help=text)
    parser.addoption(SLOW, action="store_true", help="run the tests marked slow, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the tests marked ``slow`` unless they are asked for, as ``.ci/run`` does."""
    if not config.getoption(SLOW):
        slow = [item for item in items if item.get_closest_marker("slow")]
        items[:] = [item for item in items if item not in slow]
        config.hook.pytest_deselected(items=slow)


def _needless_skips(config: pytest.Config) -> list[str]:
    """Tests skipped for another reason than the system; one of Windows begins with its name."""
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is None or not config.getoption(NO_SKIPS):
        return []
    skips = ((report.nodeid, report.longrepr) for report in reporter.stats.get("skipped", []))
    reasons = ((name, told[2] if isinstance(told, tuple) else "") for name, told in skips)
    return [name for name, reason in reasons if not reason.startswith("Skipped: Windows")]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run under the option if anything was skipped needlessly."""
    if session.exitstatus == pytest.ExitCode.OK and _needless_skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Names what was skipped needlessly."""
    if skips := _needless_skips(config):
        terminalreporter.section(f"{NO_SKIPS}: {len(skips)} skipped that could run here", red=True)
        terminalreporter.write("".join(f"{name}\n" for name in skips))


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A home folder for each test: none reads or writes the data of whoever runs it.

    It is called what a clerk's may be.
    """
    home = tmp_path_factory.mktemp("林 小美")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name))
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name))
    # A program started by a test is the one of this checkout.
    monkeypatch.setenv("PYTHONPATH", str(_PROJECT))


class _ErrorCollector(logging.Handler):
    """Keeps every record of level ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def logged_errors() -> Iterator[list[logging.LogRecord]]:
    """Errors logged during the test; it fails if any are left in here at its end.

    A test that provokes one asks for this fixture, looks at the record and clears the list.
    """
    collector = _ErrorCollector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield collector.records
    root.removeHandler(collector)
    assert not [record.getMessage() for record in collector.records]


class _SharedReaders(Readers):
    """Readers that outlive the workspaces that close them: a child's start takes 0.2 s."""

    def close(self) -> None:
        """Keeps the children for the next test."""

    def end(self) -> None:
        """Ends them."""
        super().close()


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    """What reads strangers' files, one for all tests."""
    shared = _SharedReaders()
    yield shared
    shared.end()


@pytest.fixture(scope="session", autouse=True)
def _workspaces_share_readers(readers: Readers) -> Iterator[None]:
    """No workspace of a test starts a child of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workspace, "make_readers", lambda: readers)
        yield


@pytest.fixture(scope="session")
def print_server() -> Iterator[PrintServer]:
    """A print server of the tests' own, one for all of them; each test adds its printers."""
    if missing := missing_tools():
        pytest.skip(missing)
    server = PrintServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def project_folder() -> Path:
    """The checkout's top folder."""
    return _PROJECT


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """The campaign of 2017."""
    return load_campaign_folder(copy_official_forms(tmp_path_factory.mktemp("forms") / "2017"))


@pytest.fixture(scope="session")
def fonts_folder() -> Path:
    """The fonts that the program brings along."""
    return _PROJECT / "resources" / "fonts"


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Records as offices would write them, the notice's text and other inputs."""
    return _PROJECT / "tests" / "data"


@pytest.fixture(scope="session")
def listed_by_git() -> ListedByGit:
    """Names of the checkout's files that ``git ls-files`` lists for some arguments."""

    def listed(*arguments: str) -> list[str]:
        # The checkout may be another user's.
        git = ["git", "-c", "safe.directory=*", "ls-files", "-z", *arguments]
        done = subprocess.run(git, cwd=_PROJECT, check=True, capture_output=True)
        return [name for name in done.stdout.decode().split("\0") if name]

    return listed


@pytest.fixture(scope="session")
def type_chinese() -> TypeChinese:
    """Types like an input method: first the pinyin under the cursor, then the text itself.

    ``qtbot.keyClicks`` cannot: it aborts the interpreter on text that is not ASCII.
    """

    def type_into(widget: QWidget, text: str) -> None:
        assert widget.isEnabled(), "nobody can type into a disabled widget"
        QCoreApplication.sendEvent(widget, QInputMethodEvent("pin yin", []))
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QCoreApplication.sendEvent(widget, commit)

    return type_into


@pytest.fixture(scope="session")
def limit_file_size() -> LimitFileSize:
    """Lets no file of this process grow beyond a size in bytes, as a full disk would."""
    resource = pytest.importorskip("resource", reason="Windows does not limit the size of a file")

    @contextmanager
    def limit(size: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limit
