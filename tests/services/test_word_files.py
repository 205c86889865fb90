"""Word files of records and blank forms, by themselves and in the package."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import pages, records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.submissions import submission, verifying
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, data_folder: Path) -> Iterator[Workspace]:
    """A workspace with one complete record and its reporter."""
    with Store.open(tmp_path / "data") as store:
        workspace = Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )
        importing.import_file(workspace, data_folder / "nonresident_industry.json")
        reporter.set_reporter(workspace, Profile("nonresident_industry", "示例局工会"))
        yield workspace


def test_every_record_of_a_package_comes_as_a_word_file_too(ws: Workspace, tmp_path: Path) -> None:
    submission.export_package(ws, tmp_path / "a.zip")

    received = verifying.verify_package(ws, tmp_path / "a.zip").package

    (record,) = received.submission.records
    word = received.documents[record.id].docx
    assert word == pages.word_file(ws, pages.record_sheet(ws, records.records(ws)[0]))
    document = docx.Document(io.BytesIO(word))
    assert document.tables[-1].rows[0].cells[1].text == record.value("unit_name")
    assert document.core_properties.author == "示例局工会"


def test_a_blank_form_as_a_word_file(ws: Workspace) -> None:
    for form in ws.campaign.forms:
        document = docx.Document(io.BytesIO(pages.word_file(ws, pages.blank_sheet(form))))

        assert document.paragraphs[0].text == form.number
        heights = {row.cells[0].text: row.height for row in document.tables[-1].rows}
        goals, measures = heights["工作目标"], heights["主要措施"]
        assert goals is not None
        assert measures == pytest.approx(2 * goals, rel=0.02)


def test_python_docx_is_loaded_only_when_a_word_file_is_made() -> None:
    module = "gonghui_desktop.services.submissions.submission"
    code = f"import sys, {module}; sys.exit('docx' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], check=True)
