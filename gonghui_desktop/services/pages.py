"""The official pages of stored records and of blank forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gonghui_desktop.fileio import write_atomically
from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Printed, PrintOptions, Sheet
from gonghui_desktop.services.records import name_of
from gonghui_desktop.services.workspace import Workspace


def record_sheet(ws: Workspace, record: Record) -> Sheet:
    """A record, ready for the printer."""
    form = ws.campaign.form(record.form)
    return Sheet(
        form=form,
        values=record.values,
        fingerprint=fingerprint(form, record),
        bookmark=name_of(form, record),
    )


def page_count(ws: Workspace, record: Record) -> int:
    """How many pages the record's form takes."""
    return ws.printer.render([record_sheet(ws, record)]).page_counts[0]


def blank_sheet(form: FormDefinition) -> Sheet:
    """An empty form for filling by hand."""
    return Sheet(form=form, values={}, bookmark=f"{form.number}（空白表）")


def render(ws: Workspace, sheets: Sequence[Sheet], options: PrintOptions) -> Printed:
    """The finished PDF; its author is the reporting office."""
    author = options.author or _office(ws)
    return ws.printer.render(sheets, replace(options, author=author))


def word_file(ws: Workspace, sheet: Sheet) -> bytes:
    """A record or a blank form as a Word file (``.docx``); its author is the reporting office."""
    from gonghui_desktop.printing.word import write_docx  # noqa: PLC0415 -- 40 ms; rarely needed

    return write_docx(sheet, ws.printer.render([sheet]).pages, _office(ws))


def save_pdf(ws: Workspace, sheets: Sequence[Sheet], path: Path, options: PrintOptions) -> Printed:
    """Writes the finished PDF to a file.

    Raises:
        FileError: the file cannot be written; an old one stays as it was.
    """
    printed = render(ws, sheets, options)
    write_atomically(path, printed.pdf)
    return printed


def _office(ws: Workspace) -> str:
    """Name of the reporting office; empty before it is known."""
    profile = ws.store.profile()
    return profile.name if profile else ""
