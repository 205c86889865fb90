"""The reply package: what an office above says to a package it received, 退回 or 受理, as a file.

A bag with one file, ``reply.json``: some kilobytes, the same bytes for the same reply. Whoever
reads one believes nothing of it: it is bounded, every field is checked, and what cannot be said
together is refused.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import FORMAT_VERSION, info_value, load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import Bag, read_bag
from gonghui_desktop.exchange.package.kinds import LABEL, PackageKind, kind_of
from gonghui_desktop.exchange.package.package_json import date_in, is_uuid
from gonghui_desktop.exchange.strict_json import JsonError, in_sentence, parse_json
from gonghui_desktop.model.reasons import LONGEST_REASON
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind, ReplyReason
from gonghui_desktop.model.strict import Table

MOST_REASONS = 500
"""Reasons in one return: more than the records that a package holds, one for each."""

_FORMAT, _VERSION = "gonghui-reply", 1
_BAG_VERSION = "2"
_DATA = "reply.json"
_MOST_RECORDS = 10_000  # of a report, as many as its packages can hold
_LONGEST_NAME = 200
_LARGEST = 12_000_000  # bytes; as many reasons and records as may be, of the longest
_MOST_ITEMS, _MOST_TABLES = 400_000, 12_000  # commas, those in texts among them; brackets
_HIGHEST_REVISION = 1_000_000
_NAMESPACE = uuid.UUID("5a7c2c1e-0b8f-5d43-9b6e-6f0d5c0e2017")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls, marks that turn the direction of what follows, halves of characters: no clerk types
them, and what is shown with them says something else than it does."""
_PATTERNS = {
    "campaign": re.compile(r"[a-z0-9-]{1,20}"),
    "kind": re.compile(r"[a-z][a-z0-9_]{0,39}"),
    "form": re.compile(r"[a-z][a-z0-9_]{0,39}"),
    "field": re.compile(r"[a-z][a-z0-9_]{0,39}"),
    "id": re.compile(r"[0-9a-f]{32}"),
    "record": re.compile(r"[0-9a-f]{32}"),
    "check_code": re.compile(r"(?:[0-9]{4} ){3}[0-9]"),
}
_SEND_AGAIN = "请让上级单位重新发来"


class ReplyError(PackageError):
    """``reply.json`` is not as it must be; its sentence may quote what stands in it."""

    def __init__(self, sentence: str, code: str = "R02") -> None:
        shown = in_sentence(sentence.removesuffix("。"), 200)
        super().__init__(code, f"回复里的 {shown}，{_SEND_AGAIN}。")


def new_reply(reply: Reply) -> Reply:
    """The reply as it goes out: names in one line each and not too long, the UUID that it makes.

    Raises:
        ValueError: it says what no receiver takes, such as a return without a reason.
    """
    office = reply.office
    ready = replace(
        reply,
        campaign_name=_line(reply.campaign_name),
        office=Profile(
            office.kind, *map(_line, (office.name, office.contact_name, office.contact_phone))
        ),
        addressee=_line(reply.addressee),
        reasons=tuple(replace(each, text=_plain(each.text)) for each in reply.reasons),
        records=tuple(replace(each, name=_line(each.name)) for each in reply.records),
    )
    named = replace(ready, package=_name_of(ready))
    if fault := _fault_of(named):
        raise ValueError(fault)
    return named


def write_reply(reply: Reply) -> bytes:
    """The package as a ZIP file; the same reply, the same bytes.

    It is read back as the other office will, so none goes out that would be refused there.

    Args:
        reply: as :func:`new_reply` returns it.

    Raises:
        PackageError: it would be refused.
    """
    payload = {_DATA: _to_json(reply)}
    data = write_bag(f"gonghui-{reply.package[:8]}", _info(reply), payload, load_profile())
    if read_reply(data) != reply:
        raise PackageError("R04", f"回复写好后读回来不一样，没有写出；{_SEND_AGAIN}。")
    return data


def read_reply(data: bytes) -> Reply:
    """The reply in a ZIP file, all checks passed.

    Raises:
        InputError: this is no ZIP file at all.
        PackageError: a check fails: of the archive (codes ``Z…``), the bag (``B…``) or what it
            says (``R…``).
    """
    return reply_in(read_bag(data, load_profile()))


