"""Titles, labels and short values: where they stand, and where their lines end."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.edition import definition_of, digest_of
from gonghui_desktop.model.forms.form_loader import load_form
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Box, PrintOptions, Sheet
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict
from gonghui_desktop.printing.type.paragraph import Paragraph
from gonghui_desktop.printing.word.docx import write_docx

ReadPages = Callable[[bytes], list[list[Any]]]
NO_FOOT_LINE = PrintOptions(foot_line=False)
FORMS = ("annex1", "annex2", "annex3")
MM = 72 / 25.4
ADVANCES: KeyDefaultDict[str, float] = KeyDefaultDict(
    lambda char: 0.33 if char == "·" else 0.5 if char.isascii() else 1.0
)


def strokes(glyphs: Sequence[Any], text: str) -> list[Any]:
    """The characters of the first place where a text stands."""
    start = "".join(glyph.char for glyph in glyphs).index(text)
    return list(glyphs[start : start + len(text)])


def middle(glyphs: Sequence[Any]) -> float:
    """Of a line's strokes, mm."""
    return float(glyphs[0].left + glyphs[-1].right) / 2


def lines_in(glyphs: Sequence[Any], box: Box) -> list[str]:
    """The lines of the text in a cell."""
    lines: dict[float, str] = {}
    for glyph in glyphs:
        if glyph.starts_in(box):
            lines[glyph.baseline] = lines.get(glyph.baseline, "") + glyph.char
    return list(lines.values())


@pytest.mark.parametrize("form_id", FORMS)
def test_what_is_centred_is_centred_by_its_strokes(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    values: dict[str, str],
    form_id: str,
) -> None:
    """A bracket's blank half counts for nothing, nor does the air around 目."""
    form = campaign.form(form_id)
    printed = printer.render([Sheet(form, values | {"goals": "职" * 1500})], NO_FOOT_LINE)
    pages = read_pages(printed.pdf)
    assert len(pages) > 1
    for line in form.title:
        assert middle(strokes(pages[0], line)) == pytest.approx(105, abs=0.2)
    for page in pages[1:]:
        title = strokes(page, f"{form.full_title}（续表）")
        assert middle(title) == pytest.approx(105, abs=0.2)
    for seal in form.seals:
        box = printed.pages[-1].seals[seal.id]
        cell = [glyph for glyph in pages[-1] if glyph.starts_in(box)]
        for words in (seal.name, seal.mark):
            across = box.left + box.width / 2
            assert middle(strokes(cell, words)) == pytest.approx(across, abs=0.2)


@pytest.mark.parametrize(
    ("field_id", "value", "lines"),
    [
        ("chairperson", "王建国、欧阳志远、司徒明", ["王建国、欧阳志远、", "司徒明"]),
        ("chairperson", "张三丰、李四海、王五一", ["张三丰、李四海、", "王五一"]),
        ("chairperson", "欧阳示例、司徒样例（代）", ["欧阳示例、", "司徒样例（代）"]),
        (
            "chairperson",
            "张　三、李　四、欧阳志远、王　五",
            ["张　三、李　四、", "欧阳志远、王　五"],
        ),
        ("chairperson", "张三 李四 王五 赵六 欧阳锋", ["张三李四王五", "赵六欧阳锋"]),
        ("contact", "0411-83640001转8012、13800000001", ["0411-83640001转8012、", "13800000001"]),
        ("contact", "0411-83640001 13800000001", ["0411-83640001", "13800000001"]),
        ("contact", "0411-83640001转8012/13800000001", ["0411-83640001转8012/", "13800000001"]),
        ("contact", "（0411）8480 0001、0411-8480 0002", ["（0411）84800001、", "0411-84800002"]),
        ("contact", "dlgh@126.com，13800000001", ["dlgh@126.com，", "13800000001"]),
        (
            "contact",
            "gonghui@example.com，13800000001",
            ["gonghui@", "example.com，", "13800000001"],
        ),
        ("contact", "gonghui.huoli@example.com", ["gonghui.huoli@", "example.com"]),
        (
            "address",
            "大连市甘井子区示例工业园区振兴路168号，示例大厦B座1701室",
            ["大连市甘井子区示例工业园区振兴路168号，", "示例大厦B座1701室"],
        ),
        (
            "address",
            "大连市甘井子区示例工业园区振兴路168号示例大厦B座1701室",
            ["大连市甘井子区示例工业园区", "振兴路168号示例大厦B座1701室"],
        ),
        (
            "address",
            "大连市金州区（开发区）董家沟街道示例新能源产业园B区3号楼2单元1101室（邮编116600）",
            [
                "大连市金州区（开发区）",
                "董家沟街道示例新能源产业园B区",
                "3号楼2单元1101室（邮编116600）",
            ],
        ),
        (
            "address",
            "瓦房店市共济街道大东工业区长兴路三段88号院内2号办公楼三楼工会办公室",
            ["瓦房店市共济街道大东工业区长兴路三段", "88号院内2号办公楼三楼工会办公室"],
        ),
        (
            "address",
            "大连市中山区葵英街 66 号青禾示例大厦 3 层至 5 层，院内 2 号楼",
            ["大连市中山区葵英街66号青禾示例大厦", "3层至5层，院内2号楼"],
        ),
        (
            "address",
            "大连市中山区桃源示例街 14 号街道党群服务中心 2 楼活动室",
            ["大连市中山区桃源示例街", "14号街道党群服务中心2楼活动室"],
        ),
        (
            "unit_name",
            "大连东北亚国际航运中心示例船舶代理有限公司工会委员会",
            ["大连东北亚国际航运中心示例", "船舶代理有限公司工会委员会"],
        ),
    ],
)
def test_a_short_value_is_broken_at_its_seams(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    field_id: str,
    value: str,
    lines: list[str],
) -> None:
    printed = printer.render([Sheet(campaign.form("annex1"), {field_id: value})], NO_FOOT_LINE)
    found = lines_in(read_pages(printed.pdf)[0], printed.pages[0].fields[field_id])
    assert found == ["".join(line.split()) for line in lines]


