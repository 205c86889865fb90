"""The roster of barred units: lists taken in, and told at each record that seems to be on one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop import app, paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.roster_file import text_tables
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.model.units.roster_list import ReadList
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.records import BlockedError
from gonghui_desktop.services.submissions import submission, verifying
from gonghui_desktop.services.units import roster
from gonghui_desktop.services.units.list_files import PASTED
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord
from tests.exchange.spreadsheet_files import saved
from tests.exchange.word_files import paragraph, row, table, word_file
from tests.gui.clerk import add_filled


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


def _bar(ws: Workspace, *names: str, reason: str = "2015年典型") -> roster.RosterImport:
    return roster.add(ws, (roster.read_roster_text("\n".join(names), reason), PASTED))


def _told(ws: Workspace, record: Record) -> list[Finding]:
    found = record_findings(ws, ws.store.record(record.id))
    return [finding for finding in found if finding.field == "unit_name"]


def test_a_unit_on_the_roster_wants_a_reason_at_its_name(ws: Workspace) -> None:
    record = add_filled(ws, unit_name="大连甲（重工）有限责任公司")
    assert _told(ws, record) == []
    _bar(ws, "大连甲重工有限公司", "大连乙饭店")
    (found,) = _told(ws, record)
    assert (found.severity, found.blocks) == (Severity.VERIFY, True)
    assert found.message == (
        "单位名称：与历年典型名单里的“大连甲重工有限公司”（2015年典型）看来是同一单位，"
        "不能再次申报；确实不是请写明原因。"
    )
    records.explain(ws, record.id, "unit_name", "同名，不在一个区")
    assert [each.blocks for each in _told(ws, record)] == [False]


def test_that_it_is_the_same_unit_is_no_reason_to_put_it_forward_again(ws: Workspace) -> None:
    record = add_filled(ws, unit_name="大连纺织厂")
    _bar(ws, "大连纺织厂")
    records.explain(ws, record.id, "unit_name", "是同一单位，只算 1 个名额")  # a ready phrase
    (found,) = _told(ws, record)
    assert found.blocks
    assert "是同一单位，不能再次申报，请换一个单位" in found.message


def test_nearly_the_same_name_is_told_with_what_makes_it_so(ws: Workspace) -> None:
    _bar(ws, "大连滨海造船有限公司")
    record = add_filled(ws, unit_name="大连滨海造般有限公司")
    (found,) = _told(ws, record)
    assert found.message.startswith(
        "单位名称：“大连滨海造般有限公司”与历年典型名单里的“大连滨海造船有限公司”（2015年典型）只差"
    )
    assert found.message.endswith("看来是同一单位，不能再次申报；确实不是请写明原因。")
    assert _told(ws, add_filled(ws, unit_name="大连东港纺织有限公司")) == []


def test_what_was_said_of_a_pair_is_remembered_until_the_reason_is_taken_away(
    ws: Workspace,
) -> None:
    _bar(ws, "大连纺织厂", "旅顺造船厂")
    record = add_filled(ws, unit_name="大连纺织厂")
    records.explain(ws, record.id, "unit_name", "同名，不在一个区")
    records.delete(ws, record.id)
    again = add_filled(ws, unit_name="大连 纺织厂")
    (found,) = _told(ws, again)
    assert (found.blocks, found.explanation) == (False, "同名，不在一个区")
    other = add_filled(ws, unit_name="旅顺造船厂")
    assert [each.blocks for each in _told(ws, other)] == [True]
    for reason, blocks in (("另一家", False), ("", True)):
        records.explain(ws, other.id, "unit_name", reason)
        assert [each.blocks for each in _told(ws, other)] == [blocks]


def test_what_is_taken_off_or_put_back_counts_at_once(ws: Workspace) -> None:
    record = add_filled(ws, unit_name="大连纺织厂")
    done = _bar(ws, "大连纺织厂", "旅顺造船厂")
    assert len(_told(ws, record)) == 1
    gone = roster.remove(ws, roster.named(ws, "大连　纺织厂"))
    assert _told(ws, record) == []
    roster.apply(ws, gone.back)
    assert len(_told(ws, record)) == 1
    roster.apply(ws, done.change.back)
    assert (roster.roster(ws), _told(ws, record)) == ([], [])
    roster.apply(ws, done.change)
    assert [each.name for each in roster.roster(ws)] == ["大连纺织厂", "旅顺造船厂"]


def test_the_same_list_again_changes_nothing_and_a_better_one_adds_the_reasons(
    ws: Workspace,
) -> None:
    first = _bar(ws, "大连纺织厂", "旅顺造船厂", reason="")
    assert first.sentence == "已加入 2 个单位。"
    assert _bar(ws, "大连纺织厂", "旅顺造船厂", reason="").sentence == (
        "2 个本来就在名单里，未改动。"
    )
    better = _bar(ws, "大连纺织厂", "庄河罐头厂", reason="2016年典型")
    assert better.sentence == "已加入 1 个单位，给 1 个单位补上了原因。"
    assert [each.reason for each in roster.roster(ws)] == ["2016年典型", "", "2016年典型"]
    roster.apply(ws, better.change.back)
    assert [each.reason for each in roster.roster(ws)] == ["", ""]


def test_several_lists_go_in_as_one_or_not_at_all(ws: Workspace) -> None:
    first = roster.read_roster_text("大连纺织厂\n旅顺造船厂")
    second = roster.read_roster_text("大连纺织厂\n庄河罐头厂", "2016年典型")
    broken = ReadList((Listed("半\ud800字"),), ())
    with pytest.raises(InputError):
        roster.add(ws, (first, "甲.txt"), (broken, "乙.txt"))
    assert roster.roster(ws) == []
    done = roster.add(ws, (first, "甲.txt"), (second, "乙.txt"))
    assert done.sentence == "已加入 3 个单位。"
    told = [(each.name, each.reason, each.source) for each in roster.roster(ws)]
    assert told == [
        ("大连纺织厂", "2016年典型", "甲.txt"),
        ("旅顺造船厂", "", "甲.txt"),
        ("庄河罐头厂", "2016年典型", "乙.txt"),
    ]
    roster.apply(ws, done.change.back)
    assert roster.roster(ws) == []


def test_another_program_s_roster_is_read_again(ws: Workspace, tmp_path: Path) -> None:
    record = add_filled(ws, unit_name="大连纺织厂")
    assert _told(ws, record) == []
    with Store.open(tmp_path / "data") as other:
        other.add_to_roster("2017", (roster.read_roster_text("大连纺织厂").units, ""))
    ws.forget_alike()  # as the window does when it hears of it
    assert len(_told(ws, record)) == 1


def test_the_roster_stays_for_the_campaigns_to_come_and_says_nothing_of_past_ones(
    ws: Workspace, campaign: Campaign
) -> None:
    record = add_filled(ws, unit_name="大连纺织厂")
    _bar(ws, "旅顺造船厂")
    later = replace(campaign, id="2018", deadline=date(2018, 3, 20))
    ws.catalogue = Catalogue((later, campaign))
    both = ws.working_on(later)
    _bar(both, "大连纺织厂", reason="2017年典型")
    assert [each.name for each in roster.roster(both)] == ["旅顺造船厂", "大连纺织厂"]
    past = both.viewing(campaign)
    assert [each.name for each in roster.roster(past)] == ["旅顺造船厂"]
    assert _told(past, record) == []
    moved = both.store.add([NewRecord(record.form, record.values, campaign="2018")])[0]
    assert len(_told(both, moved)) == 1
    with pytest.raises(InputError, match="往届活动"):
        _bar(past, "庄河罐头厂")


def test_a_package_tells_of_the_roster_and_is_verified_with_and_without_one(
    ws: Workspace, data_folder: Path, tmp_path: Path, campaign: Campaign
) -> None:
    importing.import_file(ws, data_folder / "district.json")
    reporter.set_reporter(ws, Profile("district", "大连市中山区总工会"))
    first = records.records(ws)[0]
    _bar(ws, first.value("unit_name"))
    with pytest.raises(BlockedError):
        submission.export_package(ws, tmp_path / "p.zip")
    records.explain(ws, first.id, "unit_name", "名称相同，是另一家单位")
    made = submission.export_package(ws, tmp_path / "p.zip").submission
    assert [each.explanation for each in made.findings if "历年典型名单" in each.message] == [
        "名称相同，是另一家单位"
    ]
    own = verifying.verify_package(ws, tmp_path / "p.zip")
    assert own.doubts == ()
    assert "本机的历年典型名单" in own.checked
    with Store.open(tmp_path / "city") as store:
        city = Workspace(campaign, lambda: store, lambda: ws.printer)
        read = verifying.verify_package(city, tmp_path / "p.zip")
        assert read.doubts == ()
        assert any("按自己的历年典型名单提出" in each for each in read.unchecked)
        _bar(city, records.records(ws)[1].value("unit_name"), reason="2016年典型")
        (doubt,) = verifying.verify_package(city, tmp_path / "p.zip").doubts
        assert "（2016年典型）看来是同一单位" in doubt
        assert doubt.endswith("报送包里没有写明原因。")


def test_a_word_file_is_a_list_by_its_tables_or_by_its_paragraphs(
    ws: Workspace, tmp_path: Path
) -> None:
    rows = [row("年度", "单位名称"), row("2015", "大连甲有限公司"), row("2016", "旅顺造船厂")]
    body = paragraph("大连市总工会") + paragraph("典型名单") + table(*rows)
    (tmp_path / "表.docx").write_bytes(word_file(body))
    units = roster.read_roster_file(ws, tmp_path / "表.docx").units
    assert units == (("大连甲有限公司", "2015年典型"), ("旅顺造船厂", "2016年典型"))
    lines = "".join(map(paragraph, ("2016年典型单位名单", "大连甲有限公司", "旅顺造船厂")))
    (tmp_path / "段.docx").write_bytes(word_file(lines))
    units = roster.read_roster_file(ws, tmp_path / "段.docx").units
    assert units == (("大连甲有限公司", "2016年典型"), ("旅顺造船厂", "2016年典型"))


def test_text_files_are_lists_in_either_character_set(ws: Workspace, tmp_path: Path) -> None:
    text = "单位名称,年度,原因\n大连甲有限公司,2015,典型\n旅顺造船厂,2016,\n"
    for encoding in ("utf-8-sig", "gb18030"):
        (tmp_path / "名单.csv").write_text(text, encoding)
        units = roster.read_roster_file(ws, tmp_path / "名单.csv").units
        assert units == (("大连甲有限公司", "2015年典型"), ("旅顺造船厂", "2016年典型"))


def test_a_spreadsheet_is_a_list_with_its_sheets_titles_and_merged_cells(
    ws: Workspace, tmp_path: Path
) -> None:
    def fill(sheet: Any) -> None:
        sheet.title = "历年典型"
        rows: list[list[Any]] = [["大连市典型单位一览表"], ["年度", "单位名称"]]
        rows += [[2015, "大连甲有限公司"], [None, "大连乙厂"], [2016, "大连丙厂"]]
        for cells in rows:
            sheet.append(cells)
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("A3:A4")
        second = sheet.parent.create_sheet("2014年典型")
        second.append(["单位名称"])
        second.append(["大连丁学校"])

    (tmp_path / "名单.xlsx").write_bytes(saved(fill))
    read = roster.read_roster_file(ws, tmp_path / "名单.xlsx")
    assert read.units == (
        ("大连甲有限公司", "2015年典型"),
        ("大连乙厂", "2015年典型"),
        ("大连丙厂", "2016年典型"),
        ("大连丁学校", "2014年典型"),
    )
    (notice,) = read.notices
    assert notice == "工作表“历年典型”年度、原因合并成一格的，各行都按这一格记，请核对。"


def test_a_pasted_table_has_its_cells_between_tabs() -> None:
    (pasted,) = text_tables("单位名称\t年度\r\n大连纺织厂\t2015\r\n旅顺造船厂\r\n")
    assert pasted.rows[2] == ["旅顺造船厂", ""]
    assert roster.read_roster_text("大连纺织厂\t2015\n").units == (("大连纺织厂", "2015年典型"),)
    with pytest.raises(InputError, match="没有找到单位名称"):
        roster.read_roster_text(" \n")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("名单.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为“Word 文档"),
        ("名单.docx", word_file(paragraph("通知") * 3), "没有找到单位名称"),
        ("名单.docx", b"PK\x03\x04" + bytes(100), "名单.docx："),
        ("名单.pdf", b"%PDF-1.4", "PDF 文件"),
        ("名单.xlsx", b"PK\x03\x04" + bytes(100), "名单.xlsx："),
        ("名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "名单.xls："),
        ("名单.zip", b"PK\x03\x04" + bytes(100), "名单可以从"),
        ("名单.csv", b"\x00\x01\x02" * 50, "认不出"),
        ("名单.txt", "关于做好防汛工作的通知\n请各单位认真落实。\n".encode(), "没有找到单位名称"),
    ],
)
def test_a_file_that_is_no_list_is_one_sentence(
    ws: Workspace, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=says) as told:
        roster.read_roster_file(ws, tmp_path / name)
    assert str(told.value).startswith(name)
    assert "\n" not in str(told.value)


def test_the_command_line_takes_in_lists_and_takes_off_units(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名单.txt"
    path.write_text("大连甲有限公司\n旅顺造船厂（2016年典型）\n", "utf-8")

    def call(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = app.main(["--data", str(tmp_path / "data"), "roster", *arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    code, answer = call("--import", str(path), "--reason", "2015年典型")
    assert (code, answer["added"]) == (0, ["大连甲有限公司", "旅顺造船厂"])
    first, second = answer["roster"]
    assert {key: first[key] for key in ("name", "reason", "source")} == {
        "name": "大连甲有限公司",
        "reason": "2015年典型",
        "source": "名单.txt",
    }
    assert (second["reason"], "T" in second["added_at"]) == ("2016年典型", True)
    assert call("--import", str(path))[1]["known"] == 2
    code, answer = call("--remove", "大连甲有限责任公司")
    assert (code, answer["removed"]) == (0, ["大连甲有限公司"])
    assert [each["name"] for each in call()[1]["roster"]] == ["旅顺造船厂"]
    assert call("--remove", "没有的厂")[0] == 2
    assert call("--reason", "2015年典型")[0] == 2
