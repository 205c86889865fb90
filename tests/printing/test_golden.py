"""A few pages as pictures. ``GOLDEN=new`` in the environment takes new ones; look at them then."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageFilter

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from tests.form_variants import VARIANTS
from tests.printing.test_papers import cover, summary

DPI = 60
FINGERPRINT = hashlib.sha256(b"golden").digest()


@pytest.fixture(scope="session")
def golden_folder(project_folder: Path) -> Path:
    return project_folder / "tests" / "golden"


def last_page(pdf: bytes) -> Image.Image:
    document = pdfium.PdfDocument(pdf)
    found: Image.Image = document[len(document) - 1].render(scale=DPI / 72, grayscale=True).to_pil()
    document.close()
    return found


@pytest.mark.parametrize(
    ("name", "form_id", "repeats"),
    [
        ("blank", "annex2", None),
        ("one-page", "annex1", 1),
        ("two-seals", "annex3", 1),
        ("upright-labels", "annex2", 4),
        ("last-of-several", "annex1", 9),
        ("five-seals", "5 seals", None),
    ],
)
def test_page_looks_as_it_did(
    campaign: Campaign,
    printer: FormPrinter,
    golden_folder: Path,
    values: dict[str, str],
    name: str,
    form_id: str,
    repeats: int | None,
) -> None:
    form = VARIANTS[form_id].form() if form_id in VARIANTS else campaign.form(form_id)
    sheet = Sheet(form, {})
    if repeats is not None:
        text = "\n".join([values["measures"]] * repeats)
        sheet = Sheet(form, values | {"measures": text}, FINGERPRINT, code_version=1)
    _compare(last_page(printer.render([sheet]).pdf), golden_folder / f"{name}.png")


@pytest.mark.parametrize("name", ["summary", "cover", "test-page"])
def test_paper_looks_as_it_did(printer: FormPrinter, golden_folder: Path, name: str) -> None:
    papers = {
        "summary": lambda: printer.summary(summary(1, 1)),
        "cover": lambda: printer.cover(cover(4, 1)),
        "test-page": printer.test_page,
    }
    pdf = papers[name]()
    _compare(last_page(pdf), golden_folder / f"{name}.png")


def _compare(found: Image.Image, path: Path) -> None:
    if os.environ.get("GOLDEN") == "new":
        found.quantize(16).save(path, optimize=True)
    with Image.open(path) as golden:
        expected = golden.convert("L")
    assert found.size == expected.size
    # Edges may be smoothed otherwise on another machine; a moved rule or line may not go unseen.
    blurred = (image.filter(ImageFilter.BoxBlur(1)) for image in (found, expected))
    difference = ImageChops.difference(*blurred)
    assert not difference.point(lambda value: value > 48).getbbox()
