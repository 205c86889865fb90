"""The files of a package beside its data: the forms as PDF and Word files, summary, cover sheet.

One place makes them for an export and for whoever compares a received package with them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from gonghui_desktop.exchange.package.submission import (
    RecordDocuments,
    Submission,
    write_submission,
)
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.submissions.papers import cover_contents, summary_contents
from gonghui_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # 0.1 s
    from gonghui_desktop.printing.printer import FormPrinter

PRINTER_VERSION = "d9504bdc77734b63"
"""Version of all that makes these files: the beginning of a SHA-256 over what they are.

So another output cannot go by the same version; ``tests/services/test_printer_version.py`` tells
what it has to be. A package says with which version its files were made, and a receiver with the
same one makes the same files again.
"""
Progress = Callable[[int, int], None]
"""Called with what is done, such as records printed, and all there is; raising stops the work."""


def package_file(
    ws: Workspace, submission: Submission, progress: Progress = lambda _done, _all: None
) -> bytes:
    """The package of a submission with all its files, read back once it was made.

    Args:
        ws: knows the campaign of the submission, and the printer.
        submission: what is handed in.
        progress: told after each record.

    Raises:
        FontError: a face's file is not there or damaged.
        PackageError: the package would not be taken by its receiver.
    """
    documents = {}
    for number, record in enumerate(submission.records, 1):
        form = submission.form_of(record)
        documents[record.id] = record_files(ws.printer, form, record, submission.reporter.name)
        progress(number, len(submission.records))
    return write_submission(
        submission,
        known_forms(ws),
        documents,
        summary_file(ws.campaign, submission),
        summary_pdf_file(ws.printer, ws.campaign, submission),
        partial(cover_file, ws.printer, ws.campaign, submission),
    )


def record_files(
    printer: FormPrinter, form: FormDefinition, record: Record, office: str
) -> RecordDocuments:
    """A final record's PDF, with fields for electronic seals, and its Word file.

    Args:
        printer: the printer.
        form: the form that the record was made with.
        record: a final one.
        office: the reporting office, author of both.

    Raises:
        FontError: a face's file is not there or damaged.
    """
    from gonghui_desktop.printing.word.docx import write_docx  # noqa: PLC0415 -- 40 ms; rarely needed

    sheet = Sheet(
        form=form,
        values=record.values,
        fingerprint=fingerprint(form, record),
        bookmark=name_of(form, record),
        code_version=record.code_version,
        record_id=record.id,
    )
    printed = printer.render([sheet], PrintOptions(signature_fields=True, author=office))
    return RecordDocuments(printed.pdf, write_docx(sheet, printed.pages, office))


def summary_file(campaign: Campaign, submission: Submission) -> bytes:
    """The summary of a submission's records as a spreadsheet."""
    from gonghui_desktop.exchange.spreadsheet.summary import summary_xlsx  # noqa: PLC0415 -- 25 ms, needed here

    return summary_xlsx(campaign, submission.reporter, submission.records, submission.form_of)


def summary_pdf_file(printer: FormPrinter, campaign: Campaign, submission: Submission) -> bytes:
    """The summary of a submission's records as printed, with a field for an electronic seal.

    Raises:
        FontError: a face's file is not there or damaged.
    """
    return printer.summary(summary_contents(campaign, submission))


def cover_file(
    printer: FormPrinter, campaign: Campaign, submission: Submission, fingerprint: bytes
) -> bytes:
    """The cover sheet of a package, with a field for an electronic seal.

    Args:
        printer: the printer.
        campaign: the rules.
        submission: what is handed in.
        fingerprint: SHA-256 over the package without its cover sheet, as
            :class:`~gonghui_desktop.exchange.package.submission.ReceivedPackage` has it.

    Raises:
        FontError: a face's file is not there or damaged.
    """
    return printer.cover(cover_contents(campaign, submission, fingerprint))


def report_cover_file(
    printer: FormPrinter,
    campaign: Campaign,
    submission: Submission,
    packages: int,
    fingerprint: bytes,
) -> bytes:
    """As :func:`cover_file`, of a report that brings so many packages along.

    Raises:
        FontError: a face's file is not there or damaged.
    """
    besides = [("所附", f"{packages} 个下级单位的报送包，原样")]
    return printer.cover(cover_contents(campaign, submission, fingerprint, besides))
