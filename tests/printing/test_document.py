"""The file around the pages: copies, bookmarks, properties, foot line, the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
import pytest
import zxingcpp

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, qr_digits
from gonghui_desktop.model.record import CODE_VERSION
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Printed, PrintOptions, Sheet

ReadPages = Callable[[bytes], list[list[Any]]]
FINGERPRINT = hashlib.sha256(b"a record").digest()


@pytest.fixture
def sheets(campaign: Campaign, values: dict[str, str], paragraph: str) -> list[Sheet]:
    """Three units on two forms; the second takes two pages."""
    long = values | {"unit_name": "大连示例餐饮有限公司", "measures": paragraph * 5}
    return [
        Sheet(campaign.form("annex1"), values, FINGERPRINT, "大连示例重工"),
        Sheet(campaign.form("annex1"), long, FINGERPRINT, "大连示例餐饮"),
        Sheet(campaign.form("annex3"), values, FINGERPRINT, "大连示例\U0002c029"),
    ]


def texts(printed: Printed) -> list[str]:
    document = pdfium.PdfDocument(printed.pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


def test_official_copies_are_collated(printer: FormPrinter, sheets: list[Sheet]) -> None:
    printed = printer.render(sheets, PrintOptions(copies=None))
    single = texts(printer.render(sheets))
    assert printed.page_counts == (1, 2, 1)
    assert len(printed.pages) == 4
    first, second, third = single[:1], single[1:3], single[3:]
    assert texts(printed) == first * 4 + second * 4 + third * 3


def test_copies_share_their_pages_content(printer: FormPrinter, sheets: list[Sheet]) -> None:
    one, four = (printer.render(sheets, PrintOptions(copies=copies)).pdf for copies in (1, 4))
    assert len(four) < len(one) + 12 * 400
    assert pictures(four, [0, 3, 4, 10]) == pictures(one, [0, 0, 1, 1])


def pictures(pdf: bytes, numbers: list[int]) -> list[bytes]:
    document = pdfium.PdfDocument(pdf)
    found = [document[number].render(scale=0.5).to_pil().tobytes() for number in numbers]
    document.close()
    return found


def test_bookmarks_name_the_units_and_lead_to_their_first_copy(
    printer: FormPrinter, sheets: list[Sheet]
) -> None:
    document = pdfium.PdfDocument(printer.render(sheets, PrintOptions(copies=2)).pdf)
    found = []
    for bookmark in document.get_toc():
        target = bookmark.get_dest()
        assert target is not None
        found.append((bookmark.get_title(), target.get_index()))
    document.close()
    assert found == [
        ("附件1 大连示例重工", 0),
        ("附件1 大连示例餐饮", 2),
        ("附件3 大连示例\U0002c029", 6),
    ]


def test_properties_and_language(printer: FormPrinter, sheets: list[Sheet]) -> None:
    options = PrintOptions(author="中山区总工会", title="2017年申报表")
    for given, title in ((options, "2017年申报表"), (replace(options, title=""), None)):
        pdf = printer.render(sheets, given).pdf
        document = pdfium.PdfDocument(pdf)
        properties = document.get_metadata_dict(skip_empty=True)
        document.close()
        assert properties["Title"] == (title or sheets[0].form.full_title)
        assert properties["Author"] == "中山区总工会"
        # A made-up moment would be a false statement, the real one other bytes each time.
        assert set(properties) == {"Title", "Author", "Creator", "Producer"}
        assert b"/Lang (zh-CN)" in pdf


@pytest.mark.parametrize("text", ["(1", "a)\\b(c", "A\tB", "中\\(华", "é", "\U0002c029"])
def test_properties_and_bookmarks_are_as_given(
    printer: FormPrinter, sheets: list[Sheet], text: str
) -> None:
    sheet = replace(sheets[0], bookmark=text)
    document = pdfium.PdfDocument(printer.render([sheet], PrintOptions(title=text)).pdf)
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    title = document.get_metadata_dict()["Title"]
    document.close()
    shown = text.replace("\t", " ")
    assert (title, titles) == (shown, [f"附件1 {shown}"])


def test_every_font_is_embedded(printer: FormPrinter, sheets: list[Sheet]) -> None:
    pdf = printer.render(sheets).pdf
    names = set(re.findall(rb"/BaseFont /(\S+)", pdf))
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+Gonghui.*", name) for name in names)
    assert b"Helvetica" not in pdf


def test_foot_line_ties_the_paper_to_the_record(printer: FormPrinter, sheets: list[Sheet]) -> None:
    printed = printer.render(sheets[1:2])
    document = pdfium.PdfDocument(printed.pdf)
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_range().splitlines()[-1]
        assert text.split() == [
            *("附件1", "第", str(number), "页", "共", "2", "页"),
            *("校验码", *check_code(FINGERPRINT).split(), "各页须加盖骑缝章"),
        ]
        (code,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
        assert code.text == qr_digits(FINGERPRINT, number, 2, CODE_VERSION)
    document.close()


def test_one_page_takes_no_seal_across_its_edge(printer: FormPrinter, sheets: list[Sheet]) -> None:
    (page,) = texts(printer.render(sheets[:1]))
    assert "骑缝章" not in page


def test_foot_line_can_be_switched_off(printer: FormPrinter, sheets: list[Sheet]) -> None:
    with_it, without = (
        texts(printer.render(sheets[:1], PrintOptions(foot_line=on))) for on in (True, False)
    )
    assert "校验码" in with_it[0]
    assert with_it[0].startswith(without[0].rstrip())
    assert "校验码" not in without[0]


def test_a_draft_says_so_in_its_foot_line_and_only_there(
    printer: FormPrinter, sheets: list[Sheet]
) -> None:
    draft = replace(sheets[1], is_draft=True)  # two pages
    for on in (True, False):
        options = PrintOptions(foot_line=on)
        final = texts(printer.render([sheets[1]], options))
        marked = texts(printer.render([draft], options))
        assert [text.count("草稿") for text in marked] == [1, 1]
        assert [text.splitlines()[-1].count("草稿") for text in marked] == [1, 1]
        without = ["".join(text.replace("草稿", "").split()) for text in marked]
        assert without == ["".join(text.split()) for text in final]


def test_a_blank_form_has_no_codes(printer: FormPrinter, campaign: Campaign) -> None:
    printed = printer.render([Sheet(campaign.form("annex1"), {})])
    document = pdfium.PdfDocument(printed.pdf)
    assert "校验码" not in texts(printed)[0]
    assert not zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    document.close()


def test_text_can_be_searched_and_copied(
    printer: FormPrinter, sheets: list[Sheet], values: Mapping[str, str]
) -> None:
    (page,) = texts(printer.render(sheets[:1]))
    whole = "".join(page.split())
    for field_id in ("unit_name", "chairperson", "contact", "goals", "measures"):
        assert "".join(values[field_id].split()) in whole


def test_missing_characters_are_told_by_field_and_printed_as_geta(
    printer: FormPrinter, campaign: Campaign
) -> None:
    form = campaign.form("annex1")
    values = {"chairperson": "王\U0010fffd", "unit_name": "大连", "measures": "甲\ue123乙\ue123"}
    assert printer.missing_characters(form, values) == {
        "chairperson": "\U0010fffd",
        "measures": "\ue123",
    }
    assert printer.render([Sheet(form, values)]).pdf


def test_half_a_surrogate_pair_and_controls_do_no_harm(
    printer: FormPrinter, campaign: Campaign, read_pages: ReadPages
) -> None:
    hostile = "甲\ud800\x00\u202e乙\u200b\ufeff丙\x1b\U0001f600"
    form = campaign.form("annex1")
    values = dict.fromkeys(("city", "unit_name", "goals"), hostile)
    options = PrintOptions(author=hostile, title=hostile)
    pdf = printer.render([Sheet(form, values, FINGERPRINT, hostile)], options).pdf
    (page,) = read_pages(pdf)
    assert "".join(glyph.char for glyph in page).count("乙") == 3


_SCRIPT = """
import hashlib, sys
from pathlib import Path
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from gonghui_desktop.services.catalogue import load_campaign_folder
project = Path(sys.argv[1])
campaign = load_campaign_folder(project / "forms" / "2017")
printer = FormPrinter(project / "resources" / "fonts")
sheets = [Sheet(form, {"unit_name": "大连示例ABC𬀩", "goals": "目标。" * 400}, b"x" * 32, "示例")
          for form in campaign.forms]
pdf = printer.render(sheets, PrintOptions(copies=None, signature_fields=True)).pdf
print(hashlib.sha256(pdf).hexdigest())
"""


def test_the_same_data_gives_the_same_bytes(project_folder: Path) -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(project_folder)],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "Asia/Shanghai"), ("4711", "America/New_York"))
    }
    assert len(digests) == 1


def test_several_threads_may_print_at_once(printer: FormPrinter, sheets: list[Sheet]) -> None:
    expected = [printer.render([sheet]).pdf for sheet in sheets]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda sheet: printer.render([sheet]).pdf, sheets * 6))
    assert found == expected * 6


def test_nothing_to_print_is_an_error(printer: FormPrinter) -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        printer.render([])


def test_pdfplumber_reads_every_page(printer: FormPrinter, sheets: list[Sheet]) -> None:
    pdf = printer.render(sheets, PrintOptions(copies=None, signature_fields=True)).pdf
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 4 + 8 + 3
        assert {page.chars[0]["text"] for page in document.pages} == {"附"}
