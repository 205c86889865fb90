"""The sixth schema: what was received, by a database that was written when it was new."""

from __future__ import annotations

import shutil
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
