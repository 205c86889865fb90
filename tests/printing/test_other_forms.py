"""A new form is a new TOML file: others than the three get a page that is right, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.form_loader import load_form
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet

ReadPages = Callable[[bytes], list[list[Any]]]
NO_FOOT_LINE = PrintOptions(foot_line=False)

HEAD = """
id = "annex4"
number = "附件4"
tab = "附件4"
title = ["大连市劳动竞赛活动", "先进集体推荐审批表"]
copies = 2
name_field = "team"
notes = ["本表一式两份。"]
confirmation = { label = "审批意见", name = "大连市总工会", date = "年 月 日" }
"""


def seal(number: int, name: str = "基层工会", mark: str = "（章）", date: str = "年 月 日") -> str:
    return f'[[seals]]\nid = "seal{number}"\nname = "{name}"\nmark = "{mark}"\ndate = "{date}"\n'


def field(field_id: str, label: str, kind: str = "text") -> str:
    return f'[[fields]]\nid = "{field_id}"\nlabel = "{label}"\ntype = "{kind}"\n'


def form_of(rows: str, *parts: str, heading: str = "[]", head: str = HEAD) -> FormDefinition:
    return load_form("\n".join((head, f"heading = {heading}", f"rows = {rows}", *parts)), "annex4")


WITHOUT_LONG_TEXT = form_of(
    '[["team"], ["leader", "members"]]',
    field("team", "班组名称"),
    field("leader", "班组长"),
    field("members", "人数", "whole_number"),
    seal(1),
)
LONG_BETWEEN_SHORT = form_of(
    '[["team", "leader"], ["deeds"], ["members", "year"], ["prizes"], ["remarks"]]',
    field("team", "班组名称"),
    field("leader", "班组长（或劳动竞赛负责人）姓名"),
    field("deeds", "主要先进事迹", "long_text"),
    field("members", "人数"),
    field("year", "成立年份"),
    field("prizes", "近三年获得的区级以上荣誉称号", "long_text"),
    field("remarks", "备注"),
    field("county", "区（市、县）"),
    *(seal(n) for n in (1, 2, 3)),
    heading='["county"]',
)
LONG_WORDS = form_of(
    '[["team"], ["deeds"]]',
    field("team", "班组名称"),
    field("deeds", "事迹", "long_text"),
    seal(1, "中国共产党大连市委员会直属机关工作委员会联合工会委员会", "（盖章）", "年月日"),
    head=HEAD.replace(
        "先进集体推荐审批表", "先进集体（班组、科室、车间、项目部）及先进个人推荐审批表"
    ),
)


@pytest.fixture(params=[WITHOUT_LONG_TEXT, LONG_BETWEEN_SHORT, LONG_WORDS])
def form(request: pytest.FixtureRequest) -> FormDefinition:
    found: FormDefinition = request.param
    return found


@pytest.mark.parametrize("length", [0, 20, 300, 450, 700, 1500])
def test_texts_stand_in_their_cells_and_seals_on_the_last_page(
    printer: FormPrinter, read_pages: ReadPages, form: FormDefinition, length: int
) -> None:
    text = ("开展劳动竞赛，提高班组素质。" * 200)[:length]
    values = {item.id: text[: 20 if item.type.widget == "line" else None] for item in form.fields}
    printed = printer.render([Sheet(form, values)], NO_FOOT_LINE)
    pages = read_pages(printed.pdf)
    found: dict[str, str] = {}
    for page, boxes in zip(pages, printed.pages, strict=True):
        for field_id, box in boxes.fields.items():
            glyphs = [glyph for glyph in page if glyph.starts_in(box)]
            assert all(glyph.inside(box) for glyph in glyphs)
            found[field_id] = found.get(field_id, "") + "".join(glyph.char for glyph in glyphs)
        assert all(glyph.left > 19.9 and glyph.right < 190.1 for glyph in page)
        assert all(glyph.top > 19.9 and glyph.bottom < 277.1 for glyph in page)
    assert found == values
    *others, last = printed.pages
    assert not any(boxes.seals for boxes in others)
    assert [key for key in last.seals if key != "confirmation"] == [item.id for item in form.seals]
    for box in last.seals.values():
        assert box.height >= 48
        assert box.width >= 46.5


def test_words_of_another_form_are_its_own(
    printer: FormPrinter, read_pages: ReadPages, form: FormDefinition
) -> None:
    (page,) = read_pages(printer.render([Sheet(form, {})], NO_FOOT_LINE).pdf)
    words = [form.number, *form.title, *(form.field(key).label for key in form.heading)]
    words += [form.field(key).label for row in form.rows for key in row]
    words += [word for item in form.seals for word in (item.name, item.mark, item.date)]
    assert form.confirmation is not None
    words += [form.confirmation.label, form.confirmation.name, form.confirmation.date, *form.notes]
    assert "".join(glyph.char for glyph in page) == "".join("".join(words).split())


def test_a_title_that_is_too_wide_gets_smaller_but_not_below_18(
    printer: FormPrinter, read_pages: ReadPages
) -> None:
    (page,) = read_pages(printer.render([Sheet(LONG_WORDS, {})], NO_FOOT_LINE).pdf)
    sizes = {round(glyph.size) for glyph in page if glyph.size > 16.5}
    assert sizes == {22, 18}


def test_a_label_without_any_room_is_no_fault(printer: FormPrinter) -> None:
    """A stranger's form may have one as long as the file's rules allow, beside three more."""
    fields = [field(f"f{number}", "栏" * 60, "long_text") for number in range(12)]
    rows = ", ".join(f'["f{number}"]' for number in range(12))
    head = HEAD.replace('name_field = "team"', 'name_field = "f0"')
    form = form_of(f"[{rows}]", *fields, *(seal(n, "单位" * 30) for n in range(3)), head=head)
    values = {f"f{number}": "文" for number in range(12)}
    assert printer.render([Sheet(form, values)], NO_FOOT_LINE).pdf.startswith(b"%PDF-")