def reply_in(bag: Bag) -> Reply:
    """As :func:`read_reply`, of a bag that was read already.

    Raises:
        PackageError: it is a package of another kind, or of a newer version (``R01``), is not as
            it must be (``R02``), does not agree with ``bag-info.txt`` (``R03``) or with its own
            number (``R04``), has other files (``R05``), says far too much (``R06``), or what cannot
            be said together (``R07``).
    """
    kind = kind_of(bag.info)
    if kind not in (PackageKind.RETURN, PackageKind.RECEIPT):
        raise PackageError("R01", f"这是{kind.label}，不是退回单或受理回执，请核对文件。")
    if set(bag.payload) != {_DATA}:
        raise PackageError(
            "R05", f"{kind.label}里的文件不对，应当只有“data/{_DATA}”，{_SEND_AGAIN}。"
        )
    reply = _from_json(bag.payload[_DATA])
    for label, text in _info(reply).items():
        if bag.info.get(label, "") != info_value(text):
            raise PackageError(
                "R03", f"{kind.label}的 bag-info.txt 里 {label} 与内容不符，{_SEND_AGAIN}。"
            )
    return reply


def _fault_of(reply: Reply) -> str:
    """What cannot be said together, as a clause; empty for nothing."""
    is_return = reply.kind is ReplyKind.RETURN
    if is_return != bool(reply.reasons):
        return "没有写退回的原因" if is_return else "是受理，却写了退回的原因"
    if is_return != (reply.answer_by is not None):
        return "没有写重报的期限" if is_return else "是受理，却写了重报的期限"
    if reply.answer_by is not None and reply.answer_by < reply.made_on:
        return "重报的期限在退回以前"
    revisions = {each.id: each.revision for each in reply.records}
    if len(revisions) != len(reply.records):
        return "同一份申报表列了两次"
    faults = (_fault_of_reason(each, revisions) for each in reply.reasons)
    return next(filter(None, faults), "")


def _fault_of_reason(reason: ReplyReason, revisions: Mapping[str, int]) -> str:
    if not reason.text.strip():
        return "退回的原因是空的"
    if not reason.record:
        return "原因没有写是哪一份申报表的" if reason.field or reason.revision else ""
    is_listed = revisions.get(reason.record) == reason.revision
    return "" if is_listed else "原因里的申报表不在列出的申报表里"


def _name_of(reply: Reply) -> str:
    text = json.dumps(_contents(reply), sort_keys=True, separators=(",", ":"))
    return str(uuid.uuid5(_NAMESPACE, text))


