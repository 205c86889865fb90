"""The file in an archive and read aloud: PDF/A-2b, its structure, a line's words in one piece."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Name

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from tests.form_variants import NOTES, SENTENCE, VALUES, Variant
from tests.printing.archive_judge import faults
from tests.printing.structure_reader import Element, read_structure

SIGNED = PrintOptions(signature_fields=True, author="大连<市>总工会 & 产业")
RARE = "王\U0002c029\ue863〇\U0001f600\u2f00"
"""Beyond the BMP, for private use, with a face of its own, without any, sharing its glyph."""


@pytest.fixture(scope="session")
def sheets(campaign: Campaign, values: dict[str, str], paragraph: str) -> list[Sheet]:
    """A page; several pages with rare characters; a blank form."""
    rare = values | {"unit_name": RARE * 4, "goals": f"{RARE}\n\n{paragraph}"}
    long = rare | {"measures": "\n".join([paragraph] * 8)}
    return [
        Sheet(campaign.form("annex1"), values, b"1" * 32, "大连示例重工"),
        Sheet(campaign.form("annex3"), long, b"2" * 32, "大连“示例”"),
        Sheet(campaign.form("annex2"), {}),
    ]


Judged = Callable[[pikepdf.Pdf], None]


def test_every_kind_of_file_is_an_archive_file(printer: FormPrinter, sheets: list[Sheet]) -> None:
    for options in (
        PrintOptions(),
        PrintOptions(foot_line=False, title="<&>\ufffe\u2028"),
        replace(SIGNED, copies=None),
    ):
        assert not faults(printer.render(sheets, options).pdf)
    for sheet in sheets:
        assert not faults(printer.render([sheet], SIGNED).pdf)


def _fields(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Annots


def _font(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Resources.Font["/C1"].DescendantFonts[0]


def _add_to_content(pdf: pikepdf.Pdf, operators: bytes) -> None:
    page = pdf.pages[0]
    page.obj.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + operators)


def _other_metadata(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new))


BROKEN: dict[str, tuple[str, Judged]] = {
    "no metadata": ("6.6.2.1", lambda pdf: pdf.Root.__delattr__("Metadata")),
    "another level": ("6.6.4", lambda pdf: _other_metadata(pdf, b">B<", b">A<")),
    "another title": ("6.6.3", lambda pdf: pdf.docinfo.__setitem__("/Title", "x")),
    "another author": ("6.6.3", lambda pdf: _other_metadata(pdf, b"&lt;", b"")),
    "no colours": ("6.2.3", lambda pdf: pdf.Root.__delattr__("OutputIntents")),
    "no profile": (
        "6.2.3",
        lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"x" * 200),
    ),
    "other colours": ("6.2.2", lambda pdf: _add_to_content(pdf, b"0 1 0 rg")),
    "transparent": (
        "6.2.10",
        lambda pdf: pdf.pages[0].obj.__setattr__("Group", pikepdf.Dictionary(S=Name.Transparency)),
    ),
    "a script": (
        "6.5",
        lambda pdf: pdf.Root.__setattr__(
            "OpenAction", pikepdf.Dictionary(S=Name.JavaScript, JS="1")
        ),
    ),
    "a face elsewhere": (
        "6.2.11.4.1",
        lambda pdf: _font(pdf).FontDescriptor.__delattr__("FontFile2"),
    ),
    "other widths": ("6.2.11.5", lambda pdf: _font(pdf).__setattr__("DW", 900)),
    "a missing glyph": (
        "6.2.11.8",
        lambda pdf: _add_to_content(pdf, b"BT /C1 12 Tf 0 0 Td <0000> Tj ET"),
    ),
    "part of the glyphs": (
        "6.2.11.4.2",
        lambda pdf: _font(pdf).FontDescriptor.__setattr__("CIDSet", pdf.make_stream(bytes(99))),
    ),
    "a field without looks": ("6.3.3", lambda pdf: _fields(pdf)[0].__delattr__("AP")),
    "a field that does not print": ("6.3.2", lambda pdf: _fields(pdf)[1].__setattr__("F", 0)),
    "a drawn field": ("6.4.1", lambda pdf: pdf.Root.AcroForm.__setattr__("NeedAppearances", True)),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_judge_finds_what_is_broken(
    printer: FormPrinter, sheets: list[Sheet], case: str
) -> None:
    clause, change = BROKEN[case]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printer.render(sheets[:1], SIGNED).pdf)) as pdf:
        change(pdf)
        pdf.save(out, fix_metadata_version=False)
    assert [fault for fault in faults(out.getvalue()) if fault.startswith(clause)]


def test_the_judge_finds_what_is_spoilt(printer: FormPrinter, sheets: list[Sheet]) -> None:
    pdf = printer.render(sheets[:1]).pdf
    length = re.search(rb"/Length (\d+)", pdf)
    assert length
    longer = pdf.replace(length[0], b"/Length %d" % (int(length[1]) + 1), 1)
    assert "6.1.7.1 a stream's length" in faults(longer)
    assert "6.1.9 something between objects" in faults(pdf.replace(b"endobj\n", b"endobj \n", 1))
    assert "6.1.3 something behind the end" in faults(pdf + b"\n%")
    assert "6.1.2 header" in faults(pdf.replace(b"%PDF-1.7", b"%PDF-2.0"))


def test_the_judge_finds_what_is_encrypted(printer: FormPrinter, sheets: list[Sheet]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printer.render(sheets[:1]).pdf)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="1", user="", metadata=False))
    assert "6.1.3 encrypted" in faults(out.getvalue())


def _joined(text: str) -> str:
    """Without blanks, which the page may set as distances and drops at a line's end."""
    return re.sub(r"\s", "", text)


