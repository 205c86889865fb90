"""Input and output of the printer as plain values. Lengths in mm from the top left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import CODE_VERSION

DRAFT = "草稿"
"""Stands in the foot line of a form in which something must still be mended."""

TEST_PAGE = "打印机测试页"
"""What the test page is called, on itself, in a print queue and as a file."""


@dataclass(frozen=True)
class Sheet:
    """One form to print.

    Attributes:
        form: the form's definition.
        values: field id to canonical text; missing ones print as empty cells.
        fingerprint: SHA-256 that ties the paper to the stored record (see
            :mod:`gonghui_desktop.model.checkcode`); ``None`` for a blank form.
        bookmark: name behind the form's number in the file's outline, usually the unit's.
        code_version: version of the fingerprint; the QR code begins with it.
        is_draft: whether the foot line says 草稿, as something must still be mended.
        record_id: of the record that is on it, empty for a blank form; not printed.
        copies: the usual number of them, instead of the form's official one.
        has_continuation: a blank 续表 follows, and page numbers are left to the hand; for a blank
            form with a long text.
    """

    form: FormDefinition
    values: Mapping[str, str]
    fingerprint: bytes | None = None
    bookmark: str = ""
    code_version: int = CODE_VERSION
    is_draft: bool = False
    record_id: str = ""
    copies: int | None = None
    has_continuation: bool = False

    @property
    def usual_copies(self) -> int:
        """How many copies are printed unless more or fewer are asked for."""
        return self.form.copies if self.copies is None else self.copies


@dataclass(frozen=True)
class PrintOptions:
    """Print options.

    Attributes:
        copies: of each sheet, collated; ``None`` for each one's usual number.
        foot_line: form number, page numbers, check code and QR code under the official layout.
        signature_fields: an empty PDF signature field over each seal cell of the first copy.
        author: document property, usually the reporting office.
        title: document property; empty for the first form's title.
    """

    copies: int | None = 1
    foot_line: bool = True
    signature_fields: bool = False
    author: str = ""
    title: str = ""


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, mm from the paper's top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class SealBox(Box):
    """A seal cell.

    Attributes:
        diameter: of the seal that it takes, mm.
    """

    diameter: int


@dataclass(frozen=True)
class Setting:
    """Typesetting of a value on a page.

    Attributes:
        size: type size, pt.
        pitch: from baseline to baseline, pt.
        lines: number of lines.
        parts: the lines of a short value that is broken at its seams; else none.
    """

    size: float
    pitch: float
    lines: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageBoxes:
    """Places of cells on one page.

    Attributes:
        fields: field id to the cell that holds its value on this page.
        seals: seal id to its cell; the confirmation cell has the key ``confirmation``.
        settings: field id to the typesetting of its value in that cell.
    """

    fields: Mapping[str, Box]
    seals: Mapping[str, SealBox]
    settings: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Printed:
    """A finished file.

    Attributes:
        pdf: the bytes, the same for the same sheets and options.
        pages: boxes of every page of one copy of each sheet, in order.
        page_counts: number of pages of each sheet.
    """

    pdf: bytes
    pages: tuple[PageBoxes, ...]
    page_counts: tuple[int, ...]
