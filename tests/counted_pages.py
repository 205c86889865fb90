"""A PDF whose pages can be told apart when they come out of a printer."""

from __future__ import annotations

from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import deflate, stream

MM = 72 / 25.4


def make_pdf(pages: int, width: int = 210, height: int = 297) -> bytes:
    """A4 pages, each with a black square of 10 mm at (30, 40) mm and as many dots as its number."""
    file = PdfFile(f"[0 0 {width * MM:.3f} {height * MM:.3f}]")
    for page in range(pages):
        dots = [(60 + 10 * dot, 40, 5) for dot in range(page + 1)]
        squares = [
            f"{x * MM:.3f} {(height - y - side) * MM:.3f} {side * MM:.3f} {side * MM:.3f} re f"
            for x, y, side in [(30, 40, 10), *dots]
        ]
        content = file.add(stream(deflate("\n".join(squares).encode())))
        file.add_page(file.reserve(), Resources="<< >>", Contents=content)
    return file.finish("", "")
