"""Makes what is drawn from SVG but cannot be SVG, or not in one colour only.

* ``resources/icons/program.ico`` and ``program.svg`` from ``gonghui.svg`` (16 to 32 pixels from
  ``gonghui-small.svg``);
* ``resources/style/light`` and ``dark``: the few glyphs that the style sheet names by file, in
  the palette's colours.

Run it after a change of the palette or of the drawings: ``python packaging/icons/make.py``.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from gonghui_desktop.ui.theme.palette import DARK, LIGHT  # noqa: E402  (after the path is set)

HERE = Path(__file__).resolve().parent
SMALL, LARGE = (16, 20, 24, 32), (40, 48, 64, 128, 256)
GLYPHS = {  # file: (Lucide's name, colour of the palette)
    "check": ("check", "on_accent"),
    "check-text": ("check", "text"),
    "minus": ("minus", "on_accent"),
    "chevron-down": ("chevron-down", "muted"),
    "chevron-down-faint": ("chevron-down", "faint"),
    "chevron-up": ("chevron-up", "muted"),
    "chevron-right": ("chevron-right", "muted"),
}


def draw(svg: Path, size: int) -> QImage:
    """The drawing as a square picture of that many pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """The picture as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def bitmap(image: QImage) -> bytes:
    """The picture as an icon's bitmap: header, rows from the bottom up, an empty mask."""
    size = image.width()
    rows = [_row(image, row) for row in reversed(range(size))]
    mask = bytes((size + 31) // 32 * 4 * size)
    pixels = b"".join(rows)
    header = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, len(pixels), 0, 0, 0, 0)
    return header + pixels + mask


def _row(image: QImage, row: int) -> bytes:
    line = memoryview(image.constBits())
    return bytes(line[row * image.bytesPerLine() : (row + 1) * image.bytesPerLine()])


def ico(images: list[QImage]) -> bytes:
    """A Windows icon; the largest picture as PNG, as Windows itself does."""
    parts = [png(image) if image.width() >= 256 else bitmap(image) for image in images]
    offset = 6 + 16 * len(images)
    entries = b""
    for image, part in zip(images, parts, strict=True):
        side = image.width() % 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(part), offset)
        offset += len(part)
    return struct.pack("<HHH", 0, 1, len(images)) + entries + b"".join(parts)


def main() -> None:
    """Writes all files anew."""
    icons = ROOT / "resources" / "icons"
    small = [draw(HERE / "gonghui-small.svg", size) for size in SMALL]
    large = [draw(HERE / "gonghui.svg", size) for size in LARGE]
    (icons / "program.ico").write_bytes(ico(small + large))
    (icons / "program.svg").write_bytes((HERE / "gonghui.svg").read_bytes())
    for scheme, colours in (("light", LIGHT), ("dark", DARK)):
        folder = ROOT / "resources" / "style" / scheme
        folder.mkdir(exist_ok=True)
        for file, (name, colour) in GLYPHS.items():
            svg = (HERE / "glyphs" / f"{name}.svg").read_text("utf-8")
            coloured = svg.replace("currentColor", colours.table()[colour])
            (folder / f"{file}.svg").write_text(coloured, "utf-8")


if __name__ == "__main__":
    main()
