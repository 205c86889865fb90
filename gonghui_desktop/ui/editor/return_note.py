"""Why a field, or a whole form, was sent back: among the fields until the form is final again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.sign_line import SignLine

_ABOVE = 4


class ReturnNote(QWidget):
    """Lines of their own, above the one that findings take: nothing moves when one of these comes.

    They come and go with the record alone. Hidden where nothing was sent back.

    Args:
        theme: icons and colours.
        parent: the owner.
        below: pixels left free under it.
    """

    def __init__(self, theme: Theme, parent: QWidget, below: int = 0) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, _ABOVE, 0, below)
        self._lines.setSpacing(2)
        self.hide()

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences that it shows."""
        return self._words

    def show_words(self, words: Sequence[str]) -> None:
        """Shows these sentences in the place of those before; none hides it."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        while (item := self._lines.takeAt(0)) is not None:
            if line := item.widget():
                line.hide()
                line.deleteLater()
        icon = self._theme.icon("undo-2", "error")
        for each in self._words:
            self._lines.addWidget(SignLine(icon, each, "error", self))
        self.setVisible(bool(self._words))
