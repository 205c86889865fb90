"""Changes of what offices and those above them send each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.reply import new_reply, write_reply
from gonghui_desktop.exchange.package.report_data import Report
from gonghui_desktop.exchange.package.report_json import from_json
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind, ReplyReason
from gonghui_desktop.printing.printer import FormPrinter
from tests.fuzz.byte_changes import changed_bytes
from tests.fuzz.dice import Dice
from tests.fuzz.submission_changes import odd_text
from tests.made_reports import sealed

_DAYS = (date(1970, 1, 1), date(2016, 2, 29), date(2017, 3, 12), date(2099, 12, 31))
_REVISIONS = (0, 1, 2, 999, 1_000, 1_000_000)


def changed_reply(dice: Dice, reply: Reply) -> bytes:
    """A reply that says something else, of the right name and digests."""
    for _ in range(20):
        made = reply
        for _each in range(dice.pick((1, 1, 2, 4))):
            made = _with_reply(dice, made)
        try:
            return write_reply(new_reply(made))
        except (ValueError, PackageError):  # no office could have said that
            continue
    return write_reply(reply)


def _with_reply(dice: Dice, reply: Reply) -> Reply:
    record = dice.pick(reply.records) if reply.records else None
    odd = f"{dice.getrandbits(128):032x}"
    changes: Mapping[str, Callable[[], Mapping[str, object]]] = {
        "addressee": lambda: {"addressee": odd_text(dice)},
        "office": lambda: {"office": replace(reply.office, name=odd_text(dice))},
        "campaign": lambda: {"campaign": dice.pick(("2017", "2016", "x"))},
        "of": lambda: {"of_revision": dice.pick(_REVISIONS), "turn": dice.pick(_REVISIONS)},
        "days": lambda: {"made_on": dice.pick(_DAYS), "answer_by": dice.pick((*_DAYS, None))},
        "kind": lambda: {"kind": dice.pick(list(ReplyKind))},
        "reasons": lambda: {"reasons": _reasons(dice, record)},
        "records": lambda: {"records": (*reply.records, *_records(dice, record, odd))},
        "other": lambda: {"records": _records(dice, record, odd)},
    }
    return replace(reply, **changes[dice.pick(sorted(changes))]())  # type: ignore[arg-type] # as the table has it


def _reasons(dice: Dice, record: RepliedRecord | None) -> tuple[ReplyReason, ...]:
    id_, revision = (record.id, record.revision) if record else ("", 0)
    field = dice.pick(("", "employees", "unit_name", "nothing"))
    number = dice.pick((0, 1, 3, 499))
    return tuple(ReplyReason(odd_text(dice)[:1_900], id_, revision, field) for _ in range(number))


def _records(dice: Dice, record: RepliedRecord | None, odd: str) -> tuple[RepliedRecord, ...]:
    if record is None:
        return ()
    form = dice.pick((record.form, "annex2", "nothing"))
    revision, name = dice.pick(_REVISIONS), odd_text(dice)
    id_ = dice.pick((record.id, odd))
    return (replace(record, id=id_, form=form, revision=revision, name=name),)


def changed_report(dice: Dice, printer: FormPrinter, data: bytes) -> bytes:
    """A report with other data or files, and the cover sheet, names and digests that they want."""
    payload = dict(read_bag(data, load_profile()).payload)
    report = from_json(payload["report.json"])
    for _ in range(dice.pick((1, 1, 2))):
        if dice.chance(0.7):
            report = _with_report(dice, report)
        else:
            name = dice.pick(sorted(payload))
            payload[name] = changed_bytes(dice, payload[name], data)
    return sealed(printer, report, payload)


def _with_report(dice: Dice, report: Report) -> Report:
    record, package = dice.pick(report.records), dice.pick(report.packages)
    odd = f"{dice.getrandbits(256):064x}"
    changes: Mapping[str, Callable[[], Mapping[str, object]]] = {
        "reporter": lambda: {"reporter": replace(report.reporter, name=odd_text(dice)[:190])},
        "kind": lambda: {"reporter": replace(report.reporter, kind="district")},
        "campaign": lambda: {"campaign": dice.pick(("2016", "x")), "campaign_name": odd_text(dice)},
        "revision": lambda: {
            "revision": dice.pick(_REVISIONS),
            "supersedes": dice.pick(("", report.package)),
        },
        "moment": lambda: {"made_at": datetime(dice.pick((1970, 2016, 2099)), 1, 1, tzinfo=UTC)},
        "explanation": lambda: {"explanation": odd_text(dice)},
        "summaries": lambda: {"summaries": (odd, report.summaries[1])},
        "doubled": lambda: {"records": report.records * dice.pick((2, 300))},
        "record": lambda: {"records": (replace(record, **_said_of_record(dice, odd)),)},  # type: ignore[arg-type] # as the table has it
        "package": lambda: {"packages": (replace(package, **_said_of_package(dice, odd)),)},  # type: ignore[arg-type] # as the table has it
    }
    return replace(report, **changes[dice.pick(sorted(changes))]())  # type: ignore[arg-type] # as the table has it


def _said_of_record(dice: Dice, odd: str) -> Mapping[str, object]:
    return dice.pick(
        (
            {"name": odd_text(dice)},
            {"revision": dice.pick(_REVISIONS)},
            {"id": odd[:32]},
            {"fingerprint": odd},
            {"edition": odd},
            {"digest": odd},
            {"form": "annex3"},
        )
    )


def _said_of_package(dice: Dice, odd: str) -> Mapping[str, object]:
    return dice.pick(
        (
            {"office": odd_text(dice)},
            {"revision": dice.pick(_REVISIONS)},
            {"package": odd[:32]},
            {"digest": odd},
        )
    )


def changed_code(dice: Dice, code: str) -> str:
    """Another code: a digit wrong, swapped, lost, doubled, set apart; something between them."""
    for _ in range(dice.pick((0, 1, 1, 3))):
        at = dice.place(len(code))
        match dice.randrange(6):
            case 0:
                code = code[:at] + str(dice.randrange(10)) + code[at + 1 :]
            case 1:
                code = code[:at] + code[at : at + 2][::-1] + code[at + 2 :]
            case 2:
                code = code[:at] + code[at + 1 :]
            case 3:
                code = code[:at] + dice.pick((" ", "-", "－", "\r\n", "\t", "\x00")) + code[at:]
            case 4:
                code = code.translate(_WIDE)
            case _:
                code = dice.pick((code * 2, dice.text(), code[:at] + dice.text()[:300] + code[at:]))
    return code


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
