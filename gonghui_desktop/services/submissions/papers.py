"""What the papers of a submission say: its summary, and the cover sheet of its package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.quotas import quota_states
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.summary import (
    SummaryTable,
    put_forward,
    summary_tables,
    summary_title,
)
from gonghui_desktop.printing.papers.contents import CodeList, Cover, Summary, UnitTable

_LONGEST_NAME = 120
"""Characters of an office's or a person's name that a paper has room for."""
_LONGEST_CELL = 200
"""Characters of a value in the summary: whole names and addresses, and not a text of a page."""
_CUT = "…（全文见申报表）"
_SHORT_ID = 8
"""Of a package's id, as in the name of its folder."""
_UNKNOWN = "（未填）"
_SIGNERS = ("填报人", "负责人")
_COVER_REMARKS = (
    "收件时请核对：用程序“核验报送包”打开文件，显示的核对码与本页不同的，不是盖章时的那一份文件，"
    "请与报送单位联系；相同的，再对照本页、汇总表和申报表的内容。",
)


def summary_contents(campaign: Campaign, submission: Submission) -> Summary:
    """What the summary says: units by form, quotas in words, reasons, whom to call."""
    office = _name(submission.reporter.name)
    return Summary(
        title=summary_title(campaign),
        office=office,
        lead="　　".join(filter(None, (f"报送单位：{office}", _receiver(campaign, submission)))),
        date=written_date(submission.made_on),
        tables=tuple(
            UnitTable(
                table.caption,
                f"{table.form.number}（续）",
                table.heads,
                tuple(tuple(map(_cell, row)) for row in table.rows()),
            )
            for table in _tables(campaign, submission)
        ),
        remarks=tuple(_remarks(campaign, submission)),
        signers=_SIGNERS,
    )


def cover_contents(
    campaign: Campaign,
    submission: Submission,
    fingerprint: bytes,
    besides: Sequence[tuple[str, str]] = (),
) -> Cover:
    """What the cover sheet says.

    Args:
        campaign: the rules.
        submission: what is handed in.
        fingerprint: SHA-256 over the package without this sheet.
        besides: further facts, label and text of each.
    """
    tables = _tables(campaign, submission)
    return Cover(
        title=(campaign.name, f"{put_forward(campaign)}材料报送单"),
        office=_name(submission.reporter.name),
        facts=(*_facts(campaign, submission, tables), *besides),
        fingerprint=fingerprint,
        code_label="核对码",
        note="电子报送包的核对码：文件改动一处，就是另一个号码。",
        list_label="申报表和\n校验码",
        lists=tuple(_codes(table) for table in tables),
        remarks=_COVER_REMARKS,
        signers=_SIGNERS,
    )


def _receiver(campaign: Campaign, submission: Submission) -> str:
    receiver = _name(campaign.hands_in_to(submission.reporter))
    return f"报送：{receiver}" if receiver else ""


def _tables(campaign: Campaign, submission: Submission) -> tuple[SummaryTable, ...]:
    return summary_tables(campaign, submission.records, submission.form_of)


def _remarks(campaign: Campaign, submission: Submission) -> Iterator[str]:
    reporter = campaign.reporter(submission.reporter.kind)
    if submission.is_zero:
        yield f"一、零报告：没有推荐{campaign.unit}。"
    elif reporter is not None:
        yield f"一、申报数量：共 {len(submission.records)} 份申报表。"
        states = quota_states(campaign, reporter, submission.records)
        yield from (state.verdict for state in states)
    reason = " ".join(submission.explanation.split())
    number = "二、"
    if reason:
        yield f"二、情况说明：{reason}"
        number = "三、"
    yield f"{number}联系人：{_contact(submission)}"


def _facts(
    campaign: Campaign, submission: Submission, tables: tuple[SummaryTable, ...]
) -> Iterator[tuple[str, str]]:
    kind = campaign.office(submission.reporter.kind)
    yield "报送单位", _name(submission.reporter.name)
    if kind is not None and kind.name != submission.reporter.name:
        yield "单位类型", kind.name
    yield "接收单位", _name(campaign.hands_in_to(submission.reporter)) or _UNKNOWN
    yield "联系人", _contact(submission)
    yield "报送日期", written_date(submission.made_on)
    counts = "；".join(f"{table.form.number}：{len(table.numbered)} 份" for table in tables)
    none = f"零报告（没有推荐{campaign.unit}）"
    yield "申报表", none if submission.is_zero else f"共 {len(submission.records)} 份（{counts}）"
    yield "报送次数", _revision(submission)


def _revision(submission: Submission) -> str:
    short = submission.package[:_SHORT_ID]
    words = f"第 {submission.revision} 次（编号 {short}）"
    if not submission.supersedes:
        return words
    before = submission.supersedes[:_SHORT_ID]
    return f"{words}，替代第 {submission.revision - 1} 次（编号 {before}），前一次作废"


def _codes(table: SummaryTable) -> CodeList:
    digits = max(2, len(str(table.numbered[-1][0])))
    rows = tuple((f"{int(row[0]):0{digits}d}", row[-1]) for row in table.rows())
    return CodeList(table.caption_of_form, rows)


def _contact(submission: Submission) -> str:
    reporter = submission.reporter
    parts = (_name(reporter.contact_name), _name(reporter.contact_phone))
    return "　".join(part for part in parts if part) or _UNKNOWN


def _cell(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + _CUT


def _name(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"