def _cells(form: FormDefinition, values: dict[str, str]) -> list[list[tuple[str, str]]]:
    """Kind and text of each cell of each row, as the official form has them."""
    rows = []
    for row in form.rows:
        fields = [form.field(field_id) for field_id in row]
        rows.append(
            [
                pair
                for field in fields
                for pair in (
                    ("TH", field.label),
                    ("TD", _joined(field.type.show(values.get(field.id, "")))),
                )
            ]
        )
    rows.append([("TD", f"{seal.name}{seal.mark}{_joined(seal.date)}") for seal in form.seals])
    if form.confirmation:
        office = f"{form.confirmation.name}{_joined(form.confirmation.date)}"
        rows.append([("TH", form.confirmation.label), ("TD", office)])
    return rows


def _read_cells(table: Element) -> list[list[tuple[str, str]]]:
    return [[(cell.kind, _joined(cell.whole_text)) for cell in row.kids] for row in table.kids]


def test_the_structure_says_what_the_form_says(
    campaign: Campaign, printer: FormPrinter, values: dict[str, str]
) -> None:
    for form in campaign.forms:
        document = read_structure(printer.render([Sheet(form, values, b"1" * 32)]).pdf)
        (section,) = document.kids
        kinds = [kid.kind for kid in section.kids]
        heading = ["P"] * len(form.heading)
        assert kinds == ["P", "H1", *heading, "Table", *["P"] * len(form.notes)]
        texts = [_joined(kid.whole_text) for kid in section.kids]
        assert texts[:2] == [form.number, "".join(form.title)]
        blanks = [values[field_id] + form.field(field_id).label for field_id in form.heading]
        assert texts[2 : 2 + len(heading)] == blanks
        assert texts[3 + len(heading) :] == list(map(_joined, form.notes))
        table = section.kids[2 + len(heading)]
        assert _read_cells(table) == _cells(form, values)
        assert {row.kind for row in table.kids} == {"TR"}
        assert {sum(cell.span for cell in row.kids) for row in table.kids} == {4}
        assert {cell.scope for cell in table.all("TH")} == {"Row"}


def test_a_paragraph_over_two_pages_is_one_and_what_is_repeated_is_not_read_again(
    campaign: Campaign, printer: FormPrinter, values: dict[str, str], paragraph: str
) -> None:
    form = campaign.form("annex1")
    long = values | {"measures": f"{paragraph * 9}\n\n短的一段。\n{paragraph}"}
    for foot_line in (True, False):
        options = PrintOptions(foot_line=foot_line)
        printed = printer.render([Sheet(form, long, b"1" * 32)], options)
        assert len(printed.pages) > 1
        document = read_structure(printed.pdf)
        assert _read_cells(document.all("Table")[0]) == _cells(form, long)
        (measures,) = [row for row in document.all("TR") if row.kids[0].text == "主要措施"]
        paragraphs = measures.kids[1].kids
        assert [_joined(item.text) for item in paragraphs] == [
            _joined(part) for part in long["measures"].split("\n") if part
        ]
        assert len(paragraphs[0].pages) > 1
        assert "续" not in document.whole_text


