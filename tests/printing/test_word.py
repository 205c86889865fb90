"""The Word file as python-docx, Word's own notation and another process see it."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.fieldtypes import LongText, Text
from gonghui_desktop.model.form import Field, FormDefinition
from gonghui_desktop.printing.characters import printable
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.printing.word import write_docx

FORMS = ["annex1", "annex2", "annex3"]
SAMPLE = {
    "unit_name": "大连示例重工装备制造有限公司",
    "chairperson": "于䶮",
    "contact": "0411-83640001",
    "goals": "以“建家、活家、强家”为主线。",
    "measures": "一、健全组织。\n\n二、民主管理：落实“3+x”模式。",
}

SENTENCE = "每年召开 2 次职工代表大会，落实“双述双评”制度（见附表），职工满意度达到 95% 以上；"
ON_TWO_PAGES = {"goals": SENTENCE * 6, "measures": "\n".join([SENTENCE] * 6)}
"""The seals just do not fit under the texts."""

WriteWord = Callable[..., bytes]


@pytest.fixture(scope="session")
def write_word(printer: FormPrinter) -> WriteWord:
    """The Word file of a form with values."""

    def write(
        form: FormDefinition,
        values: Mapping[str, str] | None = None,
        author: str = "",
        name: str = "",
    ) -> bytes:
        sheet = Sheet(form, values or {}, bookmark=name)
        return write_docx(sheet, printer.render([sheet]).pages, author)

    return write


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def without_blanks(text: str) -> str:
    return "".join(text.split())


def cells(table: Table) -> list[list[str]]:
    """Texts of the table's cells, each once."""
    return [
        ["\n".join(p.text for p in row_cell.p_lst) for row_cell in row._tr.tc_lst]
        for row in table.rows
    ]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("form_id", FORMS)
def test_an_empty_form_says_the_forms_words_and_no_others(
    campaign: Campaign, write_word: WriteWord, form_id: str
) -> None:
    form = campaign.form(form_id)
    words = [form.number, *form.title]
    words += [form.field(field_id).label for field_id in form.heading]
    words += [form.field(field_id).label for row in form.rows for field_id in row]
    words += [word for seal in form.seals for word in (seal.name, seal.mark, seal.date)]
    words += [form.confirmation.label, form.confirmation.name, form.confirmation.date]
    words += form.notes

    body = opened(write_word(form)).element.body
    text = "".join(element.text or "" for element in body.iter(qn("w:t")))

    assert without_blanks(text) == without_blanks("".join(words))


@pytest.mark.parametrize("form_id", FORMS)
def test_the_table_has_the_rows_and_cells_of_the_form(
    campaign: Campaign, write_word: WriteWord, form_id: str
) -> None:
    form = campaign.form(form_id)
    values = {field_id: f"值{field_id}" for row in form.rows for field_id in row}

    heading, table = opened(write_word(form, values)).tables
    *rows, seals, confirmation = cells(table)

    assert len(cells(heading)) == 1
    assert cells(heading)[0][1::2] == [form.field(field_id).label for field_id in form.heading]
    assert rows == [
        [text for field_id in row for text in (form.field(field_id).label, values[field_id])]
        for row in form.rows
    ]
    assert [text.split() for text in seals] == [
        [seal.name, seal.mark, *seal.date.split()] for seal in form.seals
    ]
    assert confirmation[0] == form.confirmation.label
    assert confirmation[1].split() == [form.confirmation.name, *form.confirmation.date.split()]


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("values", [{}, ON_TWO_PAGES], ids=["empty", "two pages"])
def test_every_row_fills_the_grid(
    campaign: Campaign, write_word: WriteWord, form_id: str, values: Mapping[str, str]
) -> None:
    for table in opened(write_word(campaign.form(form_id), values)).tables:
        widths = [column.width for column in table.columns]
        for row in table.rows:
            spans = [cell.grid_span for cell in row._tr.tc_lst]
            assert sum(spans) == len(widths)
            ends = [sum(spans[: n + 1]) for n in range(len(spans))]
            for cell, span, end in zip(row._tr.tc_lst, spans, ends, strict=True):
                assert cell.width == sum(widths[end - span : end])


