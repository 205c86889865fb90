"""The row with the office's seal at a paper's end, beside what is to be read before sealing."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui_desktop.model.forms.form import SEAL_SIZE
from gonghui_desktop.printing.page.geometry import INNER_RULE, MM, PageLayout, Rect, SetRule
from gonghui_desktop.printing.page.seal_cell import SealCell
from gonghui_desktop.printing.page.spacing import USUAL
from gonghui_desktop.printing.page.structure import (
    Path,
    cell_path,
    paragraph_path,
    paragraphs,
    row_path,
)
from gonghui_desktop.printing.type.textblock import LEAST_SIZE, SetLine, SetText, TextBlock
from gonghui_desktop.printing.type.typesetter import Typesetter

OFFICE_SEAL = "office"
"""Key of the office's seal in :attr:`PageLayout.seals`."""

_SEAL_WIDTH = 68 * MM
_SEAL_HEIGHT = (SEAL_SIZE + 2 * USUAL.above_seal) * MM + 1.0
"""As the forms have it, with half of the frame on either side, pt."""
_MARK, _DATE = "（章）", "年  月  日"
_SIZE, _PITCH = LEAST_SIZE, 16.0
_PADDING = 7.0
_SIGNATURE = 36.0
"""Room for a signature by hand under the remarks, pt."""
_UNDERLINE = 3.4
"""Of a blank, below the baseline, pt."""
_BETWEEN_BLANKS = 12.0
_MOST_BESIDE_SEAL = 75 * MM
"""Height of remarks that still stand beside the seal, pt; longer ones stand above it."""


class OfficeSealRow:
    """Remarks and seal, side by side.

    Args:
        office: whose seal it is.
        remarks: a paragraph each.
        signers: who signs under them, in a line.
        edges: left and right edge, pt.
        setter: sets the texts.

    Attributes:
        holds_remarks: whether they stand in it; else they are too long.
        height: of the row, pt.
    """

    def __init__(
        self,
        office: str,
        remarks: Sequence[str],
        signers: Sequence[str],
        edges: tuple[float, float],
        setter: Typesetter,
    ) -> None:
        self._edges = edges
        self._signers = [setter.line(f"{signer}：") for signer in signers]
        self._seal_left = edges[1] - _SEAL_WIDTH
        width = self._seal_left - edges[0] - 2 * _PADDING
        self._remarks = remark_lines(remarks, width, setter)
        self.holds_remarks = self._remarks.height + 2 * _PADDING <= _MOST_BESIDE_SEAL
        if not self.holds_remarks:
            self._remarks = remark_lines((), width, setter)
        seal = (self._seal_left, edges[1])
        self._seal = SealCell(OFFICE_SEAL, (office, _MARK, _DATE), seal, SEAL_SIZE, setter)
        self._needed = max(_SEAL_HEIGHT, self._seal.least_height)
        signed = _SIGNATURE if signers else 0.0
        self.height = max(self._needed, self._remarks.height + signed + 2 * _PADDING)

    def place(self, page: PageLayout, top: float) -> None:
        """Place the row, with a frame of its own."""
        left, right = self._edges
        bottom = top + self.height
        page.frame(Rect(left, top, right, bottom))
        page.down(self._seal_left, top, bottom)
        path = row_path("seal")
        cell = cell_path(path, "remarks")
        texts = self._remarks.set_left(left + _PADDING, top + _PADDING)
        page.passages += paragraphs(paragraph_path(cell), self._remarks.lines, texts)
        self._place_signers(page, bottom, cell)
        self._seal.place(page, top, bottom, path, self.height - self._needed)

    def _place_signers(self, page: PageLayout, bottom: float, cell: Path) -> None:
        """Place a blank behind each signer, side by side at the cell's foot."""
        y = bottom - _PADDING - _UNDERLINE
        left = self._edges[0] + _PADDING
        room = (self._seal_left - _PADDING - left) / max(1, len(self._signers))
        for number, line in enumerate(self._signers):
            x = left + number * room
            blank = x + line.width * _SIZE
            page.put(
                (*cell, ("P", f"signer {number}")), [SetText(x, y, _SIZE, line.text, line.spaces)]
            )
            right = x + room - _BETWEEN_BLANKS
            page.rules.append(SetRule(blank, y + _UNDERLINE, right, y + _UNDERLINE, INNER_RULE))


def remark_lines(remarks: Sequence[str], width: float, setter: Typesetter) -> TextBlock:
    """Set remarks in a column of a width, pt, a paragraph each."""
    lines: list[SetLine] = []
    block = TextBlock((), _SIZE, _PITCH, width / _SIZE)
    for remark in remarks:
        paragraphs_of = setter.paragraphs(remark)
        lines += setter.long_text(paragraphs_of, width / _SIZE, _SIZE, _PITCH, indent=0.0).lines
    return block.followed_by(TextBlock(tuple(lines), _SIZE, _PITCH, width / _SIZE))
