"""Good files that offices and those above them send each other, the same in every run."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl

from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.reply import write_reply
from gonghui_desktop.exchange.package.submission import (
    Submission,
    new_submission,
    package_fingerprint,
)
from gonghui_desktop.model.checkcode import check_code, fingerprint, package_digits, qr_digits
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import Reply
from gonghui_desktop.services.workspace import Workspace
from tests.fuzz.seeds import DISTRICT, MARK, Kind, Seed
from tests.made_packages import packed
from tests.made_replies import CITY, reason, receipt, returned
from tests.made_reports import made_report

_DAY = datetime(2017, 3, 14, 8, tzinfo=UTC)
_SAVED = datetime(2017, 3, 1)


def above_seeds(
    ws: Workspace, packages: Sequence[Seed], handed_in: Sequence[Submission]
) -> Mapping[Kind, Sequence[Seed]]:
    """The good files of each kind that goes up or comes down.

    Args:
        ws: knows the campaign of 2017 and prints.
        packages: of units and offices; the first of :data:`DISTRICT`.
        handed_in: what they hold.
    """
    first, held = packages[0], handed_in[0]
    none = Profile("district", f"{MARK}区总工会")
    zero = new_submission(
        ws.campaign, none, [], explanation=f"{MARK}区没有", zero_on=date(2017, 3, 9)
    )
    again = replace(held, revision=2, supersedes=held.package)
    return {
        Kind.RECEIVED: [
            *packages,
            Seed("零报告.zip", packed(ws, zero)),
            Seed("第2次.zip", packed(ws, again)),
        ],
        Kind.REPLY: [Seed(f"{each.kind.label}.zip", write_reply(each)) for each in replies(held)],
        Kind.REPORT: [Seed("汇总上报包.zip", report_of(ws, {first.data: held}))],
        Kind.OFFICES: list(_lists()),
        Kind.PAPER: [Seed("码.txt", code.encode()) for code in _codes(first.data, held)],
    }


def report_of(ws: Workspace, packages: Mapping[bytes, Submission]) -> bytes:
    """The city's report of some packages."""
    return made_report(ws.printer, ws.campaign, CITY, packages, _DAY)


def replies(held: Submission) -> tuple[Reply, ...]:
    """What the city says of a package: of one field, of all of it, that it is accepted."""
    (record, *_) = held.records
    return (
        returned(held, reason(record, f"人数与{MARK}的底册不符", "employees")),
        returned(held, reason(record, "请重填", "contact"), reason(record, "请核对单位全称")),
        receipt(held),
    )


def _lists() -> Iterator[Seed]:
    rows = (
        ("单位名称", "单位类型", "联系人"),
        (DISTRICT.name, "区市县总工会", "刘敏"),
        (f"{MARK}产业工会", "驻会产业工会", ""),
        ("金普新区总工会", "开放先导区总工会", "0411-82640177"),
        (DISTRICT.name.removeprefix("大连市"), "区市县总工会", ""),
    )
    yield Seed("应报单位.csv", "\n".join(map(",".join, rows)).encode())
    yield Seed("应报单位.txt", "\r\n".join(f"{row[0]}\t{row[1]}" for row in rows).encode())
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.properties.created = book.properties.modified = _SAVED
    saved = io.BytesIO()
    book.save(saved)
    yield Seed("应报单位.xlsx", saved.getvalue())


def _codes(data: bytes, held: Submission) -> Iterator[str]:
    """Of papers that are there, of one that is not, of the cover sheet."""
    for record in held.records:
        digest = fingerprint(held.form_of(record), record)
        yield check_code(digest)
        yield qr_digits(digest, 1, 1, record.code_version)
    yield qr_digits(bytes(31) + b"\1", 2, 3, 2)
    yield package_digits(package_fingerprint(read_bag(data, load_profile()).payload))
