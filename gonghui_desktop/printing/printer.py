"""Entry point of printing: forms with their values in, one PDF file out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from gonghui_desktop.model.forms.form import CONFIRMATION, FormDefinition
from gonghui_desktop.printing.page.continuation import blank_continuation
from gonghui_desktop.printing.page.footline import (
    PAGE_NUMBER_FOR_HAND,
    page_number,
    place_draft_mark,
    place_foot_line,
)
from gonghui_desktop.printing.page.geometry import (
    LANDSCAPE,
    MM,
    PORTRAIT,
    PageLayout,
    Paper,
    Rect,
    SealRect,
)
from gonghui_desktop.printing.page.heading import place_page_number
from gonghui_desktop.printing.page.layout import FormLayout
from gonghui_desktop.printing.page.table_frame import TableFrame
from gonghui_desktop.printing.papers.contents import Cover, Summary
from gonghui_desktop.printing.papers.cover_pages import cover_pages
from gonghui_desktop.printing.papers.summary_pages import summary_pages
from gonghui_desktop.printing.papers.test_page import test_page
from gonghui_desktop.printing.pdf.renderer import Renderer
from gonghui_desktop.printing.pdf.signatures import SignatureField
from gonghui_desktop.printing.pdf.structure import FormShape
from gonghui_desktop.printing.pdf.subset import SubsetCache
from gonghui_desktop.printing.sheet import (
    TEST_PAGE,
    Box,
    PageBoxes,
    Printed,
    PrintOptions,
    SealBox,
    Sheet,
)
from gonghui_desktop.printing.type.characters import printable
from gonghui_desktop.printing.type.fonts import FontLibrary
from gonghui_desktop.printing.type.typesetter import Typesetter

_DEFAULT_OPTIONS = PrintOptions()


class FormPrinter:
    """Prints forms. Safe to use from several threads.

    Args:
        fonts: folder of the font files (see :mod:`gonghui_desktop.printing.type.fonts`).
    """

    def __init__(self, fonts: Path) -> None:
        self._fonts = FontLibrary(fonts)
        self._subsets = SubsetCache()
        self._setter = Typesetter(self._fonts)
        self._shapes = lru_cache(maxsize=64)(FormShape)
        self._frames = lru_cache(maxsize=16)(self._frame)

    def render(
        self,
        sheets: Sequence[Sheet],
        options: PrintOptions = _DEFAULT_OPTIONS,
        report: Callable[[int, int], None] | None = None,
    ) -> Printed:
        """Print all sheets with their copies, collated, into one file.

        Args:
            sheets: at least one.
            options: how to print.
            report: called after each sheet with the number of sheets done and of all; what it
                raises ends the work.

        Raises:
            FontError: a face's file is not there or damaged.
            ValueError: there is no sheet.
        """
        if not sheets:
            raise ValueError("nothing to print")
        renderer = Renderer(self._fonts, self._subsets, self._shapes)
        boxes: list[PageBoxes] = []
        counts: list[int] = []
        for number, sheet in enumerate(sheets, 1):
            pages = self._pages(sheet, options)
            name = f"{sheet.form.id}-{number}" if len(sheets) > 1 else sheet.form.id
            _add_sheet(renderer, sheet, pages, options, name)
            boxes += map(_boxes, pages)
            counts.append(len(pages))
            if report is not None:
                report(number, len(sheets))
        title = options.title or sheets[0].form.full_title
        pdf = renderer.finish(printable(title), printable(options.author))
        return Printed(pdf, tuple(boxes), tuple(counts))

    def summary(self, contents: Summary) -> bytes:
        """Print the summary with a field for an electronic seal, as one PDF file.

        Raises:
            FontError: a face's file is not there or damaged.
        """
        pages = summary_pages(contents, self._setter)
        return self._paper(pages, LANDSCAPE, contents.title, contents.office)

    def cover(self, contents: Cover) -> bytes:
        """Print the cover sheet with a field for an electronic seal, as one PDF file.

        Raises:
            FontError: a face's file is not there or damaged.
        """
        pages = cover_pages(contents, self._setter)
        return self._paper(pages, PORTRAIT, "".join(contents.title), contents.office)

    def test_page(self) -> bytes:
        """Print the page by which a clerk sees what her printer does to the size, as one PDF.

        Raises:
            FontError: a face's file is not there or damaged.
        """
        return self._paper([test_page(self._setter)], PORTRAIT, TEST_PAGE, "")

    def _paper(self, pages: Sequence[PageLayout], paper: Paper, title: str, office: str) -> bytes:
        renderer = Renderer(self._fonts, self._subsets, self._shapes, paper)
        fields = [
            [SignatureField(f"seal-{key}", office, cell) for key, cell in page.seals.items()]
            for page in pages
        ]
        renderer.add_form(pages, 1, fields)
        return renderer.finish(printable(title), printable(office))

    def page_count(self, form: FormDefinition, values: Mapping[str, str]) -> int:
        """How many pages a form takes; a fifth of what rendering it costs.

        Raises:
            FontError: a face's file is not there or damaged.
        """
        return FormLayout(self._frames(form), values, self._setter).page_count()

    def missing_characters(
        self, form: FormDefinition, values: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Characters without a glyph in any face, by field id; they print as 〓.

        Raises:
            FontError: a face's file is not there or damaged.
        """
        found = {
            field.id: self._fonts.missing(field.type.show(values.get(field.id, "")))
            for field in form.fields
            if field.printed
        }
        return {field_id: chars for field_id, chars in found.items() if chars}

    def room_left(self, form: FormDefinition, values: Mapping[str, str], field_id: str) -> int:
        """Estimate how many more ideographs a long text takes before the form needs a second page.

        0 when the form needs one already.

        Raises:
            FontError: a face's file is not there or damaged.
            KeyError: the form has no long text of that id.
        """
        return FormLayout(self._frames(form), values, self._setter).room_left(field_id)

    def _frame(self, form: FormDefinition) -> TableFrame:
        return TableFrame(form, self._setter)

    def _pages(self, sheet: Sheet, options: PrintOptions) -> list[PageLayout]:
        frame = self._frames(sheet.form)
        pages = FormLayout(frame, sheet.values, self._setter).pages()
        if sheet.has_continuation:
            pages.append(blank_continuation(frame, self._setter))
        for number, page in enumerate(pages, 1):
            place = (number, len(pages))
            if sheet.has_continuation:
                place_page_number(page, PAGE_NUMBER_FOR_HAND, self._setter)
            if options.foot_line:
                place_foot_line(page, sheet, place, self._setter)
                continue
            if len(pages) > 1 and not sheet.has_continuation:
                place_page_number(page, page_number(*place), self._setter)
            if sheet.is_draft:
                place_draft_mark(page, self._setter)
        return pages


