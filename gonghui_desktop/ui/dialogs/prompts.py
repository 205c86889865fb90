"""Messages and questions to the user, file dialogs and progress: all of them go through here.

Buttons say verbs, the safe one is the default, and a dialog names the thing and what will
happen. Code that asks takes a :class:`Prompts`, so that tests and the self-test can answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QWidget,
)

from gonghui_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:  # the window shows before any dialog is imported
    from gonghui_desktop.ui.dialogs.dialog import MessageDialog
    from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile

ALL_FILES = "所有文件 (*)"
PDF_FILES = "PDF 文件 (*.pdf)"
_READ = "知道了"


class Waiting(Protocol):
    """The progress of work that the user waits for."""

    def show_progress(self, done: int, total: int) -> None:
        """Shows how many steps are done (:data:`gonghui_desktop.ui.background.tasks.Progress`)."""

    def finish(self) -> None:
        """Ends the display, as the work has ended."""


class Prompts(Protocol):
    """Messages and questions. Texts are Chinese, titles have no full stop."""

    def inform(self, title: str, text: str) -> None:
        """Shows a message that needs no decision."""

    def warn(self, title: str, text: str, details: str = "") -> None:
        """Reports a failure and what to do about it; ``details`` can be copied."""

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
        """Asks for confirmation.

        Args:
            title: names the thing, such as 删除“中山餐饮”？
            text: the consequence.
            yes: verb of the button that goes on.
            no: verb of the button that does not.
            destroys: something is lost; ``no`` is the default.
            weighty: nothing is lost but hard to undo; ``no`` is the default, too.
        """

    def ask_text(
        self, title: str, text: str, *, yes: str, fault_of: Callable[[str], str]
    ) -> str | None:
        """Asks for one line, such as a reason; never empty. ``None`` if the user cancels.

        Args:
            title: what it is about.
            text: what will happen, and what is to be written.
            yes: verb of the button that goes on.
            fault_of: says in a sentence what is wrong with a text; empty for one that will do.
        """

    def choose(self, title: str, text: str, choices: Sequence[str]) -> int:
        """Asks what to do about a trouble.

        Args:
            title: what it is about.
            text: what happened, and what each choice does.
            choices: verbs of the buttons, the advised one first.

        Returns:
            The choice's place from 0, or -1 if the user closes the question.
        """

    def ask_open_files(self, title: str, kinds: Sequence[str], folder: Path) -> list[Path]:
        """Asks for files; none if the user cancels.

        Args:
            title: what they are for.
            kinds: such as ``报送包 (*.zip)``.
            folder: where the dialog begins.
        """

    def ask_save_file(self, title: str, suggested: Path, kind: str) -> Path | None:
        """Asks where to write; adds the suggested suffix. ``None`` if the user cancels."""

    def ask_pdf_file(self, suggested: PdfFile) -> PdfFile | None:
        """Asks where to write a PDF and what stands on its pages. ``None`` if the user cancels."""

    def ask_folder(self, title: str, suggested: Path) -> Path | None:
        """Asks for a folder to write several files into. ``None`` if the user cancels."""

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        """Shows progress until the caller finishes it.

        Args:
            title: what is being done.
            cancel: called for 取消; ``None`` if the work cannot be cancelled.
        """


class QtPrompts:
    """Prompts as dialogs over the active window.

    Args:
        theme: colours of the icons.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def inform(self, title: str, text: str) -> None:
        """See :class:`Prompts`."""
        with self._dialog(title, text, "info", (_READ, "", False)) as dialog:
            dialog.exec()

    def warn(self, title: str, text: str, details: str = "") -> None:
        """See :class:`Prompts`."""
        with self._dialog(title, text, "warning", (_READ, "", False)) as dialog:
            dialog.set_details(details)
            dialog.exec()

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
        """See :class:`Prompts`."""
        role = "danger" if destroys else "primary"
        kind = "warning" if destroys else "info"
        safe = destroys or weighty
        buttons = ((yes, role, not safe), (no, "", safe))
        with self._dialog(title, text, kind, *buttons) as dialog:
            return dialog.exec() == 1

    def ask_text(
        self, title: str, text: str, *, yes: str, fault_of: Callable[[str], str]
    ) -> str | None:
        """See :class:`Prompts`."""
        from gonghui_desktop.ui.dialogs.text_dialog import TextDialog  # noqa: PLC0415 -- see above

        dialog = TextDialog(self._theme, title, text, yes, fault_of, _window())
        try:
            return dialog.text if dialog.exec() == 1 else None
        finally:
            dialog.deleteLater()

    def choose(self, title: str, text: str, choices: Sequence[str]) -> int:
        """See :class:`Prompts`."""
        first, *others = choices
        buttons = ((first, "primary", True), *((other, "", False) for other in others))
        with self._dialog(title, text, "warning", *buttons) as dialog:
            return dialog.exec() - 1

    def ask_open_files(self, title: str, kinds: Sequence[str], folder: Path) -> list[Path]:
        """See :class:`Prompts`."""
        kinds = [*kinds, ALL_FILES]
        names, _ = QFileDialog.getOpenFileNames(_window(), title, str(folder), ";;".join(kinds))
        return [Path(name) for name in names]

    def ask_save_file(self, title: str, suggested: Path, kind: str) -> Path | None:
        """See :class:`Prompts`."""
        name, _ = QFileDialog.getSaveFileName(_window(), title, str(suggested), kind)
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() == suggested.suffix.lower():
            return path
        path = path.with_name(path.name + suggested.suffix)
        # The file dialog has asked about the name without its ending only.
        return path if not path.exists() or self._may_replace(path) else None

    def ask_pdf_file(self, suggested: PdfFile) -> PdfFile | None:
        """See :class:`Prompts`."""
        from gonghui_desktop.ui.dialogs.save_pdf_dialog import SavePdfDialog  # noqa: PLC0415 -- see above

        def choose(path: Path) -> Path | None:
            return self.ask_save_file("另存为 PDF", path, PDF_FILES)

        dialog = SavePdfDialog(suggested, choose, self._may_replace, _window())
        chosen = dialog.exec() == SavePdfDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.file if chosen else None

    def ask_folder(self, title: str, suggested: Path) -> Path | None:
        """See :class:`Prompts`."""
        name = QFileDialog.getExistingDirectory(_window(), title, str(suggested))
        return Path(name) if name else None

    def _may_replace(self, path: Path) -> bool:
        return self.confirm(
            f"替换“{path.name}”？",
            "这个文件夹里已有同名文件，替换后旧文件不能找回。",
            yes="替换",
            no="保留旧文件",
            destroys=True,
        )

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        """See :class:`Prompts`."""
        from gonghui_desktop.ui.dialogs.waiting import WaitingDialog  # noqa: PLC0415 -- see above

        return WaitingDialog(title, cancel, _window())

    @contextmanager
    def _dialog(
        self, title: str, text: str, kind: str, *buttons: tuple[str, str, bool]
    ) -> Iterator[MessageDialog]:
        """A dialog that goes afterwards; its window would keep it to its own end.

        Args:
            title: what it is about.
            text: what happened or will happen.
            kind: of the message.
            buttons: verb and role of each, and whether it is the default.
        """
        from gonghui_desktop.ui.dialogs.dialog import Button, MessageDialog  # noqa: PLC0415 -- see above

        made = [Button(verb, role, is_default=chosen) for verb, role, chosen in buttons]
        dialog = MessageDialog(self._theme, title, text, kind, made, _window())
        try:
            yield dialog
        finally:
            dialog.deleteLater()


def _window() -> QWidget | None:
    """The parent of a dialog: the active window, but not a dialog that was just answered."""
    window = QApplication.activeWindow()
    while window is not None and not window.isVisible():
        window = window.parentWidget()
    return window
