"""Work that the clerk waits for: shown with its progress, ended by 取消."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext

T = TypeVar("T")


def run_waited(
    context: CommandContext,
    title: str,
    func: Callable[[Task], T],
    done: Callable[[T], None],
    failure: str = "",
) -> None:
    """Runs work in the background and shows its progress.

    Args:
        context: the window's parts.
        title: what is being done.
        func: the work.
        done: gets the result.
        failure: title of the message if it fails, by default the work's title.
    """

    def cancel() -> None:
        task.cancel()

    def on_failed(error: GonghuiError) -> None:
        context.prompts.warn(failure or f"{title}没有完成", str(error))

    waiting = context.prompts.wait(title, cancel)
    task = context.tasks.run(func, done, on_failed, waiting.show_progress, ended=waiting.finish)
