"""Rows of what offices above have said, inside a transaction of the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from gonghui_desktop.errors import DamagedError, InputError
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind, ReplyReason
from gonghui_desktop.model.reply_marks import KeptReply
from gonghui_desktop.store.encoding import (
    DAMAGED,
    day_of,
    moment_of,
    moment_text,
    read_rows,
    readable,
)
from gonghui_desktop.store.values import refuse_unstorable

_HEAD = (
    "number, package, type, campaign, of_package, of_revision, office, office_kind, contact_name,"
    " contact_phone, addressee, made_on, turn, answer_by, received_at, who, source"
)
_REASON = "reply, record, revision, field, reason"
_RECORD = "reply, record, revision, form, name, check_code"
_ALL = f"SELECT {_HEAD} FROM replies WHERE campaign = ? ORDER BY number"  # noqa: S608 -- our own names
_ONE = f"SELECT {_HEAD} FROM replies WHERE package = ?"  # noqa: S608 -- our own names
_NUMBER = "SELECT number FROM replies WHERE package = ?"
_REASONS = f"SELECT {_REASON} FROM reply_reasons WHERE reply = ? ORDER BY number"  # noqa: S608 -- our own names
_RECORDS = f"SELECT {_RECORD} FROM reply_records WHERE reply = ? ORDER BY number"  # noqa: S608 -- our own names
_ADD = f"INSERT INTO replies ({_HEAD}) VALUES ({', '.join('?' * 17)})"  # noqa: S608 -- our own names
_ADD_REASON = f"INSERT INTO reply_reasons ({_REASON}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 -- our own names
_ADD_RECORD = f"INSERT INTO reply_records ({_RECORD}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 -- our own names
_UNREADABLE = "这个文件以前导入过，但保存的内容已损坏，没有再次导入；请从备份恢复后再导入。"


def of_campaign(driver: sqlite3.Connection, campaign: str) -> list[KeptReply]:
    """Every reply of a campaign that can be read, in the order in which they came."""
    heads = readable(read_rows(driver, _ALL, (campaign,)), _head)
    return [_whole(driver, head) for head in heads]


def with_package(driver: sqlite3.Connection, package: str) -> KeptReply | None:
    """The reply of that UUID; ``None`` if it has not come in.

    Raises:
        InputError: it has, and what is kept of it is damaged.
    """
    if driver.execute(_NUMBER, (package,)).fetchone() is None:
        return None
    for head in readable(read_rows(driver, _ONE, (package,)), _head):
        return _whole(driver, head)
    raise InputError(_UNREADABLE)


def add(driver: sqlite3.Connection, kept: KeptReply) -> KeptReply:
    """Keeps a reply; its number is the next.

    Raises:
        InputError: a text is too long or holds half a character.
    """
    reply = kept.reply
    refuse_unstorable(
        {"单位名称": reply.office.name, "报送单位": reply.addressee, "文件名": kept.source},
        {"联系人": reply.office.contact_name, "联系电话": reply.office.contact_phone},
        *({"原因": each.text} for each in reply.reasons),
        *({"单位名称": each.name} for each in reply.records),
    )
    number = driver.execute(_ADD, (None, *_head_values(kept))).lastrowid
    assert number is not None
    driver.executemany(
        _ADD_REASON,
        [(number, each.record, each.revision, each.field, each.text) for each in reply.reasons],
    )
    driver.executemany(
        _ADD_RECORD,
        [
            (number, each.id, each.revision, each.form, each.name, each.check_code)
            for each in reply.records
        ],
    )
    return replace(kept, number=number)


def _head_values(kept: KeptReply) -> Sequence[object]:
    reply, office = kept.reply, kept.reply.office
    return (
        reply.package,
        reply.kind.value,
        reply.campaign,
        reply.of,
        reply.of_revision,
        office.name,
        office.kind,
        office.contact_name,
        office.contact_phone,
        reply.addressee,
        reply.made_on.isoformat(),
        reply.turn,
        reply.answer_by.isoformat() if reply.answer_by is not None else "",
        moment_text(kept.received_at),
        kept.who,
        kept.source,
    )


def _whole(driver: sqlite3.Connection, head: KeptReply) -> KeptReply:
    """A reply with its reasons and records; one of these that is damaged is left out."""
    key = (head.number,)
    reasons = readable(read_rows(driver, _REASONS, key), _reason)
    records = readable(read_rows(driver, _RECORDS, key), _record)
    return replace(head, reply=replace(head.reply, reasons=tuple(reasons), records=tuple(records)))


def _head(row: Sequence[Any]) -> KeptReply:
    """A reply without its reasons and records.

    Raises:
        DamagedError: somebody else wrote something else there, or the disk did.
    """
    number, package, kind, campaign, of, of_revision, name, office_kind, *rest = row
    contact, phone, addressee, made_on, turn, answer_by, received_at, who, source = rest
    texts = (package, kind, campaign, of, name, office_kind, contact, phone, addressee)
    _check((*texts, answer_by, who, source), (of_revision, turn))
    if kind not in tuple(ReplyKind):
        raise DamagedError(DAMAGED)
    reply = Reply(
        package=package,
        kind=ReplyKind(kind),
        campaign=campaign,
        campaign_name="",
        of=of,
        of_revision=of_revision,
        office=Profile(office_kind, name, contact, phone),
        addressee=addressee,
        reasons=(),
        records=(),
        answer_by=day_of(answer_by) if answer_by else None,
        made_on=day_of(made_on),
        turn=turn,
    )
    return KeptReply(number, reply, moment_of(received_at), who, source)


def _reason(row: Sequence[Any]) -> ReplyReason:
    """As :func:`_head`, of a reason."""
    _, record, revision, field, text = row
    _check((record, field, text), (revision,))
    return ReplyReason(text, record, revision, field)


def _record(row: Sequence[Any]) -> RepliedRecord:
    """As :func:`_head`, of a record."""
    _, record, revision, form, name, check_code = row
    _check((record, form, name, check_code), (revision,))
    return RepliedRecord(record, form, name, revision, check_code)


def _check(texts: Iterable[object], numbers: Iterable[object]) -> None:
    if any(type(text) is not str for text in texts):
        raise DamagedError(DAMAGED)
    if any(type(number) is not int for number in numbers):
        raise DamagedError(DAMAGED)
