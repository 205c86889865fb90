"""Children that read strangers' files: whatever one does, its parent goes on, with one sentence."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from logging import LogRecord
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop.confined import process
from gonghui_desktop.confined.faults import ConfinedError, Reason
from gonghui_desktop.confined.jobs import Limits, Remedy, lines_of
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import DataFileError, GonghuiError, PackageError, StoreError

_CHILD = (sys.executable, "-s", "-P", "-m", "tests.confined.hostile_child")
_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Windows has no /proc")


def _children() -> set[int]:
    """Processes that this one has started, ended ones that nobody has asked about among them."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread may just have ended
            found |= set(map(int, (task / "children").read_text().split()))
    return found


def _handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def make() -> Iterator[Callable[..., Readers]]:
    """Makes readers with hostile jobs; fails if anything of a child is left behind."""
    on_linux = sys.platform == "linux"
    before, handles = (_children(), _handles()) if on_linux else (set(), 0)
    threads = set(threading.enumerate())  # the readers that all tests share have some
    made: list[Readers] = []

    def make(command: tuple[str, ...] = _CHILD, **options: float) -> Readers:
        made.append(Readers(command, **options))  # type: ignore[arg-type]  # each option is its own
        return made[-1]

    yield make
    for each in made:
        each.close()
    left = set(threading.enumerate()) - threads
    assert not [thread for thread in left if thread.name == "confined child"]
    if on_linux:
        assert _children() <= before
        assert _handles() <= handles


@pytest.fixture
def hostile(make: Callable[..., Readers]) -> Readers:
    return make()


def _refused(readers: Readers, job: str, **asked: Any) -> ConfinedError:
    with pytest.raises(ConfinedError) as told:
        readers.whole(job, b"", **asked)
    sentence = str(told.value)
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    return told.value


def test_bytes_and_parameters_arrive_and_the_answer_comes_back(hostile: Readers) -> None:
    data = os.urandom(3_000_000)
    told, _, back = hostile.whole("echo", data, {"name": "名单\ud800", "n": 1}).partition(b"\n")
    assert json.loads(told) == {"name": "名单\ud800", "n": 1}
    assert back == data


def test_lines_come_one_by_one_however_they_were_sent(hostile: Readers) -> None:
    told = list(lines_of(hostile.ask("lines", b"", {"count": 50_000})))
    assert told == [str(number).encode() for number in range(50_000)]


def test_one_child_answers_many(hostile: Readers) -> None:
    hostile.prepare()
    assert len({hostile.whole("who", b"") for _ in range(10)}) == 1


def test_a_child_that_has_answered_enough_is_replaced(make: Callable[..., Readers]) -> None:
    readers = make(most_served=2)
    first, second, third = (readers.whole("who", b"") for _ in range(3))
    assert first == second != third


def test_a_child_that_nobody_asks_ends(make: Callable[..., Readers]) -> None:
    readers = make(idle_seconds=0.01)
    first = readers.whole("who", b"")
    while _alive(int(first)):
        time.sleep(0.01)
    assert readers.whole("who", b"") != first


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        ("crash", Reason.CRASH),
        ("exit", Reason.CRASH),
        ("print", Reason.CRASH),
        ("abort_for_memory", Reason.CRASH),
        ("missing", Reason.MISSING),
    ],
)
def test_a_child_that_goes_wrong_is_one_sentence_and_the_next_file_is_read(
    hostile: Readers, job: str, reason: Reason
) -> None:
    first = hostile.whole("who", b"")
    remedy = Remedy("请另存一份再导入", "请照着填写")
    told = _refused(hostile, job, remedy=remedy)
    assert told.reason is reason
    assert remedy.smaller in str(told) or remedy.instead in str(told)
    assert hostile.whole("who", b"") != first


def test_time_is_of_the_processor_and_counted_anew_for_each_file(hostile: Readers) -> None:
    short = Limits(seconds=0.3)
    first = hostile.whole("who", b"", limits=short)
    assert _refused(hostile, "spin", limits=short).reason is Reason.TIME
    again = hostile.whole("who", b"", limits=short)
    assert again != first
    for _ in range(3):  # 0.6 s in all
        hostile.whole("lines", b"", {"count": 100_000}, limits=Limits(seconds=1.5))
    assert hostile.whole("who", b"", limits=short) == again


