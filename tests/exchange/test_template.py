"""The blank spreadsheet: what it offers, and that it comes back as it was filled in."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from gonghui_desktop.exchange.spreadsheet.reading import read_sheets
from gonghui_desktop.exchange.spreadsheet.template import EXPLANATIONS, template_xlsx
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.fieldtypes.contract import Choice
from gonghui_desktop.model.fieldtypes.one_of import OneOf
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.tables.headings import headings_at
from gonghui_desktop.model.tables.matching import is_exact, match_columns
from tests.printing.libreoffice import SOFFICE, needs_calc
from tests.reading_here import ReadersHere

_VALUES = {
    "unit_name": "大连示例机械有限公司",
    "city": "大连",
    "county": "中山",
    "chairperson": "王示例",
    "address": "大连市中山区示例路1号",
    "contact": "0411-83640001",
    "unit_nature": "（5）私营企业",
    "employees": "320",
    "goals": "一是建好职工之家。\n二是开好职代会。",
    "measures": "一是健全组织。",
    "non_public": "是",
}


def _sheets(data: bytes) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets}


def _filled(campaign: Campaign) -> bytes:
    """The template with a unit on its first sheet, as another program saves it."""
    book = openpyxl.load_workbook(BytesIO(template_xlsx(campaign, campaign.forms)))
    sheet = book.worksheets[0]
    labels = {campaign.forms[0].field(field).label: field for field in _VALUES}
    for cell in sheet[1]:
        text = _VALUES[labels[str(cell.value).removesuffix(" *")]]
        sheet.cell(2, cell.column, int(text) if text == "320" else text)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_sheet_for_each_form_with_its_official_labels(campaign: Campaign) -> None:
    read = _sheets(template_xlsx(campaign, campaign.forms))

    assert list(read) == ["附件1", "附件2", "附件3", EXPLANATIONS]
    for form, sheet in zip(campaign.forms, read.values(), strict=False):
        heads = [str(cell.value) for cell in sheet[1]]
        assert sorted(heads) == sorted(
            f"{field.label} *" if field.mandatory else field.label for field in form.fields
        )
        assert heads[0] == f"{form.field(form.name_field).label} *"
        assert (sheet.freeze_panes, sheet.max_row) == ("B2", 1)


def test_spreadsheet_programs_keep_telephones_and_offer_choices(campaign: Campaign) -> None:
    sheet = _sheets(template_xlsx(campaign, campaign.forms))["附件1"]
    columns = {str(cell.value).removesuffix(" *"): cell.column_letter for cell in sheet[1]}

    formats = {label: sheet.column_dimensions[letter] for label, letter in columns.items()}
    assert formats["联系方式"].number_format == "@"
    assert formats["职工人数"].number_format == "0"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    nature = rules[f"{columns['单位性质']}2:{columns['单位性质']}20000"]
    assert nature.type == "list"
    assert "（5）私营企业" in nature.formula1
    assert rules[f"{columns['职工人数']}2:{columns['职工人数']}20000"].type == "whole"
    telephone = rules[f"{columns['联系方式']}2:{columns['联系方式']}20000"]
    assert "区号" in telephone.prompt


def test_what_was_filled_in_comes_back_by_its_headings(campaign: Campaign) -> None:
    form = campaign.forms[0]
    sheet, *others = read_sheets(_filled(campaign), "导入表.xlsx", ReadersHere())
    headings = headings_at(sheet.rows, 0, 1)
    matched = [column.field for column in match_columns(form, sheet.rows, headings)]

    assert is_exact(form, headings, matched)
    assert dict(zip(matched, sheet.rows[1], strict=True)) == _VALUES
    assert form.field("unit_nature").type.normalise(_VALUES["unit_nature"]) == "5"
    assert (sheet.doubts, sheet.notices) == ({}, ())
    assert [each.name for each in others] == ["附件2", "附件3", EXPLANATIONS]


def test_the_explanations_tell_of_every_field(campaign: Campaign) -> None:
    sheet = _sheets(template_xlsx(campaign, campaign.forms))[EXPLANATIONS]
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    told = {(row[0], row[1]): row for row in rows}

    for form in campaign.forms:
        assert any(form.full_title in str(row[0]) for row in rows)
        for field in form.fields:
            row = told[form.number, field.label]
            assert (row[2] == "必填") == field.mandatory
            assert field.hint in str(row[3])
    assert "（9）事业单位" in str(told["附件1", "单位性质"][3])
    assert "空着的，导入时填“大连”" in str(told["附件1", "市（省产业）"][3])


def _with_choices(form: FormDefinition, labels: list[str]) -> FormDefinition:
    choices = tuple(Choice(str(number), label) for number, label in enumerate(labels))
    fields = tuple(
        replace(field, type=OneOf(choices)) if field.type.choices else field
        for field in form.fields
    )
    return replace(form, id="annex9", number="表/9", fields=fields)


@pytest.mark.parametrize("labels", [["甲，乙", "甲,乙"], [f"很长的选项第{n}项" for n in range(60)]])
def test_a_form_of_another_year_with_choices_that_no_cell_can_hold(
    campaign: Campaign, labels: list[str]
) -> None:
    form = _with_choices(campaign.forms[0], labels)
    data = template_xlsx(campaign, [form])
    book = openpyxl.load_workbook(BytesIO(data))
    (rule, *_) = [
        each for each in book.worksheets[0].data_validations.dataValidation if each.type == "list"
    ]

    hidden = book["选项"]
    assert [hidden.cell(row, 1).value for row in range(1, len(labels) + 1)] == labels
    assert (hidden.sheet_state, rule.formula1) == ("veryHidden", f"'选项'!$A$1:$A${len(labels)}")
    assert [sheet.notices for sheet in read_sheets(data, "表.xlsx", ReadersHere())] == [(), ()]


def test_the_same_forms_give_the_same_bytes(campaign: Campaign) -> None:
    assert template_xlsx(campaign, campaign.forms) == template_xlsx(campaign, campaign.forms)


@pytest.mark.slow  # LibreOffice's first start takes some seconds
@needs_calc
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_libreoffice_opens_it_and_saves_it_in_every_format(
    campaign: Campaign, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "filled.xlsx").write_bytes(_filled(campaign))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command: list[Any] = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir"]
    out = tmp_path / "out"
    subprocess.run(
        [*command, out, tmp_path / "filled.xlsx"], check=True, capture_output=True, timeout=120
    )
    sheet = read_sheets((out / f"filled.{kind}").read_bytes(), f"导入表.{kind}", ReadersHere())[0]

    assert set(sheet.rows[1]) == set(_VALUES.values())
