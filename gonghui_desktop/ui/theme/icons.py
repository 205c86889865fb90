"""Line icons (Lucide, ``resources/icons``) in the colours of the theme, crisp at any scale.

An icon is drawn from its SVG at the very pixel size that is asked for, in the colour that its
name has at that moment: a change of appearance needs no new icons, and 125 % shows no blur.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

ColourOf = Callable[[str], str]


class Icons:
    """Icons by name.

    Args:
        folder: holds ``NAME.svg``, drawn with ``currentColor``.
        colour_of: a colour's name to its current ``#rrggbb``.
    """

    def __init__(self, folder: Path, colour_of: ColourOf) -> None:
        self._folder = folder
        self._colour_of = colour_of
        self._sources: dict[str, str] = {}
        self._clones: list[_LineIcon] = []

    def icon(self, name: str, colour: str, disabled: str) -> QIcon:
        """The icon of that name in a named colour, and in another one when disabled.

        Raises:
            KeyError: there is no such icon.
        """
        # PySide makes an engine the child of the icon that it is first given to. If the garbage
        # collector finds both, it hands the engine back to Python, which deletes it under the
        # icon: the process dies. A copy is no such parent, so Qt alone owns the engine.
        engine = _LineIcon(
            self._source(name), colour, disabled, self._colour_of, self._clones.append
        )
        return QIcon(QIcon(engine))

    def _source(self, name: str) -> str:
        if name not in self._sources:
            path = self._folder / f"{name}.svg"
            if not path.is_file():
                raise KeyError(name)
            self._sources[name] = path.read_text("utf-8")
        return self._sources[name]


class _LineIcon(QIconEngine):
    """Draws one SVG; Qt owns it once a ``QIcon`` holds it."""

    def __init__(
        self,
        source: str,
        colour: str,
        disabled: str,
        colour_of: ColourOf,
        keep: Callable[[_LineIcon], None],
    ) -> None:
        super().__init__()
        self._source = source
        self._colour = colour
        self._disabled = disabled
        self._colour_of = colour_of
        self._keep = keep

    def clone(self) -> QIconEngine:
        """Called by Qt before it changes one of several copies of an icon."""
        clone = _LineIcon(self._source, self._colour, self._disabled, self._colour_of, self._keep)
        self._keep(clone)  # PySide deletes what a virtual function returns and nobody else holds
        return clone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        name = self._disabled if mode is QIcon.Mode.Disabled else self._colour
        svg = self._source.replace("currentColor", self._colour_of(name))
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802  (Qt's name)
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """A pixmap for ``size`` logical pixels of a screen with ``scale`` pixels for each."""
        pixmap = QPixmap(size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap
