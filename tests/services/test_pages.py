"""What the files that a clerk saves say about themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
import zxingcpp

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import pages, records, reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store

_FILLED = {
    "city": "大连市",
    "county": "中山区",
    "unit_name": "大连示例重工有限公司",
    "chairperson": "于样例",
    "address": "大连市中山区示例路 1 号",
    "contact": "办公室",
    "unit_nature": "5",
    "employees": "120",
    "goals": "健全组织。",
    "measures": "开展协商。",
}


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, fonts_folder: Path) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: FormPrinter(fonts_folder))


def title_and_bookmarks(pdf: bytes) -> tuple[str, list[str]]:
    with pypdfium2.PdfDocument(pdf) as document:
        bookmarks = [bookmark.get_title() for bookmark in document.get_toc()]
        return document.get_metadata_value("Title"), bookmarks


def test_a_file_of_several_forms_is_named_after_the_project(ws: Workspace) -> None:
    sheets = []
    for form in ws.campaign.forms:
        record = records.create(ws, form.id)
        record = records.change(ws, record.id, {form.name_field: "大连示例产业工会"})
        sheets.append(pages.record_sheet(ws, record))
    one, all_of_them = (
        title_and_bookmarks(pages.render(ws, part, pages.file_options(ws)).pdf)
        for part in (sheets[:1], sheets)
    )
    assert one == (ws.campaign.forms[0].full_title, ["附件1 大连示例产业工会"])
    assert all_of_them == (
        "基层工会活力建设项目申报表",
        [f"附件{number} 大连示例产业工会" for number in (1, 2, 3)],
    )


def test_blank_forms_are_told_apart(ws: Workspace) -> None:
    sheets = [pages.blank_sheet(form) for form in ws.campaign.forms]
    _, bookmarks = title_and_bookmarks(pages.render(ws, sheets, pages.file_options(ws)).pdf)
    assert bookmarks == ["附件1 空白表", "附件2 空白表", "附件3 空白表"]


def _paper(pdf: bytes) -> tuple[bool, bool]:
    """Whether the first page bears a QR code, and whether it has fields for electronic seals."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        codes = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
        fields = pdfium_c.FPDFPage_GetAnnotCount(page)
        page.close()
    return bool(codes), bool(fields)


def test_paper_is_as_the_office_wants_it(ws: Workspace, tmp_path: Path) -> None:
    sheet = pages.record_sheet(ws, records.create(ws, "annex1"))

    def papers() -> tuple[tuple[bool, bool], tuple[bool, bool]]:
        pages.save_pdf(ws, [sheet], tmp_path / "表.pdf", pages.file_options(ws))
        printed = pages.render(ws, [sheet], pages.paper_options(ws)).pdf
        return _paper((tmp_path / "表.pdf").read_bytes()), _paper(printed)

    assert papers() == ((True, True), (True, False))
    pages.set_paper_choices(ws, pages.PaperChoices(foot_line=False, signature_fields=True))
    assert papers() == ((False, True), (False, False))
    pages.set_paper_choices(ws, pages.PaperChoices(foot_line=True, signature_fields=False))
    assert papers() == ((True, False), (True, False))
    with Store.open(tmp_path / "data") as again:
        later = Workspace(ws.campaign, lambda: again, lambda: ws.printer)
        assert pages.paper_choices(later) == pages.PaperChoices(True, False)


def test_a_draft_is_marked_while_something_must_be_mended(ws: Workspace) -> None:
    record = records.create(ws, "annex1")
    assert pages.record_sheet(ws, record).is_draft
    assert not pages.blank_sheet(ws.campaign.form("annex1")).is_draft
    complete = records.change(ws, record.id, _FILLED)
    assert not pages.must_mend(ws, complete)  # a reason is wanted, nothing must be mended
    assert not pages.record_sheet(ws, complete).is_draft
    records.explain(ws, record.id, "contact", "只有这一个")
    (final,) = records.make_final(ws, [record.id])
    assert not pages.record_sheet(ws, final).is_draft


def test_the_reporting_office_is_the_author_of_its_files(ws: Workspace) -> None:
    reporter.set_reporter(ws, Profile("district", "大连市中山区总工会"))
    sheet = pages.record_sheet(ws, records.create(ws, "annex1"))
    pdf = pages.render(ws, [sheet], pages.file_options(ws)).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("Author") == "大连市中山区总工会"


def test_characters_without_a_glyph_are_told_for_every_form(ws: Workspace) -> None:
    sheets = []
    for name, odd in (("甲", "\U0001f600"), ("乙", "无"), ("丙", "\U0001f601")):
        record = records.create(ws, "annex1")
        typed = {"unit_name": name, "chairperson": odd}
        sheets.append(pages.record_sheet(ws, records.change(ws, record.id, typed)))
    told = pages.missing_characters(ws, sheets)
    assert "甲的工会主席“\U0001f600”；丙的工会主席“\U0001f601”" in told
    assert "乙" not in told
    assert pages.missing_characters(ws, sheets[1:2]) == ""
