"""The lock of a data folder: held by one process, ended with it, and readable for the others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gonghui_desktop.instance_lock import LOCK_NAME, Holder, InstanceLock

_HOLD = """
import sys
from pathlib import Path
from gonghui_desktop.instance_lock import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def _hold(folder: Path, project: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until it is killed."""
    script = [sys.executable, "-c", _HOLD, str(folder)]
    pipe = subprocess.PIPE
    held = subprocess.Popen(script, cwd=project, stdin=pipe, stdout=pipe, text=True)
    assert held.stdout is not None
    assert held.stdout.readline() == "True\n"
    return held


def test_a_lock_left_by_a_killed_process_is_free_and_its_holder_was_known(
    tmp_path: Path, project_folder: Path
) -> None:
    folder = tmp_path / "数据"
    lock = InstanceLock(folder)

    with _hold(folder, project_folder) as other:
        assert not lock.acquire()
        holder = lock.holder()
        assert holder is not None
        assert holder.is_here
        assert holder.process == other.pid
        other.kill()
    assert lock.holder() is not None, "the file still names it"

    with lock:
        assert lock.acquire()
        assert lock.holder() == Holder.this_process()


def test_a_released_lock_can_be_taken_and_names_nobody(tmp_path: Path) -> None:
    first, second = InstanceLock(tmp_path), InstanceLock(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    first.announce("gonghui-server")
    holder = second.holder()
    assert holder is not None
    assert holder.server == "gonghui-server"

    first.release()

    assert second.holder() is None
    assert second.acquire()
    second.release()


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "{}", '{"host": 1}', "[" * 3000, '{"host":"","user":"","server":""}'),
        r'{"host":"\u202e电脑","user":"","server":"","process":1}',
        json.dumps({"host": "长" * 300, "user": "", "server": "", "process": 1}),
    ],
)
def test_a_file_that_says_nothing_names_nobody(text: str, tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text(text)

    assert InstanceLock(tmp_path).holder() is None


def test_a_folder_that_cannot_be_used_is_for_the_store_to_tell(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    lock = InstanceLock(tmp_path / "file")

    assert lock.acquire()
    lock.announce("nowhere")
    lock.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flag for it")
def test_what_a_planted_link_points_to_is_left_alone(tmp_path: Path) -> None:
    folder, other = tmp_path / "data", tmp_path / "other"
    folder.mkdir()
    other.write_text("别的文件")
    (folder / LOCK_NAME).symlink_to(other)

    with InstanceLock(folder) as lock:
        assert lock.acquire()
        lock.announce("gonghui-server")

    assert other.read_text() == "别的文件"


def test_another_computer_is_not_here(tmp_path: Path) -> None:
    here = Holder.this_process()
    text = json.dumps({**vars(here), "host": "别处"})
    (tmp_path / LOCK_NAME).write_text(text)

    holder = InstanceLock(tmp_path).holder()

    assert holder is not None
    assert not holder.is_here
