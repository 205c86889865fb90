"""The rows of the Word file's table: what stays together, what stands alone, what Word demands."""

import io
import zipfile
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign

FORMS = ["annex1", "annex2", "annex3"]
SENTENCE = "每年召开 2 次职工代表大会，落实“双述双评”制度（见附表），职工满意度达到 95% 以上；"
ON_TWO_PAGES = {"goals": SENTENCE * 5, "measures": "\n".join([SENTENCE * 3] * 5)}
"""The seals just do not fit under the texts."""
SHORT = {"goals": "把工会建成职工之家。", "measures": SENTENCE}

WriteWord = Callable[..., bytes]


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def without_blanks(text: str) -> str:
    return "".join(text.split())


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


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
        p.style.paragraph_format.keep_with_next
        if p.paragraph_format.keep_with_next is None and p.style
        else p.paragraph_format.keep_with_next
        for p in paragraphs
    )


def _unbroken(row: _Row) -> bool:
    properties = row._tr.trPr
    assert properties is not None
    return properties.find(qn("w:cantSplit")) is not None


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("values", [SHORT, ON_TWO_PAGES], ids=["one page", "two pages"])
def test_text_stays_with_the_seals_and_the_confirmation_with_the_notes(
    campaign: Campaign, write_word: WriteWord, form_id: str, values: Mapping[str, str]
) -> None:
    *_, text, seals, confirmation, notes = (
        opened(write_word(campaign.form(form_id), values)).tables[-1].rows
    )

    assert text.cells[0].text.startswith("主要措施")
    assert _kept_whole(text)
    assert _unbroken(seals)
    assert _kept_whole(confirmation)
    assert _unbroken(notes)


@pytest.mark.parametrize("form_id", FORMS)
def test_the_seals_stay_with_the_confirmation_where_there_is_room_for_more_text(
    campaign: Campaign, write_word: WriteWord, form_id: str
) -> None:
    """Else a longer text would take the seals along and leave the notes alone."""
    form = campaign.form(form_id)
    for values, stays in ((SHORT, True), (ON_TWO_PAGES, False)):
        seals = list(opened(write_word(form, values)).tables[-1].rows)[-3]
        assert _kept_whole(seals) is stays


@pytest.mark.parametrize("form_id", FORMS)
def test_what_stays_with_the_seals_is_a_row_of_its_own_and_cannot_be_emptied(
    campaign: Campaign, write_word: WriteWord, form_id: str
) -> None:
    table = opened(write_word(campaign.form(form_id), ON_TWO_PAGES)).tables[-1]
    first, second = _measures(table)

    assert second.cells[0].text == "主要措施\n（续）"
    assert f"{_value(first)}\n{_value(second)}" == ON_TWO_PAGES["measures"]
    assert len(_value(second)) > 300
    assert not _unbroken(first)


@pytest.mark.parametrize("form_id", FORMS)
def test_where_the_last_text_is_empty_the_one_before_it_stays_with_the_seals(
    campaign: Campaign, write_word: WriteWord, form_id: str
) -> None:
    values = {"goals": SENTENCE * 3}
    goals, measures = list(opened(write_word(campaign.form(form_id), values)).tables[-1].rows)[3:5]

    assert _kept_whole(goals)
    assert _kept_whole(measures)


def test_a_single_paragraph_is_parted_at_the_end_of_a_sentence(
    campaign: Campaign, write_word: WriteWord
) -> None:
    values = ON_TWO_PAGES | {"measures": SENTENCE * 14}

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
    document = opened(write_word(campaign.form(form_id), ON_TWO_PAGES | {"unit_name": "大" * 60}))
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
