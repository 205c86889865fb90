"""The one door to the user: messages, questions, files to choose, waiting.

Buttons say verbs, the safe one is the default, and a dialog names the thing and what will
happen. Code that asks takes a :class:`Prompts`, so that tests and the self-test can answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from gonghui_desktop.ui.dialogs.dialog import Button, MessageDialog
from gonghui_desktop.ui.dialogs.waiting import WaitingDialog
from gonghui_desktop.ui.theme.theme import Theme

ALL_FILES = "所有文件 (*)"


class Waiting(Protocol):
    """A piece of work that the user sees."""

    def show_progress(self, done: int, total: int) -> None:
        """Shows how far the work is; fits :data:`gonghui_desktop.ui.background.tasks.Progress`."""

    def finish(self) -> None:
        """The work has ended."""


class Prompts(Protocol):
    """What may be said to the user and asked of her. Texts are Chinese, titles without a stop."""

    def inform(self, title: str, text: str) -> None:
        """Tells something that needs no decision."""

    def warn(self, title: str, text: str, details: str = "") -> None:
        """Tells that something failed and what to do; ``details`` can be copied."""

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
        """Asks before something is done.

        Args:
            title: names the thing, such as 删除“中山餐饮”？
            text: the consequence.
            yes: verb of doing it.
            no: verb of leaving it.
            destroys: something is taken away: then ``no`` is the default.
            weighty: nothing is, but the way back is long: ``no`` is the default, too.
        """

    def ask_text(self, title: str, text: str, *, yes: str, value: str = "") -> str | None:
        """Asks for one line, such as a reason; ``None`` if the user turns back. Never empty."""

    def ask_open_files(self, title: str, kinds: Sequence[str]) -> list[Path]:
        """Asks for files to read; ``kinds`` such as ``报送包 (*.zip)``. Empty if she turns back."""

    def ask_save_file(self, title: str, suggested: Path, kind: str) -> Path | None:
        """Asks where to write; the suggested ending is added. ``None`` if she turns back."""

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        """Shows that something takes its time, until the caller finishes it.

        Args:
            title: what is being done.
            cancel: called when the user presses 取消; ``None`` if she cannot.
        """


class QtPrompts:
    """Asks with dialogs over the window in use.

    Args:
        theme: colours of the signs.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def inform(self, title: str, text: str) -> None:
        """See :class:`Prompts`."""
        with self._dialog(title, text, "info", Button("知道了")) as dialog:
            dialog.exec()

    def warn(self, title: str, text: str, details: str = "") -> None:
        """See :class:`Prompts`."""
        with self._dialog(title, text, "warning", Button("知道了")) as dialog:
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
        sign = "warning" if destroys else "info"
        safe = destroys or weighty
        buttons = (Button(yes, role, is_default=not safe), Button(no, is_default=safe))
        with self._dialog(title, text, sign, *buttons) as dialog:
            return dialog.exec() == 1

    def ask_text(self, title: str, text: str, *, yes: str, value: str = "") -> str | None:
        """See :class:`Prompts`."""
        buttons = (Button(yes, "primary", is_default=True), Button("取消"))
        with self._dialog(title, text, "info", *buttons) as dialog:
            line = QLineEdit(value)
            line.setAccessibleName(title)
            line.setMaxLength(200)
            dialog.add(line)
            accept = dialog.button(0)
            accept.setEnabled(bool(value.strip()))
            line.textChanged.connect(lambda typed: accept.setEnabled(bool(typed.strip())))
            line.setFocus()
            return line.text().strip() if dialog.exec() == 1 else None

    def ask_open_files(self, title: str, kinds: Sequence[str]) -> list[Path]:
        """See :class:`Prompts`."""
        kinds = [*kinds, ALL_FILES]
        names, _ = QFileDialog.getOpenFileNames(_window(), title, "", ";;".join(kinds))
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
        return WaitingDialog(title, cancel, _window())

    @contextmanager
    def _dialog(
        self, title: str, text: str, sign: str, *buttons: Button
    ) -> Iterator[MessageDialog]:
        """A dialog that goes afterwards; its window would keep it to its own end."""
        dialog = MessageDialog(self._theme, title, text, sign, buttons, _window())
        try:
            yield dialog
        finally:
            dialog.deleteLater()


def _window() -> QWidget | None:
    """What a dialog belongs to: the window in use."""
    return QApplication.activeWindow()
