"""What the files that a clerk saves say about themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import pages, records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store


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
