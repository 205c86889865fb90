"""Draws ``side.bmp``, the picture at the side of the set-up program's last page.

Run by hand when the program's sign changes: ``python packaging/windows/side_picture.py``.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
SIGN = HERE.parents[1] / "resources" / "icons" / "program.svg"
WIDTH, HEIGHT = 164, 314  # pixels, as NSIS wants it
SIGN_SIZE, SIGN_TOP = 88, 56


def draw() -> QImage:
    """The sign on the window's own grey, in 256 colours."""
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(QColor("#f4f4f2"))
    painter = QPainter(picture)
    left = (WIDTH - SIGN_SIZE) / 2
    QSvgRenderer(str(SIGN)).render(painter, QRectF(left, SIGN_TOP, SIGN_SIZE, SIGN_SIZE))
    painter.end()
    return picture.convertToFormat(QImage.Format.Format_Indexed8)


if __name__ == "__main__":
    draw().save(str(HERE / "side.bmp"))
