"""Background work that the user waits for, with a progress dialog and 取消."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext

T = TypeVar("T")


def run_with_progress(
    context: CommandContext,
    title: str,
    func: Callable[[Task], T],
    done: Callable[[T], None],
    failure: str = "",
) -> None:
    """Runs work in the background and shows its progress.

    Args:
        context: the caller's context.
        title: caption of the dialog.
        func: the work; touches no widget.
        done: receives the result, on the GUI thread.
        failure: title of the warning if the work fails; by default made of ``title``.
    """

    def cancel() -> None:
        task.cancel()

    def on_done(result: T) -> None:
        if isValid(context.owner):  # the user may have gone to another campaign meanwhile
            done(result)

    def on_failed(error: GonghuiError) -> None:
        context.prompts.warn(failure or f"{title}没有完成", str(error))

    waiting = context.prompts.wait(title, cancel)
    task = context.tasks.run(func, on_done, on_failed, waiting.show_progress, ended=waiting.finish)
