"""Lists of units as offices keep them: found in whatever form they have."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gonghui_desktop.model.units import roster_list
from gonghui_desktop.model.units.roster_list import ListedTable, TooManyUnitsError, read_list


def _table(*rows: str | Sequence[str], title: str = "") -> ListedTable:
    """A table; a text is a row of one cell, or of several between bars."""
    cells = [row.split("|") if isinstance(row, str) else list(row) for row in rows]
    width = max(map(len, cells))
    return ListedTable([[*row, *[""] * (width - len(row))] for row in cells], title)


def _read(*tables: ListedTable, name: str = "", reason: str = "") -> dict[str, str]:
    return {unit.name: unit.reason for unit in read_list(tables, name, reason).units}


def test_columns_are_found_by_their_headings_wherever_these_stand() -> None:
    found = _read(
        _table(
            "大连市2015年基层工会活力建设典型单位名单（3家）",
            "",
            "序号|单 位 名 称（全称）|年度|不得申报原因|上级工会",
            "1|大连甲有限公司|||大连市中山区总工会",
            "2|乙厂|2016||",
            "3|大连丙医院|2016年度|在市级介绍过经验|",
            "4|大连丁学校||2014年典型|",
            "|单位名称|年度||",
            "5|戊公司|2016||",
            "|合计|5||",
            "注：以上单位不再申报",
        )
    )
    assert found == {
        "大连甲有限公司": "2015年典型",
        "乙厂": "2016年典型",
        "大连丙医院": "2016年在市级介绍过经验",
        "大连丁学校": "2014年典型",
        "戊公司": "2016年典型",
    }


def test_a_remark_counts_only_where_it_says_why() -> None:
    rows = ("企业名称|年度|备注", "大连甲有限公司|2016|已更名", "乙厂|2016|在市级会议上介绍经验")
    assert _read(_table(*rows)) == {
        "大连甲有限公司": "2016年典型",
        "乙厂": "2016年在市级会议上介绍经验",
    }
    rows = ("企业名称|备注", "大连甲有限公司|已更名", "大连乙有限公司|2016年典型")
    assert _read(_table(*rows), reason="在市级及以上介绍过经验") == {
        "大连甲有限公司": "在市级及以上介绍过经验",
        "大连乙有限公司": "2016年典型",
    }


def test_a_row_of_values_is_no_heading_whatever_words_it_has() -> None:
    rows = ("大连甲有限公司|2015|典型", "大连乙有限公司|2016|典型")
    found = {"大连甲有限公司": "2015年典型", "大连乙有限公司": "2016年典型"}
    assert _read(_table(*rows)) == found
    assert _read(_table("单位名称|年度|类别", *rows)) == found


def test_titles_between_the_rows_say_why_for_those_below() -> None:
    found = _read(
        _table("单位|联系人", "2015年|", "甲厂|张", "（二）2016年度典型单位：|", "乙厂|李"),
        _table("单位|联系人", "丙厂|王", title="在市以上介绍过经验的单位"),
    )
    assert found == {
        "甲厂": "2015年典型",
        "乙厂": "2016年典型",
        "丙厂": "在市级及以上介绍过经验",
    }


def test_what_the_list_says_goes_before_who_brings_it_and_that_before_its_file() -> None:
    table = _table("单位名称|年度", "甲厂|2015", "乙厂|")
    assert _read(table, name="2016年典型名单", reason="") == {
        "甲厂": "2015年典型",
        "乙厂": "2016年典型",
    }
    assert _read(table, name="2016年典型名单", reason="另有原因")["乙厂"] == "另有原因"
    assert _read(table, name="20170301名单")["乙厂"] == ""


def test_lines_of_a_text_are_units_where_they_read_as_such() -> None:
    lines = [
        "关于公布典型单位的通知",
        "各区市县总工会：",
        "　　经研究，现将典型单位公布如下，请学习。",
        "2015、2016年典型名单",
        "1. 大连甲有限公司",
        "2、大连乙（集团）有限公司  2016年",
        "（3）瓦房店丙厂（2014年典型）",
        "大连丁医院、大连戊学校；大连己公司。",
        "在市级以上介绍过经验的单位：庚饭店",
        "大连市总工会",
        "2017年2月1日",
        "共 7 家",
    ]
    read = read_list([_table(*lines)])
    assert {unit.name: unit.reason for unit in read.units} == {
        "大连甲有限公司": "2015、2016年典型",
        "大连乙（集团）有限公司": "2016年典型",
        "瓦房店丙厂": "2014年典型",
        "大连丁医院": "2015、2016年典型",
        "大连戊学校": "2015、2016年典型",
        "大连己公司": "2015、2016年典型",
        "庚饭店": "在市级及以上介绍过经验",
    }
    (told,) = read.notices
    assert told.startswith("不像单位名称，没有导入：“关于公布典型单位的通知”、“各区市县总工会：”")


def test_a_list_whose_lines_are_called_names_need_not_end_as_units_do() -> None:
    assert list(_read(_table("单位名称", "大连湾渔人码头", "大连甲有限公司", "辽渔国际"))) == [
        "大连湾渔人码头",
        "大连甲有限公司",
        "辽渔国际",
    ]


def test_paragraphs_around_a_table_with_headings_are_but_titles() -> None:
    text = ListedTable([["2015年典型名单"], ["大连市总工会"]], is_text=True)
    assert _read(text, _table("序号|单位名称", "1|大连甲有限公司")) == {
        "大连甲有限公司": "2015年典型"
    }


def test_doubles_and_what_cannot_be_a_name_are_told() -> None:
    rows = [
        "单位名称|年度",
        "大连甲有限公司|",
        "大连甲（有限责任公司）|2016",
        "12|2016",
        "长" * 101 + "|",
    ]
    table = _table(*rows)
    doubts = {(1, 0): "表格软件改过这一格"}
    read = read_list([ListedTable(table.rows, "名单", "工作表“名单”", doubts)])
    assert [(unit.name, unit.reason) for unit in read.units] == [("大连甲有限公司", "2016年典型")]
    double, strange, doubtful = read.notices
    assert double == "重复的只记一次：“大连甲有限公司”和“大连甲（有限责任公司）”。"
    assert strange.startswith("不像单位名称，没有导入：工作表“名单”第 5 行“长长")
    assert doubtful == "工作表“名单”第 2 行“大连甲有限公司”：表格软件改过这一格，请核对。"


def test_a_table_in_which_no_column_holds_names_gives_none() -> None:
    assert _read(_table("张三|0411-84800001", "李四|0411-84800002")) == {}
    assert _read(_table("|", "|")) == {}


def test_no_list_is_as_long_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_list, "MOST_UNITS", 2)
    with pytest.raises(TooManyUnitsError):
        _read(_table("单位名称|", "甲厂|", "乙厂|", "丙厂|"))
    with pytest.raises(TooManyUnitsError):
        _read(ListedTable([["甲厂"]] * 50_001))


def test_a_filled_form_is_no_list() -> None:
    form = _table(
        ("单位名称", "大连甲有限公司"), ("工会主席", "张"), ("单位地址", "路"), ("职工人数", "9")
    )
    title = ListedTable([["典型单位申报表（企事业）"]], is_text=True)
    read = read_list([title, form])

    assert read.units == ()
    assert read.notices == ("文件里有申报表或填表说明，不是名单，没有导入。",)
    listed = _table(
        ("单位名称", "工会主席", "单位地址", "职工人数"), ("大连甲有限公司", "张", "路", "9")
    )
    assert _read(listed) == {"大连甲有限公司": ""}