def test_a_child_that_hangs_without_working_is_ended_by_the_clock(hostile: Readers) -> None:
    assert _refused(hostile, "sleep", limits=Limits(wall=0.3)).reason is Reason.TIME


def test_memory_is_limited_for_each_file_by_its_own_limit(hostile: Readers) -> None:
    much = {"size": 400_000_000}
    assert _refused(hostile, "eat", parameters=much).reason is Reason.MEMORY
    first = hostile.whole("who", b"")
    assert hostile.whole("eat", b"", much, limits=Limits(memory=600_000_000)) == b"400000000"
    assert hostile.whole("who", b"") == first  # it has given the memory back
    assert _refused(hostile, "eat", parameters=much).reason is Reason.MEMORY


def test_a_file_larger_than_the_memory_is_one_sentence(hostile: Readers) -> None:
    tight = Limits(memory=100_000_000)
    with pytest.raises(ConfinedError) as told:
        hostile.whole("echo", bytes(120_000_000), limits=tight)
    assert told.value.reason is Reason.MEMORY


def test_an_answer_that_does_not_end_is_cut_off(hostile: Readers) -> None:
    assert _refused(hostile, "flood", limits=Limits(output=5_000_000)).reason is Reason.OUTPUT


def test_a_child_waits_until_its_answer_is_taken(hostile: Readers) -> None:
    with closing(hostile.ask("flood", b"", limits=Limits(output=10**12))) as pieces:
        for _ in range(20):
            assert len(next(pieces)) <= 1_000_000
    assert hostile.whole("who", b"")  # by another one


@pytest.mark.parametrize("parameters", [{}, {"began": True}])
def test_cancelling_ends_a_silent_child(hostile: Readers, parameters: dict[str, object]) -> None:
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    told = _refused(hostile, "sleep", parameters=parameters, cancelled=cancelled.is_set)
    assert told.reason is Reason.CANCELLED
    assert "没有读入任何内容" in str(told)


def test_what_asks_whether_it_is_cancelled_may_raise(hostile: Readers) -> None:
    def stop() -> bool:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        hostile.whole("sleep", b"", cancelled=stop)


def test_closing_releases_everybody_at_once(hostile: Readers) -> None:
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(_refused, hostile, "sleep") for _ in range(3)]
        hostile.whole("who", b"")  # meanwhile
        hostile.close()
        assert {each.result().reason for each in asked} == {Reason.CANCELLED}
    assert _refused(hostile, "who").reason is Reason.CANCELLED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows passes no pipe on unasked")
