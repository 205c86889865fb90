"""Schemas of what was received, by databases that were written when these were new."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from gonghui_desktop.store.store import FILE_NAME, Store


def test_the_sixth_schema_opens_with_all_that_is_in_it(folder: Path, data_folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / "schema-0006.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        (office,) = store.offices.offices("2017")
        assert (office.number, office.name, office.kind) == (2, "中山区 总工会", "district")
        assert (office.source, office.who, office.added_at.microsecond) == ("附表.xlsx", "lina", 4)
        frozen, changed = store.offices.events("2017")
        assert (frozen.action.value, frozen.reason) == ("freeze", "按 5 号文件附表")
        assert (changed.action.value, changed.name, changed.who) == ("kind", "中山区 总工会", "")
        first, within = store.received.submissions("2017")
        assert (first.number, first.revision, first.digest) == (3, 2, "ab" * 32)
        assert (first.package[0], first.supersedes[0], first.within) == ("0", "1", None)
        assert first.sender.contact_phone == "0411-83640000"
        assert (first.sent_at.day, first.received_at.day) == (8, 9)
        assert (first.source, first.reason, first.who) == ("包.zip", "单位不足", "lina")
        assert (within.within, within.sender.receiver) == (3, "中山区总工会")
        assessment = store.received.assessment(3)
        assert [each.message for each in assessment.findings] == ["还差 4 个。"]
        assert [each.field for each in assessment.told] == ["county"]
        assert assessment.doubts == ("没有核对：某项。",)
        ((received,),) = store.received.records("2017").values()
        assert (received.name, received.fingerprint) == ("大连甲厂", "ab" * 32)
        assert (received.record.revision, received.record.reopen_reason) == (2, "人数有误")
        assert received.record.explanations == {"contact": "没有电话"}
        (event,) = store.received.events("2017")
        assert (event.action.value, event.field, event.reason) == ("return", "contact", "请补电话")
        assert len(store.roster()) == 2  # as in the fourth schema


def test_the_seventh_schema_opens_with_all_that_is_in_it(folder: Path, data_folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / "schema-0007.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        former, returned, noted = store.received.events("2017")
        assert (former.field, former.answer_by) == ("contact", None)
        assert returned.answer_by is not None
        assert (returned.reason, returned.answer_by.isoformat()) == ("请补材料", "2017-03-17")
        assert (noted.action.value, noted.reason, noted.answer_by) == ("note", "电话里说过", None)
        assert len(store.received.submissions("2017")) == 2
        (kept,) = store.replies("2017")
        assert (kept.number, kept.source, kept.who) == (5, "退回单.zip", "lina")
        reply = kept.reply
        assert (reply.kind.value, reply.of[0], reply.of_revision, reply.turn) == (
            "return",
            "1",
            2,
            3,
        )
        assert (reply.office.contact_name, reply.addressee) == ("王强", "中山区总工会")
        assert (reply.made_on.day, reply.answer_by) == (12, returned.answer_by)
        assert [each.field for each in reply.reasons] == ["", "contact"]
        assert reply.records[0].check_code == "1234 5678 9012 3"
    assert _replies(folder) == (["大连市总工会"], ["请补材料", "请补电话"], ["大连甲厂"])


def test_what_was_said_of_a_record_goes_with_it_for_good(folder: Path, data_folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / "schema-0007.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        kept = store.record("0" * 31 + "2")
        store.delete(kept.id)
        store.erase_binned([each.number for each in store.binned()])
        assert _replies(folder)[1] == ["请补材料", "请补电话"]
        store.delete("0" * 31 + "1")
        store.erase_binned([each.number for each in store.binned()])
    assert _replies(folder) == (["大连市总工会"], ["请补材料"], [])


def _replies(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """Offices, reasons and units' names of the replies in a data folder."""
    queries = (
        "SELECT office FROM replies",
        "SELECT reason FROM reply_reasons ORDER BY number",
        "SELECT name FROM reply_records ORDER BY number",
    )
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        office, reasons, names = (
            [text for (text,) in connection.execute(query)] for query in queries
        )
    return office, reasons, names
