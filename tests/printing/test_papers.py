"""Summary and cover sheet, read back from the finished files."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp

from gonghui_desktop.model.checkcode import check_code, package_digits
from gonghui_desktop.printing.papers.contents import (
    Bar,
    BarChart,
    CodeList,
    Cover,
    Summary,
    UnitTable,
)
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import DRAFT
from tests.printing.archive_judge import faults
from tests.printing.structure_reader import Element, read_structure

MM = 72 / 25.4
OFFICE = "大连市中山区总工会"
HEADS = (
    "序号",
    "单位名称",
    "工会主席",
    "单位地址",
    "联系方式",
    "单位性质",
    "职工人数",
    "非公企业",
    "校验码",
)
_NAMES = (
    "大连某厂",
    "大连经济技术开发区金马路街道红梅社区示例重工装备制造（集团）有限公司联合工会委员会",
)
_ADDRESSES = (
    "",
    "大连市中山区人民路100号",
    "辽宁省大连经济技术开发区长兴路三段128号示例大厦B座1203室",
)
_PEOPLE = ("王敏", "阿不都热依木·买买提", "王\U0002c029", "")
_PHONES = ("0411-82640177", "0411-84800001（办）13700000002（手机）", "")
_NATURES = ("（5）私营企业", "（1）国有及控股企业", "")
FINGERPRINT = bytes(range(32))


def unit(number: int) -> tuple[str, ...]:
    """A row; names of all lengths, optional cells empty now and then."""
    return (
        str(number),
        _NAMES[number % 2],
        _PEOPLE[number % 4],
        _ADDRESSES[number % 3],
        _PHONES[(number + 1) % 3],
        _NATURES[number % 3],
        str(number * 37),
        "是" if number % 3 else "",
        check_code(bytes([number % 251, number // 251]) * 16),
    )


def summary(*counts: int, remark: str = "一、申报数量：共 5 份申报表。") -> Summary:
    tables = tuple(
        UnitTable(
            f"附件{n}　典型单位申报表，共 {count} 份",
            f"附件{n}（续）",
            HEADS,
            tuple(map(unit, range(1, count + 1))),
        )
        for n, count in enumerate(counts, 1)
    )
    return Summary(
        "基层工会活力建设项目典型单位申报汇总表",
        OFFICE,
        f"报送单位：{OFFICE}",
        "2017年3月15日",
        tables,
        (remark, "二、联系人：刘敏"),
        ("填报人", "负责人"),
    )


def cover(*counts: int) -> Cover:
    lists = tuple(
        CodeList(
            f"附件{n}，共 {count} 份",
            tuple(
                (f"{unit_number:03d}", unit(unit_number)[-1]) for unit_number in range(1, count + 1)
            ),
        )
        for n, count in enumerate(counts, 1)
    )
    facts = (
        ("报送单位", OFFICE),
        ("联系人", "刘敏"),
        ("报送次数", "第 2 次，替代第 1 次（编号 3f2a9c01）"),
    )
    return Cover(
        ("基层工会活力建设项目", "典型单位申报材料报送单"),
        OFFICE,
        facts,
        FINGERPRINT,
        "核对码",
        "文件改动一处，就是另一个号码。",
        "校验码",
        lists,
        ("收件时请核对。",),
        ("填报人", "负责人"),
    )


def pages(pdf: bytes) -> Iterator[Any]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        yield from document.pages


def unit_rows(page: Any) -> list[list[str]]:
    """The rows of the tables of units on a page, heads among them, each cell in one line."""
    found = [table for table in page.extract_tables() if len(table[0]) == len(HEADS)]
    return [[(cell or "").replace("\n", "") for cell in row] for table in found for row in table]


def plain(texts: Sequence[str]) -> list[str]:
    """Without blanks, which a line's end takes the place of."""
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize(
    "counts", [(1,), (4, 1), (25, 15), pytest.param((89,), marks=pytest.mark.slow)]
)
def test_every_value_of_every_unit_stands_in_its_cell(
    printer: FormPrinter, counts: tuple[int, ...]
) -> None:
    contents = summary(*counts)
    pdf = printer.summary(contents)
    rows = [plain(row) for page in pages(pdf) for row in unit_rows(page)]
    expected = [plain(row) for table in contents.tables for row in table.rows]
    heads = plain(HEADS)
    assert [row for row in rows if row != heads] == expected
    for page in pages(pdf):
        if found := unit_rows(page):
            assert plain(found[0]) == heads  # on every page again
            text = "".join(char["text"] for char in page.chars)
            assert ("（续）" in text) == (found[1][0] != "1")  # with the form that goes on


