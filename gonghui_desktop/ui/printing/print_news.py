"""What the window says of a job that is being printed, and what it notes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shiboken6 import isValid

from gonghui_desktop.model.record import Record
from gonghui_desktop.services import unfinished_prints
from gonghui_desktop.services.unfinished_prints import SentForms
from gonghui_desktop.ui.commands.context import CommandContext

_NOT_NOTED = "没有登记为已打印。"


class PrintNews:
    """Tells of one job, and notes its forms as printed once their paper is there.

    Args:
        context: of the window; another campaign may be shown when the job ends.
        title: what is printed.
        pages: how many.
        forms: what is noted; none of it where nothing is.
    """

    def __init__(self, context: CommandContext, title: str, pages: int, forms: SentForms) -> None:
        self._context = context
        self._title = title
        self._pages = pages
        self._forms = forms
        if forms.copies:
            context.writer.run(
                lambda: unfinished_prints.remember(context.ws, forms), _ignore, _ignore
            )

    def on_way(self, words: str, cancel: Callable[[], None]) -> None:
        """Says so in the status bar."""
        printer = f"（{self._forms.printer_name}）"
        text = f"“{self._title}”等着打印：{words}" if words else f"正在打印“{self._title}”"
        self._context.job_line.show_job(self._forms.key, text + printer, cancel)

    def on_held(self, words: str, cancel: Callable[[], None]) -> None:
        """Tells what has to be done, until it is closed."""
        if self._is_shown:
            later = "打印出来以后才登记为已打印。" if self._forms.copies else ""
            text = f"“{self._title}”还没有打印出来：{_sentence(words)}{later}"
            self._context.notifications.notify("warning", text, "取消打印", cancel, stays=True)

    def on_not_cancelled(self, words: str) -> None:
        """Tells it."""
        if self._is_shown:
            self._context.notifications.fail(f"“{self._title}”没有取消成：{_sentence(words)}")

    def on_done(self) -> None:
        """Notes and tells it."""
        context, forms = self._context, self._forms
        context.job_line.remove_job(forms.key)
        if self._is_shown:
            text = f"“{self._title}”已打印，共 {self._pages} 页（{forms.printer_name}）。"
            context.notifications.notify("success", text)
        if not forms.copies:
            return
        if self._is_shown:
            context.write(
                lambda: unfinished_prints.note(context.ws, forms),
                lambda marked: show_marked(context, marked),
            )
        else:
            context.writer.run(lambda: unfinished_prints.note(context.ws, forms), _ignore, _ignore)

    def on_failed(self, words: str, *, was_cancelled: bool) -> None:
        """Tells that nothing is noted, and why; what was cancelled is no news."""
        context, forms = self._context, self._forms
        context.job_line.remove_job(forms.key)
        if forms.copies:
            context.writer.run(
                lambda: unfinished_prints.forget(context.ws, forms.key), _ignore, _ignore
            )
        noted = _NOT_NOTED if forms.copies else ""
        if was_cancelled:
            text = f"“{self._title}”已取消打印，{noted or '已经出来的几页请不要用。'}"
            if self._is_shown:
                context.notifications.notify("info", text)
            return
        reason = f"{_sentence(words)}{noted}"
        if self._is_shown:
            context.notifications.fail(f"“{self._title}”没有打印好：{reason}")
        else:
            context.prompts.warn(f"“{self._title}”没有打印好", reason)

    @property
    def _is_shown(self) -> bool:
        """Whether the campaign that it was printed from is still shown."""
        return isValid(self._context.owner)


def show_marked(context: CommandContext, marked: Sequence[Record]) -> None:
    """Shows records whose stage was marked."""
    for record in marked:
        if (page := context.tabs.pages.get(record.form)) is not None:
            page.update_record(record)


def _sentence(words: str) -> str:
    return words if not words or words.endswith("。") else f"{words}。"


def _ignore(_outcome: object) -> None:
    """What cannot be stored is not noted: at the next start it is asked about, or not at all."""
