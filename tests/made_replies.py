"""Returns and receipts as the office above would make them of a package that it got."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gonghui_desktop.exchange.package.reply import new_reply
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind, ReplyReason

CITY = Profile("city", "大连市总工会", "王样例", "0411-83640001")
MADE_ON = date(2017, 3, 12)
ANSWER_BY = date(2017, 3, 18)


def reason(record: Record, text: str, field: str = "") -> ReplyReason:
    """Why a record, or one field of it, is sent back."""
    return ReplyReason(text, record.id, record.revision, field)


def returned(
    of: Submission, *reasons: ReplyReason, made_on: date = MADE_ON, answer_by: date = ANSWER_BY
) -> Reply:
    """A return; of the whole package where a reason names no record."""
    named = {each.record for each in reasons}
    records = [each for each in of.records if "" in named or each.id in named]
    return _reply(of, ReplyKind.RETURN, reasons, records, answer_by, made_on)


def receipt(of: Submission, made_on: date = MADE_ON) -> Reply:
    """A receipt of a package."""
    return _reply(of, ReplyKind.RECEIPT, (), of.records, None, made_on)


def _reply(
    of: Submission,
    kind: ReplyKind,
    reasons: Sequence[ReplyReason],
    records: Sequence[Record],
    answer_by: date | None,
    made_on: date,
) -> Reply:
    return new_reply(
        Reply(
            package="",
            kind=kind,
            campaign=of.campaign,
            campaign_name=of.campaign_name,
            of=of.package,
            of_revision=of.revision,
            office=CITY,
            addressee=of.reporter.name,
            reasons=tuple(reasons),
            records=tuple(_replied(of, each) for each in records),
            answer_by=answer_by,
            made_on=made_on,
        )
    )


def _replied(of: Submission, record: Record) -> RepliedRecord:
    form = of.form_of(record)
    code = check_code(fingerprint(form, record))
    return RepliedRecord(
        record.id, record.form, record.value(form.name_field), record.revision, code
    )
