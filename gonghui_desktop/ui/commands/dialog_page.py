"""What the pages of a dialog that is walked through have alike."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtWidgets import QWidget


class DialogPage(QWidget):
    """A page that says how high it wants to be."""

    @property
    @abstractmethod
    def first_focus(self) -> QWidget:
        """Where the keyboard begins."""

    @abstractmethod
    def fit(self, width: int, most: int) -> int:
        """Fits what is in it.

        Args:
            width: of the page, in pixels.
            most: pixels that it may be high.

        Returns:
            The page's height.
        """
