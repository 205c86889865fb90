"""One window for each data folder, whatever the first one does meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer

from gonghui_desktop.instance_lock import LOCK_NAME, Holder, InstanceLock
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.store.file.snapshot import SnapshotReader
from gonghui_desktop.ui.start.single_instance import DONE, REFUSED, SingleInstance

Start = Callable[..., subprocess.Popen[bytes]]
_PATIENCE = 60.0  # seconds, on a machine that does much else
_SHORT = 0.2  # seconds that a second start waits where nobody will answer


@pytest.fixture
def start(tmp_path: Path, project_folder: Path) -> Iterator[Start]:
    """Starts the program on one data folder."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def one(*arguments: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gonghui_desktop", "--data", str(tmp_path / "data")]
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            cwd=project_folder,
            env=environment,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield one
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[InstanceLock]:
    """The lock of a window that does not answer."""
    with closing(_Held(tmp_path / "data")) as window:
        yield window.lock


class _Held:
    def __init__(self, folder: Path) -> None:
        self.lock = InstanceLock(folder)
        assert self.lock.acquire()

    def close(self) -> None:
        self.lock.release()


def _wait_until(reached: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


def _has_window(folder: Path) -> bool:
    """Whether a window listens for further starts."""
    holder = InstanceLock(folder).holder()
    return holder is not None and bool(holder.server)


def _names(folder: Path) -> set[str]:
    """The names of all units that are stored."""
    reader = SnapshotReader.at(folder)
    return {record.value("unit_name") for record in reader.records()} if reader else set()


def _file(folder: Path, name: str) -> Path:
    """A file with one record."""
    record = {"form": "annex1", "values": {"unit_name": name}}
    data = {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": [record]}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_second_start_hands_its_file_to_the_first_window(start: Start, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = start()
    _wait_until(lambda: _has_window(data))

    second = start(_file(tmp_path, "双击的单位"))

    assert second.wait(_PATIENCE) == 0
    _wait_until(lambda: "双击的单位" in _names(data))
    assert first.poll() is None


def test_a_window_that_was_killed_stops_no_start(start: Start, tmp_path: Path) -> None:
    first = start()
    _wait_until(lambda: _has_window(tmp_path / "data"))
    first.kill()
    first.wait()

    start(_file(tmp_path, "重新打开的单位"))

    _wait_until(lambda: "重新打开的单位" in _names(tmp_path / "data"))


@pytest.mark.slow
def test_of_eight_starts_in_the_same_moment_one_has_the_window_and_every_file(
    start: Start, tmp_path: Path
) -> None:
    names = {f"单位{number}" for number in range(8)}
    files = [_file(tmp_path, name) for name in sorted(names)]

    processes = [start(file) for file in files]

    _wait_until(lambda: sum(process.poll() is not None for process in processes) == 7)
    _wait_until(lambda: _names(tmp_path / "data") == names)
    assert sorted(str(process.poll()) for process in processes) == ["0"] * 7 + ["None"]


def test_commands_work_while_the_window_is_open(start: Start, tmp_path: Path) -> None:
    start()
    _wait_until(lambda: _has_window(tmp_path / "data"))

    assert start("import", _file(tmp_path, "命令行的单位")).wait(_PATIENCE) == 0

    assert "命令行的单位" in _names(tmp_path / "data")


@pytest.mark.parametrize("listens", [False, True])
def test_a_window_that_hangs_is_told(
    listens: bool, held: InstanceLock, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    server = QLocalServer()
    if listens:
        assert server.listen(str(tmp_path / "gonghui-hangs"))
        held.announce(server.fullServerName())

    code = SingleInstance(InstanceLock(held.folder), patience=_SHORT).claim(prompts)

    assert code == REFUSED
    (told,) = prompts.asked
    assert told.kind == "warn"
    assert "任务管理器" in told.text
    server.close()


@pytest.mark.parametrize(("answer", "code"), [(True, None), (False, DONE)])
def test_data_that_another_computer_has_open_is_told_and_can_be_opened(
    answer: bool, code: int | None, held: InstanceLock, prompts: ScriptedPrompts
) -> None:
    elsewhere = {**vars(Holder.this_process()), "host": "PC-02", "user": "王"}
    (held.folder / LOCK_NAME).write_text(json.dumps(elsewhere))
    prompts.answers.append(answer)

    assert SingleInstance(InstanceLock(held.folder), patience=_SHORT).claim(prompts) == code

    (asked,) = prompts.asked
    assert "PC-02" in asked.text
    assert "王" in asked.text
    assert asked.options[0] == "不打开"


@pytest.mark.parametrize(("answer", "code"), [(True, None), (False, DONE)])
def test_no_second_window_opens_without_a_word_where_nobody_is_named(
    answer: bool, code: int | None, held: InstanceLock, prompts: ScriptedPrompts
) -> None:
    """As after a start on a full disk."""
    (held.folder / LOCK_NAME).write_text("")
    prompts.answers.append(answer)

    assert SingleInstance(InstanceLock(held.folder), patience=_SHORT).claim(prompts) == code

    (asked,) = prompts.asked
    assert "另一个窗口" in asked.text
    assert asked.options[0] == "不打开"


def test_a_server_that_is_not_ours_is_not_talked_to(
    held: InstanceLock, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    server = QLocalServer()
    assert server.listen(str(tmp_path / "another program"))
    held.announce(server.fullServerName())

    assert SingleInstance(InstanceLock(held.folder), patience=_SHORT).claim(prompts) == REFUSED
    assert server.waitForNewConnection(0) == (False, True)  # no connection, only no time
    server.close()
