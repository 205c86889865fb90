"""The official pages of stored records and of blank forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gonghui_desktop.fileio import write_atomically
from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.printing.sheet import Printed, PrintOptions, Sheet
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.editions import as_current, form_of, is_known
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.reporter import current_reporter
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace

_FOOT_LINE = "paper.foot_line"
_SIGNATURE_FIELDS = "paper.signature_fields"
_OFF = "0"

Report = Callable[[int, int], None]
"""Called after each sheet with the number of sheets done and of all; may raise to end the work."""


@dataclass(frozen=True)
class PaperChoices:
    """What the office wants on its pages beside the official layout.

    Attributes:
        foot_line: page numbers, check code and QR code under the notes.
        signature_fields: fields for electronic seals in saved PDFs; never on the printer.
    """

    foot_line: bool = True
    signature_fields: bool = True


def paper_choices(ws: Workspace) -> PaperChoices:
    """The office's choices; everything is on until she switches it off."""
    return PaperChoices(
        foot_line=setting(ws, _FOOT_LINE) != _OFF,
        signature_fields=setting(ws, _SIGNATURE_FIELDS) != _OFF,
    )


def set_paper_choices(ws: Workspace, choices: PaperChoices) -> None:
    """Keeps the office's choices."""
    keep_settings(
        ws,
        {
            _FOOT_LINE: "" if choices.foot_line else _OFF,
            _SIGNATURE_FIELDS: "" if choices.signature_fields else _OFF,
        },
    )


def paper_options(ws: Workspace, choices: PaperChoices | None = None) -> PrintOptions:
    """Options for the printer and the screen: one copy, without signature fields.

    Args:
        ws: the workspace.
        choices: what is wanted this time, the kept choices if left out.
    """
    choices = choices or paper_choices(ws)
    return PrintOptions(foot_line=choices.foot_line)


def file_options(
    ws: Workspace, copies: int | None = 1, choices: PaperChoices | None = None
) -> PrintOptions:
    """Options for a saved PDF; ``choices`` as for :func:`paper_options`."""
    choices = choices or paper_choices(ws)
    return PrintOptions(
        copies=copies, foot_line=choices.foot_line, signature_fields=choices.signature_fields
    )


def missing_characters(ws: Workspace, sheets: Sequence[Sheet]) -> str:
    """What no face can print, to be told before printing; empty if there is nothing."""
    points = []
    for sheet in sheets:
        for field_id, characters in ws.printer.missing_characters(sheet.form, sheet.values).items():
            label = sheet.form.field(field_id).label
            points.append(f"{sheet.bookmark}的{label}“{characters}”")
    if not points:
        return ""
    return f"这些字程序带的字体里没有，会印成〓，请打印后手写补上：{'；'.join(points)}。"


def must_mend(ws: Workspace, record: Record) -> tuple[Finding, ...]:
    """The open 强制 findings of a draft: its paper is no official form yet."""
    if record.state is RecordState.FINAL:
        return ()
    found = record_findings(ws, record)
    return tuple(each for each in found if each.severity is Severity.MANDATORY and each.blocks)


def record_sheet(ws: Workspace, record: Record) -> Sheet:
    """A record, ready for the printer; while something in it must be mended, it says 草稿."""
    form = form_of(ws, record)
    current = as_current(ws, record)
    return Sheet(
        form=form,
        values=current.values,
        fingerprint=fingerprint(form, current) if is_known(ws, record) else None,
        bookmark=name_of(form, current),
        code_version=current.code_version,
        is_draft=bool(must_mend(ws, record)),
        record_id=record.id,
    )


def title_of(sheets: Sequence[Sheet], which: str = "") -> str:
    """What sheets are called: a form's number and its unit, or how many there are."""
    if len(sheets) == 1:
        return f"{sheets[0].form.number} {sheets[0].bookmark}"
    return f"{which}申报表（{len(sheets)} 份）"


def page_count(ws: Workspace, record: Record) -> int:
    """How many pages the record's form takes."""
    return ws.printer.page_count(form_of(ws, record), as_current(ws, record).values)


def blank_sheet(form: FormDefinition, *, with_continuation: bool = False) -> Sheet:
    """An empty form for filling by hand; one copy, which is copied once it is filled in.

    Args:
        form: the form.
        with_continuation: a blank 续表 follows, if the form has a long text to go on there.
    """
    return Sheet(
        form=form,
        values={},
        bookmark="空白表",
        copies=1,
        has_continuation=with_continuation and bool(form.long_texts),
    )


def page_on_paper(ws: Workspace, record: Record) -> Printed:
    """A record's page as it is on paper, for the screen; not for the GUI thread.

    Raises:
        PrintError: as :func:`render`.
    """
    return render(ws, [record_sheet(ws, record)], paper_options(ws))


def render(
    ws: Workspace,
    sheets: Sequence[Sheet],
    options: PrintOptions,
    report: Report | None = None,
) -> Printed:
    """The finished PDF; its author is the reporting office.

    It is called what its form is called, or after the project if there are several forms in it.
    """
    author = options.author or _office(ws)
    several = len({sheet.form.id for sheet in sheets}) > 1
    title = options.title or (f"{ws.campaign.name}申报表" if several else "")
    return ws.printer.render(sheets, replace(options, author=author, title=title), report)


def test_page(ws: Workspace) -> bytes:
    """The page by which a clerk sees what her printer does to the size; no record is on it."""
    return ws.printer.test_page()


def save_test_page(ws: Workspace, path: Path) -> None:
    """Writes it to a file.

    Raises:
        FileError: the file cannot be written; an old one stays as it was.
    """
    write_atomically(path, test_page(ws))


def word_file(ws: Workspace, sheet: Sheet) -> bytes:
    """A record or a blank form as a Word file (``.docx``); its author is the reporting office."""
    from gonghui_desktop.printing.word.docx import write_docx  # noqa: PLC0415 -- 40 ms; rarely needed

    sheet = replace(sheet, has_continuation=False)  # Word goes on by itself on a further page
    return write_docx(sheet, ws.printer.render([sheet]).pages, _office(ws))


def save_word(ws: Workspace, sheet: Sheet, path: Path) -> None:
    """Writes a record or a blank form as a Word file.

    Raises:
        FileError: the file cannot be written; an old one stays as it was.
    """
    write_atomically(path, word_file(ws, sheet))


def save_pdf(
    ws: Workspace,
    sheets: Sequence[Sheet],
    path: Path,
    options: PrintOptions,
    report: Report | None = None,
) -> Printed:
    """Writes the finished PDF to a file.

    Raises:
        FileError: the file cannot be written; an old one stays as it was.
    """
    printed = render(ws, sheets, options, report)
    write_atomically(path, printed.pdf)
    return printed


def _office(ws: Workspace) -> str:
    """Name of the reporting office; empty before it is known."""
    profile = current_reporter(ws)
    return profile.name if profile else ""
