"""What the editor asks of every input widget."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

Level = Literal["error", "warning"]
"""How an input is outlined: for a 强制 or a 核实 finding."""


class FieldInput(Protocol):
    """An input widget; the values are what the field's type knows as text.

    It tells only of what the clerk does: :meth:`set_value` is silent.
    """

    @property
    def changed(self) -> SignalInstance:
        """Signal with the new text, after each change by the clerk."""

    def widget(self) -> QWidget:
        """The widget that takes the focus."""

    def value(self) -> str:
        """The text as it stands; text still being composed in an input method is not in it."""

    def set_value(self, text: str) -> None:
        """Shows a text, with the caret behind what became different."""

    def show_problem(self, level: Level | None) -> None:
        """Outlines the widget for a finding, or no longer."""

    def set_read_only(self, read_only: bool) -> None:
        """Whether the text can be read only."""


def caret_after_change(old: str, new: str) -> int:
    """Where the caret belongs in ``new``: behind what differs from ``old``."""
    same_end = 0
    shorter = min(len(old), len(new))
    while same_end < shorter and old[-1 - same_end] == new[-1 - same_end]:
        same_end += 1
    return len(new) - same_end
