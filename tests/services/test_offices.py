"""The list of offices that are expected to report: imported, kept, frozen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.offices import OfficeAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving import offices
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store

_LIST = "中山区总工会\n西岗区总工会\n大连市 中山区总工会\n"


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(tmp_path / "data", "lina") as store:
        ws = Workspace(campaign, lambda: store, lambda: printer, folder=tmp_path / "data")
        reporter.set_reporter(ws, Profile("city", "大连市总工会"))
        yield ws


def _kinds(ws: Workspace) -> list[tuple[str, str]]:
    return [(each.name, each.kind) for each in offices.expected_offices(ws)]


def test_a_list_in_a_spreadsheet_goes_in_once(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "应报单位.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名单")
        rows = [
            ("单位名称", "单位类型"),
            ("中山区总工会", ""),
            ("大连市教育局工会", "驻会产业工会"),
        ]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    done = offices.add(ws, offices.read_offices_file(ws, path), path.name)
    assert done.sentence == "已加入 2 个单位。"
    assert _kinds(ws) == [("中山区总工会", "district"), ("大连市教育局工会", "resident_industry")]
    (first, _) = offices.expected_offices(ws)
    assert (first.campaign, first.source, first.who) == ("2017", "应报单位.xlsx", "lina")
    again = offices.add(ws, offices.read_offices_file(ws, path), path.name)
    assert (again.sentence, again.added) == ("2 个本来就在名单里，未改动。", ())


def test_doubles_are_told_and_a_kind_may_be_mended(ws: Workspace) -> None:
    read = offices.read_offices_text(ws, _LIST)
    assert read.notices == ("重复的只记一次：“中山区总工会”和“大连市 中山区总工会”。",)
    offices.add(ws, read, "粘贴")
    mended = offices.add(ws, offices.read_offices_text(ws, "西岗区总工会\t不驻会"), "改")
    assert mended.sentence == "1 个单位改了类型。"
    assert _kinds(ws)[1] == ("西岗区总工会", "nonresident_industry")


def test_of_which_kind_an_office_is_is_asked_where_nothing_tells(ws: Workspace) -> None:
    text = "中山区总工会\n大连市卫生局工会"
    with pytest.raises(
        InputError, match=r"看不出“大连市卫生局工会”是哪一类.*district（区市县总工会"
    ):
        offices.add(ws, offices.read_offices_text(ws, text), "")
    assert _kinds(ws) == []
    with pytest.raises(InputError, match="没有这种下级单位：school"):
        offices.kind_named(ws, "school")
    kind = offices.kind_named(ws, "驻会产业工会")
    offices.add(ws, offices.read_offices_text(ws, text, kind), "")
    assert [kind for _, kind in _kinds(ws)] == ["district", "resident_industry"]


def test_a_frozen_list_is_changed_with_a_reason_that_is_written_down(ws: Workspace) -> None:
    with pytest.raises(InputError, match="名单是空的"):
        offices.freeze(ws, "按 5 号文件附表")
    offices.add(ws, offices.read_offices_text(ws, _LIST), "")
    with pytest.raises(InputError, match="写明依据"):
        offices.freeze(ws, "核实无误")
    assert offices.office_log(ws) == []
    offices.freeze(ws, "按 5 号文件附表")
    with pytest.raises(InputError, match="确定过：按 5 号文件附表"):
        offices.freeze(ws, "再来一次")
    with pytest.raises(InputError, match=r"已于.*确定，要改请写明原因"):
        offices.add(ws, offices.read_offices_text(ws, "庄河市总工会"), "")
    with pytest.raises(InputError, match="要改请写明原因"):
        offices.remove(ws, "大连市西岗区总工会")
    offices.add(ws, offices.read_offices_text(ws, "庄河市总工会"), "", "漏列补上")
    offices.remove(ws, "大连市西岗区总工会", "并入中山区")
    assert [name for name, _ in _kinds(ws)] == ["中山区总工会", "庄河市总工会"]
    log = [(each.action, each.name, each.reason, each.who) for each in offices.office_log(ws)]
    assert log == [
        (OfficeAction.FREEZE, "", "按 5 号文件附表", "lina"),
        (OfficeAction.ADD, "庄河市总工会", "漏列补上", "lina"),
        (OfficeAction.REMOVE, "西岗区总工会", "并入中山区", "lina"),
    ]


@pytest.mark.parametrize(
    ("profile", "fault"),
    [
        (
            Profile("unit", "大连示例机械有限公司"),
            "基层单位“大连示例机械有限公司”不接收别的单位的报送",
        ),
        (Profile("city", "大连市总工会"), ""),
        (Profile("province", "辽宁省总工会"), ""),
        (Profile("nonresident_industry", "大连港工会"), ""),
    ],
)
def test_who_receives_nothing_has_no_list(ws: Workspace, profile: Profile, fault: str) -> None:
    reporter.set_reporter(ws, profile)
    assert offices.receives(ws) == (not fault)
    if fault:
        with pytest.raises(InputError, match=fault):
            offices.read_offices_text(ws, _LIST)


def test_a_text_without_offices_is_told_what_to_do(ws: Workspace) -> None:
    with pytest.raises(InputError, match=r"没有找到单位名称。请在表格第一行写上“单位名称”"):
        offices.read_offices_text(ws, "请于3月20日前上报。")
    with pytest.raises(InputError, match="名单里没有“某会”"):
        offices.remove(ws, "某会")
