"""The self-test's answers to the print dialog: 打印, or 存为 PDF where there is no printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton, QWidget

from gonghui_desktop.selftest.window_driver import SelftestError, WindowDriver

Part = TypeVar("Part", bound=QWidget)

_NO_PRINTER = "没有找到打印机"


class PrintAnswers:
    """Answers print dialogs, all of them in the same way.

    Args:
        driver: of the window over which they are shown.
        queue: of the printer on which to print; empty to save as PDF instead.
        picture: called with each dialog before it is answered.

    Attributes:
        queue: as given.
        is_awaited: the next dialog is not answered yet.
        told_no_printer: a dialog found no printer, and said so.
    """

    def __init__(
        self, driver: WindowDriver, queue: str, picture: Callable[[], None] = lambda: None
    ) -> None:
        self.queue = queue
        self.is_awaited = False
        self.told_no_printer = False
        self._driver = driver
        self._picture = picture

    def prepare(self) -> None:
        """Has the next print dialog answered."""
        self.is_awaited = True
        self._driver.answer("print_dialog", self._print if self.queue else self._save)

    def _print(self, dialog: QDialog) -> bool:
        """Chooses the printer and presses 打印, all else as preset."""
        printers, go = _part(dialog, QComboBox, "print.printer"), _button(dialog, "print.accept")
        place = max(printers.findData(self.queue), printers.findText(self.queue))
        if place < 0 or go is None:
            return False  # printers are looked for, which may take a while
        printers.setCurrentIndex(place)
        printers.activated.emit(place)
        self._picture()
        self.is_awaited = False
        go.click()
        return True

    def _save(self, dialog: QDialog) -> bool:
        """Presses 存为 PDF; without a printer the dialog must say so, and offer nothing else."""
        save = _button(dialog, "print.pdf")
        printers = _part(dialog, QComboBox, "print.printer")
        without = any(_NO_PRINTER in each.text() for each in _shown(dialog, QLabel))
        if save is None or not (printers.count() or without):
            return False
        if without and (_button(dialog, "print.accept") or not save.isDefault()):
            raise SelftestError("没有打印机，打印窗口却没有先建议存为 PDF")
        self.told_no_printer |= without
        self._picture()
        self.is_awaited = False
        save.click()
        return True


def _shown(dialog: QDialog, kind: type[Part], name: str = "") -> list[Part]:
    found = [each for each in dialog.findChildren(kind) if each.isVisibleTo(dialog)]
    return [each for each in found if not name or each.objectName() == name]


def _part(dialog: QDialog, kind: type[Part], name: str) -> Part:
    found = dialog.findChild(kind, name)
    if found is None:
        raise SelftestError(f"打印窗口里没有 {name}")
    return found


def _button(dialog: QDialog, name: str) -> QPushButton | None:
    """A button that can be pressed now."""
    found = next(iter(_shown(dialog, QPushButton, name)), None)
    return found if found is not None and found.isEnabled() else None