@pytest.mark.parametrize("seals", [0, 1, 5])
def test_the_structure_of_other_forms(printer: FormPrinter, seals: int) -> None:
    """Rows of seals, tables without them, long names; a form as long as a book."""
    form = Variant(seals=seals, confirmation=seals != 1, notes=NOTES).form()
    long = VALUES | {"deeds": "\n".join([SENTENCE * 12] * 9), "team": SENTENCE * 6}
    for values in ({}, VALUES, long):
        table = read_structure(printer.render([Sheet(form, values)]).pdf).all("Table")[0]
        cells = [cell for row in _read_cells(table) for cell in row]
        assert cells == [cell for row in _cells(form, values) for cell in row]
        assert len({sum(cell.span for cell in row.kids) for row in table.kids}) == 1


def test_further_copies_are_read_page_by_page(printer: FormPrinter, sheets: list[Sheet]) -> None:
    single = read_structure(printer.render(sheets[1:]).pdf)
    several = read_structure(printer.render(sheets[1:], PrintOptions(copies=3)).pdf)
    long, blank = single.kids
    pages = len(printer.render(sheets[1:2]).pages)
    kinds = [kid.kind for kid in several.kids]
    assert kinds == ["Sect", *["P"] * 2 * pages, "Sect", "P", "P"]
    assert several.kids[0] == long
    assert several.kids[-2].text == several.kids[-1].text == blank.whole_text
    copies = several.kids[1 : 1 + 2 * pages]
    assert [copy.pages for copy in copies] == [{n} for n in range(pages, 3 * pages)]
    copied = _joined("".join(copy.text for copy in copies[:pages]))
    assert _joined(long.whole_text)[:40] == copied[:40]
    assert sorted(copied) == sorted(_joined(long.whole_text))


def test_pdfium_finds_the_structure(printer: FormPrinter, sheets: list[Sheet]) -> None:
    """Another reader's view of a page: the one that draws it on the screen."""
    raw = pdfium.raw
    document = pdfium.PdfDocument(printer.render(sheets[:1]).pdf)
    page = document[0]  # the tree needs it
    tree = raw.FPDF_StructTree_GetForPage(page.raw)

    def kinds(element: Any) -> list[str]:
        length = raw.FPDF_StructElement_GetType(element, None, 0)
        kind = (raw.c_char * length)()
        raw.FPDF_StructElement_GetType(element, kind, length)
        found = [bytes(kind).decode("utf-16-le").rstrip("\0")]
        for n in range(raw.FPDF_StructElement_CountChildren(element)):
            kid = raw.FPDF_StructElement_GetChildAtIndex(element, n)
            found += kinds(kid) if kid else []
        return found

    found = kinds(raw.FPDF_StructTree_GetChildAtIndex(tree, 0))
    raw.FPDF_StructTree_Close(tree)
    page.close()
    document.close()
    assert found[:5] == ["Document", "Sect", "P", "H1", "P"]
    assert (found.count("TR"), found.count("TH"), found.count("TD")) == (7, 9, 12)


def test_a_lines_words_stay_together(
    campaign: Campaign, printer: FormPrinter, values: dict[str, str]
) -> None:
    """Figures between ideographs, justified lines, lines stretched around a long word."""
    text = "职工入会率达到98%以上，ISO9001标准3+X模式由internationalization推动5年12个月；" * 12
    given = values | {
        "address": "大连市中山区人民路100号A座1603室",
        "contact": "0411-83641234转8001",
        "goals": text,
        "measures": text[7:],
    }
    document = pdfium.PdfDocument(printer.render([Sheet(campaign.form("annex1"), given)]).pdf)
    found = document[0].get_textpage().get_text_range()
    document.close()
    assert given["address"] in found
    assert given["contact"] in found
    lines = found.splitlines()
    assert text in "".join(lines)
    assert text[7:] in "".join(lines)
