"""The Word file as python-docx, Word's own notation and another process see it."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from hypothesis import example, given
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.fieldtypes import LongText, Text
from gonghui_desktop.model.forms.form import Field
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.printing.type.characters import printable
from gonghui_desktop.printing.word.docx import write_docx

FORMS = ["annex1", "annex2", "annex3"]
SAMPLE = {
    "unit_name": "大连示例重工装备制造有限公司",
    "chairperson": "于䶮",
    "contact": "0411-83640001",
    "goals": "以“建家、活家、强家”为主线。",
    "measures": "一、健全组织。\n\n二、民主管理：落实“3+x”模式。",
}

WriteWord = Callable[..., bytes]


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
    assert form.confirmation is not None
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
    *rows, seals, confirmation, notes = cells(table)

    assert len(cells(heading)) == 1
    assert cells(heading)[0][1::2] == [form.field(field_id).label for field_id in form.heading]
    assert rows == [
        [text for field_id in row for text in (form.field(field_id).label, values[field_id])]
        for row in form.rows
    ]
    assert [text.split() for text in seals] == [
        [seal.name, seal.mark, *seal.date.split()] for seal in form.seals
    ]
    assert form.confirmation is not None
    assert confirmation[0] == form.confirmation.label
    assert confirmation[1].split() == [form.confirmation.name, *form.confirmation.date.split()]
    assert notes == ["\n".join(form.notes)]


@pytest.mark.parametrize("form_id", FORMS)
def test_seals_have_room(campaign: Campaign, write_word: WriteWord, form_id: str) -> None:
    table = opened(write_word(campaign.form(form_id))).tables[-1]
    seals, confirmation, _notes = list(table.rows)[-3:]

    assert seals.height is not None
    assert seals.height.mm >= 48
    assert all(cell.width.mm >= 46 for cell in seals._tr.tc_lst)
    assert confirmation.height is not None
    assert confirmation.height.mm >= 50
    assert confirmation._tr.tc_lst[1].width.mm >= 50


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
    shown = _shown(" ".join(short.splitlines())).replace("\n", " ")
    assert without_blanks(rows[0][3]) == without_blanks(shown)  # a seam's blank is a line break
    assert rows[4][1] == _shown(long).strip("\n")


def test_a_short_value_is_broken_at_the_seams_of_the_page(
    campaign: Campaign, write_word: WriteWord
) -> None:
    values = {
        "unit_name": "大连示例重工装备制造有限公司",
        "chairperson": "王建国、卓玛•次仁、阿不都热依木•艾山",
        "contact": "0411-83640001转8012 13800000001",
    }
    for form_id in ("annex1", "annex2", "annex3"):
        table = opened(write_word(campaign.form(form_id), values)).tables[-1]
        (_, unit, _, persons), (_, _, _, numbers) = cells(table)[:2]
        assert unit == values["unit_name"]
        assert persons == "王建国、卓玛·次仁、\n阿不都热依木·艾山"
        assert numbers == "0411-83640001转8012\n13800000001"


def test_a_paragraph_with_an_address_is_not_spread_from_edge_to_edge(
    campaign: Campaign, write_word: WriteWord
) -> None:
    values = {
        "measures": "意见请发到gonghui2017@example.com.cn，逾期不再受理。\n每年召开2次职代会。"
    }
    table = opened(write_word(campaign.form("annex1"), values)).tables[-1]
    with_address, other = table.rows[4].cells[-1].paragraphs
    assert with_address.alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert other.alignment is None


def test_a_bracket_at_a_titles_end_does_not_move_it(
    campaign: Campaign, write_word: WriteWord
) -> None:
    """Its right half is blank: LibreOffice draws the strokes 0.03 mm from the middle."""
    form = campaign.form("annex1")
    paragraphs = opened(write_word(form, {})).paragraphs
    first, second = (paragraph for paragraph in paragraphs if paragraph.text in form.title)
    assert first.paragraph_format.left_indent is None
    assert second.text.endswith("）")
    assert second.paragraph_format.left_indent == Pt(0.6 * 22)


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


def test_a_draft_says_so_in_the_foot_line(campaign: Campaign, write_word: WriteWord) -> None:
    form = campaign.form("annex2")
    final, draft = write_word(form), write_word(form, is_draft=True)

    for name in ("word/footer1.xml", "word/footer2.xml"):
        assert ["草稿" in part(data, name) for data in (final, draft)] == [False, True]


_TWICE = """
import sys
from pathlib import Path
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.printing.word.docx import write_docx
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
    *rows, seal, confirmation, notes = cells(table)
    assert rows == [
        ["职工之家所在单位的全称", "某厂"],
        ["建家历程", "一\n二"],
        ["主要事迹", "事迹"],
        ["职工评价", ""],
    ]
    assert (len(seal), len(confirmation), notes) == (1, 2, ["此表一式两份。"])
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["附件4", form.title[0], ""]


_LONG_TEXTS = {"history": "建家历程", "deeds": "主要事迹", "opinion": "职工评价"}


@pytest.mark.parametrize("length", [20, 400, 1500])
def test_a_form_that_nobody_confirms_and_that_has_no_notes(
    campaign: Campaign, write_word: WriteWord, length: int
) -> None:
    form = replace(campaign.form("annex1"), confirmation=None, notes=())

    document = opened(write_word(form, {"measures": "建家" * (length // 2)}))

    *_, seals = cells(document.tables[-1])
    assert [text.split()[0] for text in seals] == [seal.name for seal in form.seals]
    # Word takes a file whose body ends with a table for a damaged one.
    assert document.element.body[-2].tag == qn("w:p")
