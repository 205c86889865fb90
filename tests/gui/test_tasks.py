from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Event, Semaphore, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.ui.background.tasks import LatestOnly, Task, TaskRunner


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    tasks = TaskRunner()
    yield tasks
    assert tasks.wait_for_done(5000)


def nobody(_anything: object) -> None:
    pytest.fail("nobody should have been told")


def idle(qtbot: QtBot, tasks: TaskRunner) -> None:
    qtbot.wait_until(lambda: not tasks.is_busy, timeout=5000)


class Gate:
    """Lets work through one piece at a time."""

    def __init__(self) -> None:
        self._open = Semaphore(0)
        self.entered = Semaphore(0)

    def pass_through(self, value: str) -> str:
        self.entered.release()
        assert self._open.acquire(timeout=5)
        return value

    def open(self, times: int = 1) -> None:
        self._open.release(times)


def test_work_runs_elsewhere_and_its_result_arrives_here(qtbot: QtBot, tasks: TaskRunner) -> None:
    threads = []
    results = []

    def work(_task: Task) -> str:
        threads.append(current_thread())
        return "结果"

    def done(result: str) -> None:
        threads.append(current_thread())
        results.append(result)

    tasks.run(work, done, nobody)
    idle(qtbot, tasks)
    assert results == ["结果"]
    assert threads[0] is not main_thread()
    assert threads[1] is main_thread()


def test_error_that_a_clerk_can_mend_is_handed_over(qtbot: QtBot, tasks: TaskRunner) -> None:
    errors: list[GonghuiError] = []

    def work(_task: Task) -> None:
        raise InputError("文件不对")

    tasks.run(work, nobody, errors.append)
    idle(qtbot, tasks)
    assert [str(error) for error in errors] == ["文件不对"]


def test_bug_comes_up_on_the_gui_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    def work(_task: Task) -> None:
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught:
        tasks.run(work, nobody, nobody)
        idle(qtbot, tasks)
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]


def test_progress_is_told_in_order(qtbot: QtBot, tasks: TaskRunner) -> None:
    steps: list[tuple[int, int]] = []

    def work(task: Task) -> None:
        for step in range(3):
            task.report(step, 3)

    tasks.run(work, lambda _result: None, nobody, lambda done, total: steps.append((done, total)))
    idle(qtbot, tasks)
    assert steps == [(0, 3), (1, 3), (2, 3)]


def test_cancelled_work_ends_at_its_next_step_and_tells_nobody(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    gate = Gate()
    reached: list[str] = []
    ended: list[bool] = []

    def work(task: Task) -> None:
        gate.pass_through("")
        task.report(1, 2)
        reached.append("after the next step")

    task = tasks.run(work, nobody, nobody, ended=lambda: ended.append(True))
    assert gate.entered.acquire(timeout=5)
    task.cancel()
    gate.open()
    idle(qtbot, tasks)
    assert reached == []
    assert ended == [True]


def test_end_of_the_window_waits_for_what_runs(qtbot: QtBot) -> None:
    tasks = TaskRunner(threads=1)
    started, left = Event(), Event()

    def work(task: Task) -> None:
        started.set()
        while not task.is_cancelled:
            pass
        left.set()

    tasks.run(work, nobody, nobody)
    tasks.run(nobody, nobody, nobody)
    assert started.wait(5)
    assert tasks.wait_for_done(5000)
    assert left.is_set()
    idle(qtbot, tasks)


def test_who_has_gone_is_not_called(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner = QObject()
    gate = Gate()
    tasks.run(
        lambda _task: gate.pass_through("结果"),
        nobody,
        nobody,
        ended=lambda: nobody(None),
        owner=owner,
    )
    with qtbot.wait_signal(owner.destroyed, timeout=5000):
        owner.deleteLater()
    gate.open()
    idle(qtbot, tasks)


def test_result_is_let_go_at_once(qtbot: QtBot, tasks: TaskRunner) -> None:
    class Large:
        pass

    def work(_task: Task) -> Large:
        return Large()

    def done(large: Large) -> None:
        kept.append(weakref.ref(large))

    kept: list[weakref.ref[Large]] = []
    gc.disable()  # a ring of references would keep large pictures until Python looks for it
    try:
        tasks.run(work, done, nobody)
        idle(qtbot, tasks)
        assert kept[0]() is None
    finally:
        gc.enable()


def test_of_many_requests_the_newest_is_answered(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate = Gate()
    answers: list[str] = []
    latest = LatestOnly[str](tasks, answers.append, nobody, owner=tasks)

    def ask(text: str) -> None:
        latest.submit(lambda _task: gate.pass_through(text))

    for text in "一二三四":
        ask(text)
    assert not latest.is_settled
    gate.open(4)
    idle(qtbot, tasks)
    assert answers == ["一", "四"]
    assert latest.is_settled


def test_nothing_is_answered_that_was_dropped(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate = Gate()
    answers: list[str] = []
    latest = LatestOnly[str](tasks, answers.append, nobody, owner=tasks)
    latest.submit(lambda _task: gate.pass_through("一"))
    latest.submit(lambda _task: gate.pass_through("二"))
    latest.drop()
    latest.submit(lambda _task: gate.pass_through("三"))
    gate.open(3)
    idle(qtbot, tasks)
    assert answers == ["三"]


def test_request_after_a_broken_one_is_answered(qtbot: QtBot, tasks: TaskRunner) -> None:
    answers: list[str] = []
    latest = LatestOnly[str](tasks, answers.append, nobody, owner=tasks)

    def broken(_task: Task) -> str:
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught:
        latest.submit(broken)
        latest.submit(lambda _task: "好")
        idle(qtbot, tasks)
    assert len(caught) == 1
    assert answers == ["好"]


def test_closed_tasks_start_nothing(qtbot: QtBot, tasks: TaskRunner) -> None:
    tasks.close()
    task = tasks.run(nobody, nobody, nobody)
    assert task.is_cancelled
    assert not tasks.is_busy


def test_closed_tasks_let_go_of_what_was_running(qtbot: QtBot) -> None:
    class Page:
        def show(self, _result: str) -> None:
            pytest.fail("nobody should have been told")

    tasks, gate, page = TaskRunner(), Gate(), Page()
    tasks.run(lambda _task: gate.pass_through("结果"), page.show, nobody)
    gate.open()
    tasks.close()
    gone = weakref.ref(page)
    del page
    assert gone() is None
    qtbot.wait(1)  # what it told before the end comes only now