def _to_json(reply: Reply) -> bytes:
    document = {"format": _FORMAT, "version": _VERSION, "package": reply.package}
    text = json.dumps(document | _contents(reply), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def _contents(reply: Reply) -> dict[str, object]:
    office = reply.office
    return {
        "kind": reply.kind.value,
        "campaign": reply.campaign,
        "campaign_name": reply.campaign_name,
        "of": reply.of,
        "of_revision": reply.of_revision,
        "office": {
            "kind": office.kind,
            "name": office.name,
            "contact_name": office.contact_name,
            "contact_phone": office.contact_phone,
        },
        "addressee": reply.addressee,
        "made_on": reply.made_on.isoformat(),
        "turn": reply.turn,
        "answer_by": reply.answer_by.isoformat() if reply.answer_by else None,
        "reasons": [
            {
                "record": each.record,
                "revision": each.revision,
                "field": each.field,
                "text": each.text,
            }
            for each in reply.reasons
        ],
        "records": [
            {
                "id": each.id,
                "form": each.form,
                "name": each.name,
                "revision": each.revision,
                "check_code": each.check_code,
            }
            for each in reply.records
        ],
    }


def _info(reply: Reply) -> Mapping[str, str]:
    """What ``bag-info.txt`` says of the reply."""
    return {
        "Source-Organization": reply.office.name,
        "Contact-Name": reply.office.contact_name,
        "Contact-Phone": reply.office.contact_phone,
        "External-Identifier": reply.package,
        "Bag-Group-Identifier": reply.campaign,
        "Bagging-Date": reply.made_on.isoformat(),
        LABEL: reply.kind.value,
        "Gonghui-Package-Revision": str(reply.of_revision),
        FORMAT_VERSION: _BAG_VERSION,
    }


def _from_json(data: bytes) -> Reply:
    if len(data) > _LARGEST:
        raise PackageError("R06", f"回复里的内容多得不像真的，请勿接收，{_SEND_AGAIN}。")
    try:
        document = parse_json(data, most_items=_MOST_ITEMS, most_tables=_MOST_TABLES)
        top = Table(document, _DATA, error=ReplyError)
    except JsonError as error:
        raise ReplyError(f"{_DATA}：{error}") from error
    kind = _kind(top)
    reply = Reply(
        package=_uuid(top, "package"),
        kind=kind,
        campaign=_matching(top, "campaign"),
        campaign_name=_name(top, "campaign_name"),
        of=_uuid(top, "of"),
        of_revision=_revision(top, "of_revision"),
        office=_office(top.table("office")),
        addressee=_name(top, "addressee", is_needed=False),
        reasons=tuple(_reasons(top)),
        records=tuple(_records(top)),
        answer_by=None if top.raw("answer_by") is None else date_in(top, "answer_by"),
        made_on=date_in(top, "made_on"),
        turn=_revision(top, "turn"),
    )
    top.done()
    if fault := _fault_of(reply):
        raise PackageError("R07", f"{kind.label}{fault}，{_SEND_AGAIN}。")
    if _name_of(reply) != reply.package:
        raise PackageError("R04", f"{kind.label}的编号与内容不符，{_SEND_AGAIN}。")
    return reply


def _kind(top: Table) -> ReplyKind:
    """What is said, once it is known that this is a reply."""
    if top.get("format", str) != _FORMAT:
        raise PackageError("R01", "这个压缩包里不是退回单，也不是受理回执，请核对文件。")
    if top.get("version", int) != _VERSION:
        raise PackageError("R01", "回复是别的版本的程序做的，本程序不认识，请更新程序。")
    kind = top.get("kind", str)
    if kind not in tuple(ReplyKind):
        raise PackageError("R01", "这个压缩包里不是退回单，也不是受理回执，请核对文件。")
    return ReplyKind(kind)


def _office(table: Table) -> Profile:
    kind = _matching(table, "kind")
    texts = [_name(table, key, is_needed=key == "name") for key in _OFFICE_TEXTS]
    table.done()
    return Profile(kind, *texts)


_OFFICE_TEXTS = ("name", "contact_name", "contact_phone")


def _reasons(top: Table) -> Iterable[ReplyReason]:
    for table in top.tables("reasons", MOST_REASONS):
        text = _plain_text(table, "text", LONGEST_REASON)
        record = _matching(table, "record", is_needed=False)
        revision = _revision(table, "revision", least=0)
        field = _matching(table, "field", is_needed=False)
        table.done()
        yield ReplyReason(text, record, revision, field)


def _records(top: Table) -> Iterable[RepliedRecord]:
    for table in top.tables("records", _MOST_RECORDS):
        record = RepliedRecord(
            _matching(table, "id"),
            _matching(table, "form"),
            _name(table, "name", is_needed=False),
            _revision(table, "revision"),
            _matching(table, "check_code"),
        )
        table.done()
        yield record


def _matching(table: Table, key: str, *, is_needed: bool = True) -> str:
    text = _plain_text(table, key, _LONGEST_NAME)
    if (text or is_needed) and not _PATTERNS[key].fullmatch(text):
        table.fail("不是正确的编号", key)
    return text


def _plain_text(table: Table, key: str, longest: int) -> str:
    text = table.get(key, str)
    if len(text) > longest:
        table.fail(f"超过 {longest} 字", key)
    if _HIDDEN.search(text):
        table.fail("里有看不见的控制字符", key)
    return text


def _name(table: Table, key: str, *, is_needed: bool = True) -> str:
    text = _plain_text(table, key, _LONGEST_NAME)
    if text != " ".join(text.split()):
        table.fail("应当是一行文字", key)
    if is_needed and not text:
        table.fail("不能为空", key)
    return text


def _uuid(table: Table, key: str) -> str:
    text = table.get(key, str)
    if not is_uuid(text):
        table.fail("不是正确的编号", key)
    return text


def _revision(table: Table, key: str, least: int = 1) -> int:
    revision = table.get(key, int)
    if not least <= revision <= _HIGHEST_REVISION:
        table.fail("不是正确的次数", key)
    return revision


def _plain(text: str) -> str:
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _line(text: str) -> str:
    line = " ".join(_HIDDEN.sub(" ", text).split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"
