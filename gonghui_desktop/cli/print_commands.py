"""The command ``print``: pages as on paper, in one file or one by one in a folder."""

from __future__ import annotations

import argparse

from gonghui_desktop.cli.answers import BAD_INPUT, DONE, Answer, drafts_words
from gonghui_desktop.cli.chosen import chosen_form, chosen_records
from gonghui_desktop.cli.printer_commands import print_on_paper, test_page_on_paper
from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.services import pages
from gonghui_desktop.services.form_files import FileKind, FormFolder, Written, named_forms, words_of
from gonghui_desktop.services.workspace import Workspace

_MOST_COPIES = 99
_MOST_TOLD = 3
"""Files that were not written, named in the one line of an error; --json has all of them."""


def print_(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """One PDF with everything, files of their own for each form in a folder, or paper.

    Of files no paper comes: what is in them is not marked as printed.
    """
    copies = arguments.copies
    if copies is not None and not 1 <= copies <= _MOST_COPIES:
        raise InputError(f"份数应在 1 到 {_MOST_COPIES} 之间，请改过再试。")
    if arguments.continuation and not arguments.blank:
        raise InputError("续表只能和空白表一起印，请加上 --blank，或去掉 --continuation。")
    if arguments.two_sided and arguments.printer is None:
        raise InputError("--two-sided 要和 --printer 一起用，请改过再试。")
    if arguments.each is None and (arguments.word or arguments.pdf or arguments.replace):
        raise InputError("--word、--pdf、--replace 要和 --each 一起用，请改过再试。")
    if arguments.test_page:
        return _print_test_page(ws, arguments, copies or 1)
    if arguments.each is not None:
        return _print_each(ws, arguments, copies or 1)
    sheets = _sheets(ws, arguments)
    if arguments.printer is not None:
        return print_on_paper(ws, sheets, copies, arguments.printer, two_sided=arguments.two_sided)
    printed = pages.save_pdf(ws, sheets, arguments.output, pages.file_options(ws, copies))
    missing = pages.missing_characters(ws, sheets)
    drafts = sum(sheet.is_draft for sheet in sheets)
    data = {
        "ok": True,
        "file": str(arguments.output),
        "pages": list(printed.page_counts),
        "drafts": drafts,
        "missing_characters": missing,
    }
    lines = [f"已存为 PDF：{arguments.output}（{len(sheets)} 份）", drafts_words(drafts), missing]
    return Answer([line for line in lines if line], data)


def _print_test_page(ws: Workspace, arguments: argparse.Namespace, copies: int) -> Answer:
    """The page by which one sees what a printer does to the size."""
    if arguments.form:
        raise InputError("测试页不是申报表，请去掉 --form 再试。")
    if arguments.printer is not None:
        return test_page_on_paper(ws, copies, arguments.printer, two_sided=arguments.two_sided)
    if arguments.output is None or copies > 1:
        raise InputError("测试页只有一页，请用 -o 存为文件，或用 --printer 打印。")
    pages.save_test_page(ws, arguments.output)
    data = {"ok": True, "file": str(arguments.output), "pages": [1]}
    return Answer([f"已存为 PDF：{arguments.output}（测试页）"], data)


def _sheets(ws: Workspace, arguments: argparse.Namespace) -> list[Sheet]:
    """What is printed."""
    if arguments.blank:
        return _blank_sheets(ws, arguments.form, with_continuation=arguments.continuation)
    return [pages.record_sheet(ws, record) for record in _some_records(ws, arguments)]


def _blank_sheets(ws: Workspace, form_id: str | None, *, with_continuation: bool) -> list[Sheet]:
    """A blank form, or all of them; a 续表 follows those that have a long text."""
    forms = [chosen_form(ws, form_id)] if form_id else ws.campaign.forms
    if with_continuation and not any(form.long_texts for form in forms):
        raise InputError("没有长文字的表用不着续表，请去掉 --continuation 再试。")
    return [pages.blank_sheet(form, with_continuation=with_continuation) for form in forms]


def _some_records(ws: Workspace, arguments: argparse.Namespace) -> list[Record]:
    records = chosen_records(ws, arguments.form, arguments.id)
    if not records:
        raise InputError("没有可印的申报表，请先填写或导入。")
    return records


def _print_each(ws: Workspace, arguments: argparse.Namespace, copies: int) -> Answer:
    """Files for each form; one that fails stops no other."""
    if arguments.blank:
        raise InputError("空白表请用 -o 存为一个文件，或去掉 --blank。")
    wanted = {FileKind.WORD: arguments.word, FileKind.PDF: arguments.pdf or not arguments.word}
    kinds = [kind for kind in FileKind if wanted[kind]]
    options = pages.file_options(ws, copies)
    named = named_forms(ws, _some_records(ws, arguments))
    folder = FormFolder(ws, arguments.each, kinds, replaces=arguments.replace, options=options)
    folder.make()
    written: list[Written] = []
    failed: list[str] = []
    for each in named:
        try:
            written.append(folder.write(each))
        except GonghuiError as error:
            failed.append(f"“{each.stem}”没有存好：{error}")
    files = [str(path) for each in written for path in each.paths]
    data = {
        "ok": not failed,
        "folder": str(arguments.each),
        "files": files,
        "drafts": sum(each.is_draft for each in written),
        "failed": failed,
    }
    lines = [*files, words_of(written, kinds, arguments.each)] if written else []
    told, more = failed[:_MOST_TOLD], len(failed) - _MOST_TOLD
    told += [f"另有 {more} 份也没有存好。"] if more > 0 else []
    return Answer(lines, data, BAD_INPUT if failed else DONE, error=" ".join(told))