def _add_sheet(
    renderer: Renderer, sheet: Sheet, pages: Sequence[PageLayout], options: PrintOptions, name: str
) -> None:
    """Add a sheet's pages once for each copy."""
    copies = sheet.usual_copies if options.copies is None else options.copies
    signed = options.signature_fields
    fields = [_signature_fields(sheet.form, page, name) if signed else [] for page in pages]
    title = f"{sheet.form.number} {sheet.bookmark}" if sheet.bookmark else ""
    renderer.add_form(pages, copies, fields, printable(title))


def _signature_fields(form: FormDefinition, page: PageLayout, name: str) -> list[SignatureField]:
    labels = {seal.id: f"{seal.name}{seal.mark}" for seal in form.seals}
    if form.confirmation:
        labels[CONFIRMATION] = f"{form.confirmation.label} {form.confirmation.name}"
    return [
        SignatureField(f"{name}-seal-{seal}", labels[seal], cell)
        for seal, cell in page.seals.items()
    ]


def _boxes(page: PageLayout) -> PageBoxes:
    return PageBoxes(
        fields={key: _box(rect) for key, rect in page.fields.items()},
        seals={key: _seal_box(rect) for key, rect in page.seals.items()},
        settings=page.settings,
    )


def _box(rect: Rect) -> Box:
    return Box(*_in_mm(rect))


def _seal_box(rect: SealRect) -> SealBox:
    return SealBox(*_in_mm(rect), rect.diameter)


def _in_mm(rect: Rect) -> tuple[float, float, float, float]:
    """Left, top, width and height."""
    return rect.left / MM, rect.top / MM, rect.width / MM, rect.height / MM