def test_closing_does_not_wait_for_what_a_child_left_with_its_pipes(
    make: Callable[..., Readers], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_PIPE_SECONDS", 0.1)
    left = tmp_path / "left"  # under Wine it is the host of the child's console
    readers = make(("sh", "-c", f"sleep 600 & echo $! > {left}.new; mv {left}.new {left}; wait"))
    readers.prepare()
    while not left.exists():
        time.sleep(0.01)

    closed = threading.Thread(target=readers.close)
    closed.start()
    closed.join(30)

    is_closed = not closed.is_alive()
    os.kill(int(left.read_text()), signal.SIGTERM)
    while any(thread.name == "confined child" for thread in threading.enumerate()):
        time.sleep(0.01)
    assert is_closed


def test_several_threads_are_answered_each_its_own(hostile: Readers) -> None:
    def ask(number: int) -> bytes:
        return hostile.whole("echo", str(number).encode() * 10_000).partition(b"\n")[2]

    with ThreadPoolExecutor(4) as pool:
        for number, told in enumerate(pool.map(ask, range(40))):
            assert told == str(number).encode() * 10_000


def test_a_child_killed_while_idle_is_replaced_without_a_word(hostile: Readers) -> None:
    first = int(hostile.whole("who", b""))
    os.kill(first, signal.SIGTERM)
    assert int(hostile.whole("who", b"")) != first


def test_a_child_killed_at_work_is_one_sentence(hostile: Readers) -> None:
    child = int(hostile.whole("who", b""))
    with closing(hostile.ask("sleep", b"", {"began": True})) as pieces:
        assert next(pieces) == b"begun"
        os.kill(child, signal.SIGTERM)
        with pytest.raises(ConfinedError) as told:
            next(pieces)
    assert told.value.reason is Reason.CRASH


@pytest.mark.parametrize(
    "command",
    [
        (str(Path(sys.executable).parent / "not-there"),),
        (sys.executable, "-c", ""),
        (sys.executable, "-c", "print('Welcome! ' * 1000)"),
    ],
)
def test_a_child_that_cannot_be_started_is_one_sentence(
    make: Callable[..., Readers], command: tuple[str, ...]
) -> None:
    readers = make(command)
    readers.prepare()
    told = _refused(readers, "who", remedy=Remedy(instead="请照着填写"))
    assert told.reason is Reason.NO_CHILD
    assert str(told) == "读文件要用的程序启动不了，请关掉一些程序再试，或请照着填写。"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_child_that_cannot_limit_itself_reads_nothing(make: Callable[..., Readers]) -> None:
    code = (
        "import resource, sys; resource.setrlimit = None\n"
        "from gonghui_desktop.confined import child, confinement\n"
        "def refuse(*_): raise ValueError\n"
        "resource.setrlimit = refuse\n"
        "sys.exit(child.serve({}))"
    )
    told = _refused(make((sys.executable, "-c", code)), "who")
    assert told.reason is Reason.UNCONFINED


@pytest.mark.parametrize(
    ("kind", "raised", "sentence"),
    [
        ("package", PackageError, "清单不对，请对方重新导出。（代码 B03）"),
        ("store", StoreError, "磁盘已满。"),
        ("unknown", DataFileError, "数据文件已损坏，\N{REPLACEMENT CHARACTER}请从备份恢复。"),
    ],
)
def test_a_fault_that_a_job_finds_is_raised_as_its_own_class(
    hostile: Readers, kind: str, raised: type[GonghuiError], sentence: str
) -> None:
    first = hostile.whole("who", b"")
    with pytest.raises(raised) as told:
        hostile.whole("fault", b"", {"kind": kind})
    assert str(told.value) == sentence
    assert getattr(told.value, "code", "") == ("B03" if kind == "package" else "")
    assert hostile.whole("who", b"") == first


def test_a_bug_in_a_job_is_logged_by_its_place_without_a_value(
    hostile: Readers, logged_errors: list[LogRecord]
) -> None:
    with pytest.raises(ConfinedError):
        hostile.whole("bug", "王小明 13912345678".encode())
    (record,) = logged_errors
    logged_errors.clear()
    assert "hostile_child.py" in record.getMessage()
    assert "ValueError" in record.getMessage()
    assert "13912345678" not in record.getMessage()
    assert "王小明" not in record.getMessage()


@_LINUX
def test_a_child_knows_nothing_of_its_parent(
    hostile: Readers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET", "1")
    (tmp_path / "open").write_bytes(b"1")
    with (tmp_path / "open").open("rb") as file, socket.socket() as connection:
        os.set_inheritable(file.fileno(), True)
        os.set_inheritable(connection.fileno(), True)
        told = json.loads(hostile.whole("surroundings", b""))
    allowed = {"PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR", "LC_CTYPE"}
    assert set(told["environment"]) <= allowed
    assert [each.partition(":")[0] for each in told["files"][:3]] == ["pipe", "pipe", "/dev/null"]
    assert not [each for each in told["files"][3:] if not each.startswith("/proc/")]
    assert told["threads"] == 1


@_LINUX
def test_a_child_changes_nothing_and_reaches_nobody(hostile: Readers, tmp_path: Path) -> None:
    code = "from gonghui_desktop.confined.landlock import shut_in; raise SystemExit(shut_in())"
    kernel_has_it = subprocess.run([sys.executable, "-c", code], check=False).returncode == 1
    (tmp_path / "there").write_bytes(b"1")
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = {"folder": str(tmp_path), "port": server.getsockname()[1]}
        told = hostile.whole("reach_out", b"", asked).decode().split()
    assert "write" not in told
    if not kernel_has_it:
        return
    assert not told
    assert [each.name for each in tmp_path.iterdir()] == ["there"]
    assert (tmp_path / "there").read_bytes() == b"1"
