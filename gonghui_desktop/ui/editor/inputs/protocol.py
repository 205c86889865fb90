"""The interface of input widgets to the editor."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

Level = Literal["error", "warning"]
"""Outline of an input: ``error`` for a 强制, ``warning`` for a 核实 finding."""


class FieldInput(Protocol):
    """An input widget; its value is the text that the field's type normalises.

    :attr:`changed` is emitted for what the clerk does, not by :meth:`set_value`.
    """

    @property
    def changed(self) -> SignalInstance:
        """Emitted with the new text after each change by the clerk."""

    @property
    def pasted(self) -> SignalInstance:
        """Emitted with the input's whole text after a paste, instead of :attr:`changed`.

        First as it were with what is on the clipboard, then as it is, with what was pasted cleaned.
        """

    @property
    def table_pasted(self) -> SignalInstance:
        """Emitted with a text that looks like rows of a spreadsheet, instead of pasting it."""

    @property
    def not_taken(self) -> SignalInstance:
        """Emitted with a Chinese sentence on what was typed or pasted and not, or not all, taken.

        An input takes ``LONGEST_TEXT`` characters; a stored text that has more is shown whole, and
        can only be shortened.
        """

    def paste_text(self, text: str) -> None:
        """Inserts a text at the caret, in the place of the selection, cleaned, if it fits."""

    def widget(self) -> QWidget:
        """The widget that takes the focus."""

    def value(self) -> str:
        """The text, without what is still being composed in an input method."""

    def set_value(self, text: str) -> None:
        """Shows a text, with the caret behind the part that differs from the former one."""

    def show_problem(self, level: Level | None) -> None:
        """Outlines the widget for a finding; ``None`` removes the outline."""

    def set_read_only(self, read_only: bool) -> None:
        """Makes the input read-only or editable."""


def caret_after_change(old: str, new: str) -> int:
    """Position of the caret in ``new``: behind the part that differs from ``old``."""
    same_end = 0
    shorter = min(len(old), len(new))
    while same_end < shorter and old[-1 - same_end] == new[-1 - same_end]:
        same_end += 1
    return len(new) - same_end