@pytest.mark.parametrize("form_id", FORMS)
def test_seals_have_room(campaign: Campaign, write_word: WriteWord, form_id: str) -> None:
    table = opened(write_word(campaign.form(form_id))).tables[-1]
    seals, confirmation = list(table.rows)[-2:]

    assert seals.height is not None
    assert seals.height.mm >= 48
    assert all(cell.width.mm >= 46 for cell in seals._tr.tc_lst)
    assert confirmation.height is not None
    assert confirmation.height.mm >= 50
    assert confirmation._tr.tc_lst[1].width.mm >= 50


def _measures(table: Table) -> list[_Row]:
    """The rows of 主要措施: one, or two."""
    return [row for row in table.rows if "主要措施" in row.cells[0].text]


def _value(row: _Row) -> str:
    return row.cells[-1].text


def _kept_whole(row: _Row) -> bool:
    """Whether it neither breaks nor is left by the row or paragraph after it, in any program."""
    properties = row._tr.trPr
    assert properties is not None
    paragraphs = [p for cell in row.cells for p in cell.paragraphs]
    return properties.find(qn("w:cantSplit")) is not None and all(
        p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next
        for p in paragraphs
        if p.style
    )


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("values", [{}, ON_TWO_PAGES], ids=["empty", "two pages"])
def test_seals_confirmation_and_notes_stay_together(
    campaign: Campaign, write_word: WriteWord, form_id: str, values: Mapping[str, str]
) -> None:
    document = opened(write_word(campaign.form(form_id), values))
    seals, confirmation = list(document.tables[-1].rows)[-2:]
    notes = [p for p in document.paragraphs if p.style and p.style.name == "表注"]

    assert _kept_whole(seals)
    assert _kept_whole(confirmation)
    assert len(notes) == len(campaign.form(form_id).notes)
    assert all(note.paragraph_format.keep_with_next for note in notes[:-1])


@pytest.mark.parametrize("form_id", FORMS)
def test_paragraphs_that_go_along_with_the_seals_are_a_row_of_their_own(
    campaign: Campaign, write_word: WriteWord, form_id: str
) -> None:
    table = opened(write_word(campaign.form(form_id), ON_TWO_PAGES)).tables[-1]
    first, second = _measures(table)

    assert second.cells[0].text == "主要措施\n（续）"
    assert f"{_value(first)}\n{_value(second)}" == ON_TWO_PAGES["measures"]
    assert _kept_whole(second)
    assert not _kept_whole(first)
    # The seals and this row fill a page, so that no other row is on it.
    height = sum(row.height.mm for row in list(table.rows)[-3:] if row.height)
    assert 200 < height < 225


def test_a_single_paragraph_is_parted_at_the_end_of_a_sentence(
    campaign: Campaign, write_word: WriteWord
) -> None:
    values = ON_TWO_PAGES | {"measures": SENTENCE * 8}

    table = opened(write_word(campaign.form("annex1"), values)).tables[-1]
    first, second = _measures(table)

    assert _value(first) + _value(second) == values["measures"]
    assert _value(first).endswith("；")
    (paragraph,) = second.cells[-1].paragraphs
    assert paragraph.paragraph_format.first_line_indent == 0


@settings(max_examples=25, deadline=None)
@given(
    goals=st.integers(0, 40),
    measures=st.lists(st.integers(0, 30), min_size=1, max_size=8),
    mark=st.sampled_from("。；，·"),
)
def test_no_word_is_lost_between_rows(
    campaign: Campaign, write_word: WriteWord, goals: int, measures: list[int], mark: str
) -> None:
    clause = f"每季度召开1次专题会议研究解决问题{mark}"
    text = "\n".join(clause * count for count in measures)

    values = {"goals": clause * goals, "measures": text}
    table = opened(write_word(campaign.form("annex1"), values)).tables[-1]

    assert without_blanks("".join(map(_value, _measures(table)))) == without_blanks(text)


@pytest.mark.parametrize("form_id", FORMS)
def test_heights_do_not_depend_on_the_face(
    campaign: Campaign, write_word: WriteWord, form_id: str
) -> None:
    document = opened(write_word(campaign.form(form_id), ON_TWO_PAGES | SAMPLE))
    in_cells = [
        Paragraph(p, document) for table in document.tables for p in table._tbl.iter(qn("w:p"))
    ]
    header = document.sections[0].header.paragraphs

    for paragraph in [*document.paragraphs, *in_cells, *header]:
        assert paragraph.style
        rule = paragraph.paragraph_format.line_spacing_rule
        of_style = paragraph.style.paragraph_format.line_spacing_rule
        assert (rule or of_style) == WD_LINE_SPACING.EXACTLY, paragraph.text


