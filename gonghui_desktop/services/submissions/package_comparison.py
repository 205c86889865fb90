"""The files of a package compared with those that we make of the same records."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.documents import cover_error
from gonghui_desktop.exchange.package.office_files import (
    same_parts,
    summary_error,
    word_file_error,
)
from gonghui_desktop.exchange.package.submission import ReceivedPackage, Submission
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.rules_digest import rules_digest
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.submissions.package_files import (
    PRINTER_VERSION,
    Progress,
    cover_file,
    record_files,
    summary_file,
    summary_pdf_file,
)
from gonghui_desktop.services.workspace import Workspace

SEND_AGAIN = "请让上报单位重新导出后再发来"
"""The remedy for a package that must not be taken in, a clause."""

_WIDE, _NARROW = 40, 12
"""Characters of a line in a row of its own, and beside another field."""
_MOST_LINES = 1_500
"""Of one record that is printed to compare, half a second's work: a form has 30 on a page. So who
cancels waits no longer."""
_MOST_LINES_EACH, _MOST_LINES_BESIDE = 60, 1_500
"""Of all records together, so many for each and so many besides; more is not printed to compare."""
_MOST_NAMED = 3
_TEXTS_ALONE = "Word 文件、汇总表和报送单的内容，PDF 除文字以外的样子（{}，只比对了文字）"
_OTHER_RULES = "汇总表和报送单的内容（本机的活动或表样与报送包的不同）"


def compare_files(
    ws: Workspace, package: ReceivedPackage, campaign: Campaign | None, progress: Progress
) -> tuple[list[str], list[str]]:
    """What of the files was checked, and what was not, a clause each.

    Raises:
        PackageError: one is not what we make of the same records.
    """
    submission = package.submission
    texts = "PDF 上的文字与申报表一致，Word 文件和汇总表是这种文件"
    if package.cover_pdf is not None and package.summary_pdf is not None:
        texts += "，打印的汇总表上各表的校验码、报送单上的核对码与内容一致"
    if submission.printer != PRINTER_VERSION:
        return [texts], [_TEXTS_ALONE.format("由另一版本的程序制作")]
    lines = {record.id: lines_of(submission, record) for record in submission.records}
    count = len(submission.records)
    long = [record for record in submission.records if lines[record.id] > _MOST_LINES]
    most = _MOST_LINES_EACH * count + _MOST_LINES_BESIDE
    all_long = bool(long) and len(long) == count
    if all_long or sum(each for each in lines.values() if each <= _MOST_LINES) > most:
        return [texts], [_TEXTS_ALONE.format("文字太多")]
    for number, record in enumerate(submission.records, 1):
        progress(number - 1, count)
        if lines[record.id] <= _MOST_LINES:
            _compare_record(ws, package, record)
    progress(count, count)
    checked = ["PDF、Word 文件与本程序按同样内容做出的完全相同"]
    if long:
        named = _named(submission, long)
        beside = [texts, f"其余各份的 {checked[0]}"]
        return beside, [_TEXTS_ALONE.format(f"{named}文字太多")]
    if campaign is None or not has_same_rules(campaign, submission):
        return checked, [_OTHER_RULES]
    _compare_papers(ws, package, campaign)
    return ["PDF、Word 文件、汇总表和报送单与本程序按同样内容做出的完全相同"], []


def lines_of(submission: Submission, record: Record) -> int:
    """About how many lines a record has in print, by which the work of printing it goes."""
    form = submission.form_of(record)
    wide = {row[0] for row in form.rows if len(row) == 1}
    count = sum(1 + len(note) // _WIDE for note in form.notes)
    count += (len(submission.reporter.name) + len(form.full_title)) // _WIDE
    for field in form.fields:
        text, width = record.value(field.id), _WIDE if field.id in wide else _NARROW
        count += 1 + text.count("\n") + len(text) // width + len(field.label) // _NARROW
    return count


def _named(submission: Submission, records: Sequence[Record]) -> str:
    """Some of these, such as ``附件1“某某厂”等 12 份``."""
    shown = "、".join(title_in(submission, record) for record in records[:_MOST_NAMED])
    return f"{shown}等 {len(records)} 份" if len(records) > _MOST_NAMED else shown


def _compare_papers(ws: Workspace, package: ReceivedPackage, campaign: Campaign) -> None:
    submission = package.submission
    if not same_parts(package.summary_xlsx, summary_file(campaign, submission)):
        raise summary_error("与申报表不一致")
    if package.summary_pdf is None:
        raise summary_error("缺少 PDF")
    if package.cover_pdf is None:
        raise cover_error("缺少")
    if package.summary_pdf != summary_pdf_file(ws.printer, campaign, submission):
        raise summary_error("（PDF）与本程序印出的不同，可能改动过")
    if package.cover_pdf != cover_file(ws.printer, campaign, submission, package.fingerprint):
        raise cover_error("与本程序印出的不同，可能改动过")


def _compare_record(ws: Workspace, package: ReceivedPackage, record: Record) -> None:
    submission = package.submission
    form, files = submission.form_of(record), package.documents[record.id]
    ours = record_files(ws.printer, form, record, submission.reporter.name)
    if files.pdf != ours.pdf:
        raise PackageError(
            "D06",
            f"报送包里{title_in(submission, record)}的 PDF 与本程序印出的不同，"
            f"可能改动过，{SEND_AGAIN}。",
        )
    if files.docx is None or ours.docx is None:
        raise word_file_error(form, record, "缺少")
    if not same_parts(files.docx, ours.docx):
        raise word_file_error(form, record, "与申报表不一致")


def has_same_rules(campaign: Campaign | None, submission: Submission) -> bool:
    """Whether the sender's campaign, which titles, orders and judges the summary, is ours."""
    if campaign is None:
        return False
    return rules_digest(campaign) == submission.rules


def title_in(submission: Submission, record: Record) -> str:
    """A record of a package, as a sentence names it."""
    form = submission.form_of(record)
    return f"{form.number}“{in_sentence(name_of(form, record), 40)}”"