NAMES = st.one_of(
    st.text("王建国欧阳志远司徒明李", min_size=2, max_size=4),
    st.sampled_from(["阿不都热依木·艾山", "乌兰托娅·敖其尔", "司徒样例（代）", "张　三"]),
)
NUMBERS = st.one_of(
    st.from_regex(r"0411-8[0-9]{7}", fullmatch=True),
    st.from_regex(r"13[0-9]{9}", fullmatch=True),
    st.from_regex(r"0411-8[0-9]{7}转[1-9][0-9]{0,3}", fullmatch=True),
    st.from_regex(r"138 [0-9]{4} [0-9]{4}", fullmatch=True),
)


@given(
    st.lists(NAMES, min_size=2, max_size=9),
    st.sampled_from("、，；／"),
    st.floats(11.5, 40),
)
def test_no_name_of_a_list_is_torn(names: list[str], mark: str, measure: float) -> None:
    assert_is_torn_at_seams_only(names, mark, measure)


@given(
    st.lists(NUMBERS, min_size=2, max_size=6),
    st.sampled_from(["、", "，", "；", "／", ",", ";", "/", " "]),
    st.floats(11.5, 40),
)
def test_no_telephone_number_is_torn(numbers: list[str], mark: str, measure: float) -> None:
    assert_is_torn_at_seams_only(numbers, mark, measure)


def assert_is_torn_at_seams_only(parts: list[str], mark: str, measure: float) -> None:
    """Each part has room in a line, and so is whole in one."""
    lines, at_seams = Paragraph(mark.join(parts), ADVANCES).lines_at_seams(measure)
    assert at_seams
    found = [part for line in lines for part in line.text.rstrip(mark).split(mark)]
    assert mark.join(found) == mark.join(parts)
    for line in lines:
        blank = 0.5 if line.text[-1] in "、，；）" else 0.0
        assert line.width <= measure + blank + 1e-6


@given(st.text("张三李四王（代）、，；/转08-1@. ·—／", max_size=60), st.floats(2, 40))
def test_a_short_value_loses_no_character(text: str, measure: float) -> None:
    lines, _ = Paragraph(text, ADVANCES).lines_at_seams(measure)
    kept = "".join(line.text for line in lines)
    assert not lines or "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize("dot", "•‧∙・")
def test_the_dot_of_a_name_prints_as_the_chinese_one(
    campaign: Campaign, printer: FormPrinter, read_pages: ReadPages, dot: str
) -> None:
    """Half an em wide, whatever was typed; other bullets stay themselves."""
    values = {"chairperson": f"卓玛{dot}次仁", "goals": f"{dot} 一是入会{dot}二是建档。"}
    printed = printer.render([Sheet(campaign.form("annex1"), values)], NO_FOOT_LINE)
    (page,) = read_pages(printed.pdf)
    before, middle_dot, after = strokes(page, "卓玛·次仁")[1:4]
    assert (after.x - before.x) * MM == pytest.approx(1.5 * 12, abs=0.05)
    left, right = middle_dot.left - before.x - 12 / MM, after.x - middle_dot.right
    assert left == pytest.approx(right, abs=0.05)
    goals = lines_in(page, printed.pages[0].fields["goals"])
    assert goals == [f"{dot}一是入会·二是建档。"]


@pytest.mark.parametrize(("thousands", "shown"), [("comma", "1,286,000"), ("space", "1 286 000")])
def test_thousands_print_as_the_forms_file_says(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    project_folder: Path,
    thousands: str,
    shown: str,
) -> None:
    """In the PDF and in Word, in one line; a form whose file says nothing keeps its digest."""
    text = (project_folder / "forms" / "2017" / "annex1.toml").read_text("utf-8")
    switch = f'doubtful_above = 200000\nthousands = "{thousands}"'
    form = load_form(text.replace("doubtful_above = 200000", switch), "annex1.toml")
    sheet = Sheet(form, {"employees": "1286000", "covered_enterprises": "46"})
    printed = printer.render([sheet], NO_FOOT_LINE)
    box = printed.pages[0].fields["employees"]
    assert lines_in(read_pages(printed.pdf)[0], box) == [shown.replace(" ", "")]
    document = docx.Document(io.BytesIO(write_docx(sheet, printed.pages)))
    assert shown in [cell.text for row in document.tables[-1].rows for cell in row.cells]
    assert '"thousands"' in definition_of(form).text
    assert '"thousands"' not in definition_of(campaign.form("annex1")).text
    assert digest_of(form) != digest_of(campaign.form("annex1"))