# Word takes a file whose elements are in another order for a damaged one (ECMA-376, part 1, A.1).
_ORDER = {
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "tcMar": "top left bottom right",
    "pPr": (
        "pStyle keepNext keepLines widowControl kinsoku wordWrap overflowPunct autoSpaceDE "
        "autoSpaceDN snapToGrid spacing ind jc"
    ),
    "rPr": "rFonts b bCs color sz szCs lang",
    "tr": "trPr tc",
    "tbl": "tblPr tblGrid tr",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg",
    "style": "name basedOn uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
}


@pytest.mark.parametrize("values", [{}, ON_TWO_PAGES], ids=["empty", "two pages"])
def test_elements_are_in_the_schemas_order(
    campaign: Campaign, write_word: WriteWord, values: dict[str, str]
) -> None:
    data = write_word(campaign.form("annex1"), values | {"unit_name": "厂" * 60})
    seen = set()
    for name in ("document", "styles", "header1", "header2", "footer1", "footer2"):
        for element in ElementTree.fromstring(part(data, f"word/{name}.xml")).iter():
            tag = _local(element)
            if order := _ORDER.get(tag, "").split():
                places = [order.index(_local(child)) for child in element]
                assert places == sorted(places), ElementTree.tostring(element, "unicode")
                seen.add(tag)
    assert seen == _ORDER.keys()


def _local(element: ElementTree.Element) -> str:
    return element.tag.split("}")[-1]


def test_every_cell_ends_with_a_paragraph_and_no_table_follows_another(
    campaign: Campaign, write_word: WriteWord
) -> None:
    body = opened(write_word(campaign.form("annex1"), ON_TWO_PAGES)).element.body

    for cell in body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    for table in body.iter(qn("w:tbl")):
        assert table.getnext().tag == qn("w:p")


def _shown(text: str) -> str:
    """As python-docx should read a value back: what the page shows, without blanks around it."""
    lines = printable(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").split("\n")
    return "\n".join(line.strip(" \u3000") for line in lines)


# Also what no file may hold: halves of surrogate pairs, NUL and other controls, U+FFFE.
_ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)


@given(long=_ANYTHING, short=_ANYTHING, heading=_ANYTHING)
@example(long="\ufeff一\x00\n\n\u2028二\ud800\ufffe", short="<&>\t\"'", heading="\U0002b740\uffff")
@example(long=" \n　\n", short="]]>", heading="&amp;")
def test_any_text_can_be_written_and_read_back(
    campaign: Campaign, write_word: WriteWord, long: str, short: str, heading: str
) -> None:
    values = {"city": heading, "chairperson": short, "measures": long}

    above, table = opened(write_word(campaign.form("annex1"), values)).tables
    rows = cells(table)

    assert cells(above)[0][0] == _shown(" ".join(heading.splitlines())).replace("\n", " ").strip(
        " \u3000"
    )
    assert rows[0][3] == _shown(" ".join(short.splitlines())).replace("\n", " ").strip(" \u3000")
    assert rows[4][1] == _shown(long).strip("\n")


def test_blank_lines_between_paragraphs_stay(campaign: Campaign, write_word: WriteWord) -> None:
    table = opened(write_word(campaign.form("annex1"), SAMPLE)).tables[-1]

    assert cells(table)[4][1] == SAMPLE["measures"]


def test_rare_characters_have_a_face_of_their_own(
    campaign: Campaign, write_word: WriteWord
) -> None:
    values = {"chairperson": "王\U00020000\U0002b740一"}

    table = opened(write_word(campaign.form("annex1"), values)).tables[-1]
    (paragraph,) = table.rows[0].cells[-1].paragraphs

    faces = {
        run.text: run._r.rPr.rFonts.get(qn("w:eastAsia"))
        for run in paragraph.runs
        if run._r.rPr is not None and run._r.rPr.rFonts is not None
    }
    assert faces == {"王": None, "\U00020000\U0002b740": "SimSun-ExtB", "一": None}


def test_quotation_marks_are_set_in_the_chinese_face(
    campaign: Campaign, write_word: WriteWord
) -> None:
    body = opened(write_word(campaign.form("annex1"), SAMPLE)).element.body
    runs = [run for run in body.iter(qn("w:r")) if set("“”") & set(run.text)]

    assert len(runs) == 3
    assert all(run.rPr.rFonts.get(qn("w:hint")) == "eastAsia" for run in runs)