@pytest.mark.parametrize("counts", [(1,), (4, 1), (13, 2), (40,)])
def test_nothing_leaves_the_body_of_its_page(printer: FormPrinter, counts: tuple[int, ...]) -> None:
    for pdf, size in (
        (printer.summary(summary(*counts)), (297, 210)),
        (printer.cover(cover(*counts)), (210, 297)),
    ):
        read = list(pages(pdf))
        for number, page in enumerate(read, 1):
            assert (round(page.width / MM), round(page.height / MM)) == size
            drawn = [*page.chars, *page.rects, *page.lines]
            foot = [each for each in drawn if each["top"] > page.height - 19.9 * MM]
            text = "".join(each["text"] for each in foot)
            assert f"第{number}页共{len(read)}页" in text.replace(" ", "")
            assert ("骑缝章" in text) == (len(read) > 1)
            for each in drawn:
                assert each["x0"] >= 19.9 * MM
                assert each["x1"] <= page.width - 19.9 * MM
                assert each["top"] >= 19.9 * MM


def seal_boxes(pdf: bytes) -> list[tuple[int, float, float]]:
    """Page, width and height in mm of every field for an electronic seal."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            (number, float(box[2] - box[0]) / MM, float(box[3] - box[1]) / MM)
            for number, page in enumerate(document.pages)
            for field in page.obj.get("/Annots", [])
            for box in [field.Rect]
        ]


def test_the_seal_has_room_and_never_stands_alone(printer: FormPrinter) -> None:
    for count in (*range(1, 9), 15, 22):
        pdf = printer.summary(summary(count))
        ((number, width, height),) = seal_boxes(pdf)
        read = list(pages(pdf))
        assert number == len(read) - 1
        assert width >= 46
        assert height >= 48
        assert len(unit_rows(read[number])) >= 1 + min(count, 2)
    for count in (1, 40, 89, 244):
        ((number, width, height),) = seal_boxes(printer.cover(cover(count)))
        assert number == 0
        assert width >= 46
        assert height >= 48


def test_a_reason_of_any_length_is_printed_whole(printer: FormPrinter) -> None:
    reason = "".join(f"第{number}条原因，" for number in range(900))
    pdf = printer.summary(summary(3, remark=reason))
    text = "".join("".join(char["text"] for char in page.chars) for page in pages(pdf))
    for page in pages(pdf):
        text = text.replace("".join(c["text"] for c in page.chars if c["size"] < 9), "")
    assert reason in text
    (number, _, _), *others = seal_boxes(pdf)
    assert not others
    assert "条原因" in list(pages(pdf))[number].extract_text()


def test_names_and_numbers_are_never_broken(printer: FormPrinter) -> None:
    contents = summary(12)
    lines = [
        line
        for page in pages(printer.summary(contents))
        for table in page.extract_tables()
        for row in table
        for cell in row
        for line in (cell or "").split("\n")
    ]
    text = str(contents.tables)
    for whole in ("0411-82640177", "13700000002", "0411-84800001", "阿不都热依木·"):
        assert sum(whole in line for line in lines) == text.count(whole) > 0
    for row in contents.tables[0].rows:
        assert row[-1] in lines


def test_many_columns_and_endless_names_still_print(printer: FormPrinter) -> None:
    heads = ("序号", *(f"第{number}栏" for number in range(30)), "校验码")
    row = ("1", *("长" * 50 for _ in range(30)), "1234 5678 9012 3")
    table = UnitTable("很多栏", "很多栏（续）", heads, (row,))
    contents = replace(summary(), tables=(table,), office=OFFICE * 20)
    pdf = printer.summary(contents)
    assert sum(char["text"] == "长" for page in pages(pdf) for char in page.chars) == 1500
    assert len(seal_boxes(pdf)) == 1


def test_the_cover_has_every_code_and_its_own_for_people_and_for_a_scanner(
    printer: FormPrinter,
) -> None:
    for counts in ((1,), (4, 1), (72, 17), (244,)):
        contents = cover(*counts)
        pdf = printer.cover(contents)
        text = "\n".join(page.extract_text() for page in pages(pdf))
        for each in contents.lists:
            assert "".join(each.caption.split()) in "".join(text.split())
            for number, code in each.codes:
                assert f"{number} {code}" in text.replace("  ", " ")
        assert check_code(FINGERPRINT) in text
        with pdfium.PdfDocument(pdf) as document:
            (scanned,) = zxingcpp.read_barcodes(document[0].render(scale=150 / 72).to_pil())
        assert scanned.text == package_digits(FINGERPRINT)
        assert scanned.text.isdigit()
        assert int(scanned.text[1:40]) == int.from_bytes(FINGERPRINT[:16], "big")
        assert DRAFT not in text


def test_both_are_archive_files_and_the_same_every_time(
    printer: FormPrinter, fonts_folder: Any
) -> None:
    again = FormPrinter(fonts_folder)
    for counts in ((1,), (4, 1), (40,)):
        assert not faults(printer.summary(summary(*counts)))
        assert not faults(printer.cover(cover(*counts)))
        assert printer.summary(summary(*counts)) == again.summary(summary(*counts))
        assert printer.cover(cover(*counts)) == again.cover(cover(*counts))


def test_a_summary_is_read_aloud_table_by_table(printer: FormPrinter) -> None:
    contents = summary(9, 2)
    document = read_structure(printer.summary(contents))
    assert [each.whole_text for each in document.all("H1")] == [contents.title]
    assert [each.whole_text for each in document.all("H2")] == [t.caption for t in contents.tables]
    first, second, ending = document.all("Table")
    for table, told in ((first, contents.tables[0]), (second, contents.tables[1])):
        (head,) = table.all("THead")
        assert [cell.whole_text for cell in head.all("TH")] == list(HEADS)
        assert {cell.scope for cell in head.all("TH")} == {"Column"}
        (body,) = table.all("TBody")
        assert [_cells(row) for row in body.all("TR")] == [plain(row) for row in told.rows]
    assert "（章）" in ending.whole_text


def _cells(row: Element) -> list[str]:
    return plain([cell.whole_text for cell in row.all("TD")])


def charted(count: int) -> Summary:
    """A summary with charts, and a table that is summed up."""
    plain_one = summary(count, 2)
    first, second = plain_one.tables
    whole = ("", "合计", *("" for _ in HEADS[2:-1]), "")
    charts = (
        BarChart(
            "按单位性质（个）",
            tuple(
                Bar(label, amount, str(amount))
                for label, amount in (
                    ("（5）私营企业", 40),
                    ("（1）国有及控股企业", 10),
                    ("未填", 0),
                )
            ),
        ),
        BarChart("上报单位（家）", (Bar("在本表内", 12, "12"), Bar("未报", 3, "3"))),
    )
    return replace(plain_one, tables=(replace(first, total=whole), second), charts=charts)


def _bars(page: Any) -> list[Any]:
    """Filled in grey, the longest first."""
    return sorted(page.rects, key=lambda rect: rect["x0"] - rect["x1"])


def test_bars_are_as_long_as_what_they_stand_for(printer: FormPrinter) -> None:
    pdf = printer.summary(charted(3))
    first, *others = pages(pdf)
    assert not any(page.rects for page in others)
    for rect in first.rects:
        assert rect["x0"] >= 19.9 * MM
        assert rect["x1"] <= first.width - 19.9 * MM
    by_chart: dict[int, list[float]] = {}
    for rect in _bars(first):
        by_chart.setdefault(round(rect["x0"]), []).append(rect["x1"] - rect["x0"])
    left, right = (by_chart[place] for place in sorted(by_chart))
    assert left[1] / left[0] == pytest.approx(10 / 40, abs=0.01)
    assert right[1] / right[0] == pytest.approx(3 / 12, abs=0.01)
    assert (len(left), len(right)) == (2, 2)  # nothing is drawn for 0
    assert not faults(pdf)


def test_charts_are_read_aloud_as_tables(printer: FormPrinter) -> None:
    document = read_structure(printer.summary(charted(3)))
    tables = [
        [[cell.whole_text for cell in (*row.all("TH"), *row.all("TD"))] for row in table.all("TR")]
        for table in document.all("Table")
    ]
    assert [["（5）私营企业", "40"], ["（1）国有及控股企业", "10"], ["未填", "0"]] in tables
    assert [["在本表内", "12"], ["未报", "3"]] in tables
    captions = [each.whole_text for each in document.all("H2")]
    assert captions[1:3] == ["按单位性质（个）", "上报单位（家）"]


def test_what_sums_a_table_up_never_begins_a_page(printer: FormPrinter) -> None:
    for count in (7, 14, 21):  # where it would
        read = list(pages(printer.summary(charted(count))))
        for page in read:
            rows = [row for row in unit_rows(page) if row[0] != HEADS[0]]
            assert "合计" not in (rows[0][1] if rows else "")
        assert sum(row[1] == "合计" for page in read for row in unit_rows(page)) == 1


def test_heads_with_digits_stay_in_a_line(printer: FormPrinter) -> None:
    heads = ("序号", "上报单位", *(f"附件{number}" for number in range(1, 10)), "报送包")
    rows = tuple((str(n), _NAMES[1], *("5" for _ in range(9)), "91a0eb44") for n in range(1, 4))
    table = UnitTable("按上报单位", "续", heads, rows, ("", "合计", *("15" for _ in range(9)), ""))
    first = next(pages(printer.summary(replace(summary(), tables=(table,)))))
    found = first.extract_tables()[0]
    assert [(cell or "").replace(" ", "") for cell in found[0]] == list(heads)


def test_a_sentence_in_a_cell_fills_its_lines(printer: FormPrinter) -> None:
    said = "还差 4 个典型单位，还差 2 个非公企业典型（说明：本区符合条件的单位还在推荐中）。"
    heads = ("序号", "上报单位", *(f"第{n}栏" for n in range(8)), "说明", "次", "报送包")
    row = ("1", "中山区总工会", *("218" for _ in range(8)), said, "2", "73a2f69c")
    table = UnitTable("按上报单位", "续", heads, (row,))
    first = next(pages(printer.summary(replace(summary(), tables=(table,)))))
    *full, _last = first.extract_tables()[0][1][10].split("\n")
    assert min(map(len, full)) > 0.8 * max(map(len, full))
    assert not [line for line in full if line.endswith(("4", "2"))]
