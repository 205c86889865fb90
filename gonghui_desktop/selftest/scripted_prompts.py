"""Prompts with prepared answers, for the self-test and the tests; every call is recorded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gonghui_desktop.ui.dialogs.prompts import Waiting
from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile


@dataclass(frozen=True)
class PromptCall:
    """One call of a method of :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`.

    Attributes:
        kind: name of the method.
        title: its title.
        text: its text, or the folder where a question for files begins.
        options: verbs with the default first, file kinds, or the suggested file.
    """

    kind: str
    title: str
    text: str = ""
    options: tuple[str, ...] = ()


@dataclass
class ScriptedPrompts:
    """A :class:`gonghui_desktop.ui.dialogs.prompts.Prompts` without a screen.

    Attributes:
        answers: returned in turn. When none is left, the safe answer is returned.
        asked: all calls, in order.
    """

    answers: deque[Any] = field(default_factory=deque)
    asked: list[PromptCall] = field(default_factory=list)

    def inform(self, title: str, text: str) -> None:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("inform", title, text))

    def warn(self, title: str, text: str, details: str = "") -> None:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("warn", title, f"{text}\n{details}".strip()))

    def confirm(
        self,
        title: str,
        text: str,
        *,
        yes: str,
        no: str = "取消",
        destroys: bool = False,
        weighty: bool = False,
    ) -> bool:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        safe = (no, yes) if destroys or weighty else (yes, no)
        self.asked.append(PromptCall("confirm", title, text, safe))
        return bool(self._answer(default=False))

    def ask_text(
        self, title: str, text: str, *, yes: str, fault_of: Callable[[str], str]
    ) -> str | None:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("ask_text", title, text, (yes,)))
        answer: str | None = self._answer(default=None)
        return answer if answer is None or not fault_of(answer) else None

    def choose(self, title: str, text: str, choices: Sequence[str]) -> int:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("choose", title, text, tuple(choices)))
        return int(self._answer(default=-1))

    def ask_open_files(self, title: str, kinds: Sequence[str], folder: Path) -> list[Path]:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("ask_open_files", title, str(folder), tuple(kinds)))
        return list(self._answer(default=()))

    def ask_save_file(self, title: str, suggested: Path, kind: str) -> Path | None:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("ask_save_file", title, "", (str(suggested), kind)))
        answer: Path | None = self._answer(default=None)
        return answer

    def ask_pdf_file(self, suggested: PdfFile) -> PdfFile | None:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`.

        A path as the answer changes nothing but that.
        """
        self.asked.append(PromptCall("ask_pdf_file", "另存为 PDF", "", (str(suggested.path),)))
        answer: PdfFile | Path | None = self._answer(default=None)
        return replace(suggested, path=answer) if isinstance(answer, Path) else answer

    def ask_folder(self, title: str, suggested: Path) -> Path | None:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("ask_folder", title, "", (str(suggested),)))
        answer: Path | None = self._answer(default=None)
        return answer

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        """See :class:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
        self.asked.append(PromptCall("wait", title, "", ("取消",) if cancel else ()))
        return ScriptedWaiting()

    def _answer(self, default: Any) -> Any:
        return self.answers.popleft() if self.answers else default


class ScriptedWaiting:
    """A progress display without a screen."""

    def show_progress(self, done: int, total: int) -> None:
        """Nothing to show."""

    def finish(self) -> None:
        """Nothing to close."""