def test_long_texts_are_as_small_as_on_the_printed_page(
    campaign: Campaign, printer: FormPrinter
) -> None:
    seen: set[float] = set()
    for length in range(10, 500, 35):
        sheet = Sheet(campaign.form("annex3"), {"measures": "长" * length})
        pages = printer.render([sheet]).pages
        size = pages[0].settings["measures"].size

        styles = opened(write_docx(sheet, pages)).styles

        style = next(style for style in styles if style.name == "填写长文")
        assert isinstance(style, ParagraphStyle)
        assert style.font.size == Pt(size)
        seen.add(size)
    assert min(seen) < max(seen) == 12


def test_nothing_in_the_file_but_the_form(campaign: Campaign, write_word: WriteWord) -> None:
    data = write_word(campaign.form("annex1"), SAMPLE, author="大连市中山区总工会", name="某厂")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        everything = b"".join(map(archive.read, names))
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/settings.xml",
        "word/styles.xml",
    }
    assert b"python" not in everything
    assert b"<!--" not in everything
    properties = opened(data).core_properties
    assert properties.title == "辽宁省基层工会活力建设项目典型单位申报表（企事业）"
    assert properties.author == "大连市中山区总工会"
    assert properties.subject == "某厂"
    assert properties.language == "zh-CN"
    assert properties.created is None
    assert properties.comments == properties.last_modified_by == ""


def test_a_name_longer_than_a_document_property_can_hold(
    campaign: Campaign, write_word: WriteWord
) -> None:
    name = "厂" * 5000

    data = write_word(campaign.form("annex1"), {"unit_name": name}, author=name, name=name)

    assert opened(data).tables[-1].rows[0].cells[1].text == name


def test_the_foot_line_counts_pages(campaign: Campaign, write_word: WriteWord) -> None:
    data = write_word(campaign.form("annex2"))

    for name in ("word/footer1.xml", "word/footer2.xml"):
        footer = part(data, name)
        assert "附件2" in footer
        assert 'w:instr=" PAGE "' in footer
        assert 'w:instr=" NUMPAGES "' in footer


_TWICE = """
import sys
from pathlib import Path
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.printing.word import write_docx
from gonghui_desktop.services.catalogue import load_campaign_folder
project = Path(sys.argv[1])
form = load_campaign_folder(project / "forms" / "2017").form("annex1")
sheet = Sheet(form, {"goals": "目标\U00020000", "city": "大连市"}, bookmark="厂")
pages = FormPrinter(project / "resources" / "fonts").render([sheet]).pages
sys.stdout.buffer.write(write_docx(sheet, pages, "工会"))
"""


def test_the_same_bytes_in_every_process(project_folder: Path) -> None:
    files = {
        subprocess.run(
            [sys.executable, "-c", _TWICE, str(project_folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }

    (data,) = files
    assert data.startswith(b"PK")


def test_a_form_of_another_kind(campaign: Campaign, write_word: WriteWord) -> None:
    """One seal, three long texts, no line above the table, one note without 注."""
    base = campaign.form("annex1")
    fields = (
        Field("home", "职工之家所在单位的全称", Text()),
        *(Field(name, label, LongText()) for name, label in _LONG_TEXTS.items()),
    )
    form = replace(
        base,
        id="annex4",
        number="附件4",
        title=("大连市模范职工之家推荐表（企事业单位和行业工会联合会适用，区县汇总）",),
        fields=fields,
        heading=(),
        rows=tuple((field.id,) for field in fields),
        seals=base.seals[:1],
        notes=("此表一式两份。",),
        name_field="home",
    )
    values = {"home": "某厂", "history": "一\n二", "deeds": "事迹"}

    document = opened(write_word(form, values))

    (table,) = document.tables
    *rows, seal, confirmation = cells(table)
    assert rows == [
        ["职工之家所在单位的全称", "某厂"],
        ["建家历程", "一\n二"],
        ["主要事迹", "事迹"],
        ["职工评价", ""],
    ]
    assert (len(seal), len(confirmation)) == (1, 2)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["附件4", form.title[0], "此表一式两份。"]


_LONG_TEXTS = {"history": "建家历程", "deeds": "主要事迹", "opinion": "职工评价"}
