"""Background work that the user waits for, with a progress dialog and 取消."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext

Item = TypeVar("Item")
T = TypeVar("T")


def run_with_progress(
    context: CommandContext,
    title: str,
    func: Callable[[Task], T],
    done: Callable[[T], None],
    failure: str = "",
    failed: Callable[[GonghuiError], None] | None = None,
) -> None:
    """Runs work in the background and shows its progress.

    Args:
        context: the caller's context.
        title: caption of the dialog.
        func: the work; touches no widget.
        done: receives the result, on the GUI thread.
        failure: title of the warning if the work fails; by default made of ``title``.
        failed: receives an error that the clerk can mend; by default it is told in a warning.
    """

    def cancel() -> None:
        task.cancel()

    def on_done(result: T) -> None:
        if isValid(context.owner):  # the user may have gone to another campaign meanwhile
            done(result)

    def on_failed(error: GonghuiError) -> None:
        if failed is not None:
            failed(error)
            return
        context.prompts.warn(failure or f"{title}没有完成", str(error))

    waiting = context.prompts.wait(title, cancel)
    task = context.tasks.run(func, on_done, on_failed, waiting.show_progress, ended=waiting.finish)


def run_over(
    context: CommandContext,
    title: str,
    items: Sequence[Item],
    step: Callable[[Item], T],
    done: Callable[[list[T]], None],
) -> None:
    """Does the same to many things, one after the other, once everything typed is stored.

    What was done when the user cancels, or when one fails, stays done and is handed over; an
    error is told.

    Args:
        context: the caller's context.
        title: caption of the progress dialog.
        items: what is done one by one.
        step: does it to one of them, in the background; touches no widget.
        done: receives the results so far, on the GUI thread; not called where there is none.
    """
    results: list[T] = []

    def work(task: Task) -> None:
        for item in items:
            results.append(step(item))
            task.report(len(results), len(items))

    def ended(*, is_cancelled: bool) -> None:  # noqa: ARG001 - what was done is told either way
        if results:
            done(results)

    context.after_saving(lambda: run_to_the_end(context, title, work, ended))


class Ended(Protocol):
    """What follows once work has ended, on the GUI thread."""

    def __call__(self, *, is_cancelled: bool) -> None:
        """Goes on, told whether the user has cancelled the work."""


def run_to_the_end(
    context: CommandContext, title: str, func: Callable[[Task], None], ended: Ended
) -> None:
    """As :func:`run_with_progress`, but what follows is called however the work ends.

    Args:
        context: the caller's context.
        title: caption of the dialog.
        func: the work, which leaves its results where ``ended`` finds them; touches no widget. An
            error that the clerk can mend is told before.
        ended: what follows; not called once the window shows another campaign.
    """

    def on_ended() -> None:
        waiting.finish()
        if isValid(context.owner):
            ended(is_cancelled=task.is_cancelled)

    def cancel() -> None:
        task.cancel()

    waiting = context.prompts.wait(title, cancel)
    task = context.tasks.run(
        func, lambda _nothing: None, context.report, waiting.show_progress, ended=on_ended
    )
