"""The summary spreadsheet, read back by another program's library."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from gonghui_desktop.exchange.spreadsheet.summary import summary_xlsx
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record
from tests.printing.libreoffice import SOFFICE, needs_libreoffice

SampleRecords = Callable[[str], list[Record]]


def form_of(campaign: Campaign) -> Callable[[Record], FormDefinition]:
    return lambda record: campaign.form(record.form)


def sheets(data: bytes) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: sheet for sheet in book.worksheets}


def test_a_sheet_for_each_form_with_its_short_fields(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords
) -> None:
    records = sample_records("district")
    read = sheets(summary_xlsx(campaign, profile, records, form_of(campaign)))
    assert list(read) == ["附件1", "附件2"]
    rows = list(read["附件1"].iter_rows(values_only=True))
    assert rows[0][0] == "基层工会活力建设项目典型单位申报汇总表"
    assert rows[1][0] is not None
    assert "大连市中山区总工会" in str(rows[1][0])
    assert str(rows[2][0]).endswith("（企事业），共 4 份；市（省产业）：大连；县（市、区）：中山")
    assert rows[3] == (
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
    first = records[0]
    assert rows[4] == (
        1,
        first.value("unit_name"),
        first.value("chairperson"),
        first.value("address"),
        first.value("contact"),
        "（5）私营企业",
        326,
        "是",
        check_code(fingerprint(campaign.form("annex1"), first)),
    )
    assert [row[0] for row in rows[4:]] == [1, 2, 3, 4]
    assert "覆盖企业数量" in [cell.value for cell in read["附件2"][4]]


def test_it_prints_on_a4_with_its_head_on_every_page(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords
) -> None:
    for sheet in sheets(
        summary_xlsx(campaign, profile, sample_records("district"), form_of(campaign))
    ).values():
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
        assert sheet.page_setup.orientation == sheet.ORIENTATION_LANDSCAPE
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)  # one is what it is without being told
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$4"
        assert (
            sheet.print_area
            == f"'{sheet.title}'!$A$1:${sheet.dimensions.partition(':')[2][:-1]}${sheet.max_row}"
        )
        assert sheet.freeze_panes == "C5"


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613912345678", "-2", "@SUM(A1)", "{=A1}", "http://x.invalid", "0012", "1e5"]
)
def test_text_is_never_a_formula_link_or_number(
    campaign: Campaign, profile: Profile, text: str
) -> None:
    values = dict.fromkeys(["unit_name", "chairperson", "address", "contact", "employees"], text)
    now = datetime.now(UTC)
    record = Record("0" * 32, "annex1", now, now, values)
    (sheet,) = sheets(
        summary_xlsx(campaign, replace(profile, name=text), [record], form_of(campaign))
    ).values()
    cells = [cell for cell in sheet[5] if cell.value == text]
    assert len(cells) >= 4
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_rare_characters_and_endless_texts_are_taken(campaign: Campaign, profile: Profile) -> None:
    name = "王\ufa20\U0002cc5f"
    values = {"chairperson": name, "address": "长" * 40_000, "employees": "9" * 20}
    now = datetime.now(UTC)
    record = Record("0" * 32, "annex3", now, now, values)
    (sheet,) = sheets(summary_xlsx(campaign, profile, [record], form_of(campaign))).values()
    row = [cell.value for cell in sheet[5]]
    assert name in row
    assert "9" * 20 in row
    assert "长" * 32_767 in row


def test_the_same_records_give_the_same_bytes(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords
) -> None:
    records = sample_records("resident_industry")
    data = summary_xlsx(campaign, profile, records, form_of(campaign))
    assert data == summary_xlsx(campaign, profile, records, form_of(campaign))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"2017-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_without_records_it_is_an_empty_table(campaign: Campaign, profile: Profile) -> None:
    read = sheets(summary_xlsx(campaign, profile, [], form_of(campaign)))
    assert list(read) == ["附件1"]
    assert read["附件1"].max_row == 4


def test_forms_of_one_number_get_sheets_of_their_own(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords
) -> None:
    odd = tuple(replace(form, number="附件[x]") for form in campaign.forms)
    same = tuple(replace(form, number="附件") for form in campaign.forms)
    records = sample_records("district")
    for forms in (odd, same):
        bent = replace(campaign, forms=forms)
        assert len(sheets(summary_xlsx(bent, profile, records, form_of(bent)))) == 2


@pytest.mark.slow  # LibreOffice's first start takes some seconds
@needs_libreoffice
def test_libreoffice_opens_it_and_prints_its_head_on_every_page(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords, tmp_path: Path
) -> None:
    one = sample_records("district")[0]
    records = [replace(one, id=f"{number:032x}") for number in range(60)]
    (tmp_path / "s.xlsx").write_bytes(summary_xlsx(campaign, profile, records, form_of(campaign)))
    folder = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command: list[Any] = [SOFFICE, folder, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, tmp_path, tmp_path / "s.xlsx"], check=True, capture_output=True)
    with pdfplumber.open(tmp_path / "s.pdf") as document:
        assert len(document.pages) > 1
        for number, page in enumerate(document.pages, 1):
            text = page.extract_text().replace(" ", "")
            assert page.width > page.height
            assert "校验码" in text
            assert f"第{number}页共{len(document.pages)}页" in text


def test_what_units_have_alike_above_the_table_is_told_once_or_has_a_column(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords
) -> None:
    one, other, *_ = sample_records("district")
    other = replace(other, values={**other.values, "county": "西岗"})
    (sheet,) = sheets(summary_xlsx(campaign, profile, [one, other], form_of(campaign))).values()
    heads = [cell.value for cell in sheet[4]]
    column = heads.index("县（市、区）")
    assert "市（省产业）" not in heads
    assert [sheet.cell(row, column + 1).value for row in (5, 6)] == ["中山", "西岗"]
