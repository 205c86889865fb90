"""Word files as other programs and people make them, from the XML of their body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from gonghui_desktop.exchange.incoming import Accepted, Reading, Refused
from gonghui_desktop.exchange.word_forms.reading import forms_in
from gonghui_desktop.model.campaigns.campaign import Campaign

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def word_file(body: str, others: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file with that body, and further parts."""
    return archive({"word/document.xml": document(body), **(others or {})})


def document(body: str) -> bytes:
    """The part with the text."""
    return f"{_HEAD}<w:document {_NAMES}><w:body>{body}</w:body></w:document>".encode()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file of parts that begins as Word's do."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", f"{_HEAD}<Types/>")
        for name, content in parts.items():
            made.writestr(name, content)
    return data.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run; line feeds are line breaks."""
    pieces = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(pieces)}</w:r>"


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain texts."""
    runs = (each if each.startswith("<") else run(each) for each in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(*content: str, span: int = 1, merge: str = "") -> str:
    """A cell of paragraphs, or of plain texts; ``merge`` is ``restart`` or ``continue``."""
    inside = "".join(
        each if each.startswith(("<w:p", "<w:tbl", "<w:sdt", "<mc:")) else paragraph(each)
        for each in (content or ("",))
    )
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inside}</w:tc>'


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, or of plain texts."""
    made = (each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def text_box(*paragraphs: str) -> str:
    """A paragraph with a text box, written for new and for old programs as Word does."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    drawing = f"<w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
    return (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


SEALS = row(
    cell("基层工会", "（章）", "年  月  日"),
    cell("县级总工会", "（章）", "年  月  日"),
    cell("市、省产业工会", "（章）", "年  月  日", span=2),
)
CONFIRMATION = row("项目确认", cell("辽宁省总工会", "年  月  日", span=3))


def heads(*lines: str) -> str:
    """Paragraphs above a table."""
    return "".join(map(paragraph, lines))


ANNEX1 = ("附件1", "辽宁省基层工会活力建设项目", "典型单位申报表（企事业）")
ANNEX3 = ("附件3", "大连市基层工会活力建设项目", "典型单位申报表（企事业单位）")


def annex1(rows: Iterable[str], heading: str = "大连 市（省产业）    中山 县（市、区）") -> str:
    """附件1 with rows of one's own above the seals."""
    return heads(*ANNEX1, heading) + table(*rows, SEALS, CONFIRMATION)


USUAL_ROWS = (
    row("单位名称", "大连样例机械有限公司", "工会主席", "张样例"),
    row("单位地址", "大连市中山区样例路1号", "联系方式", "0411-84800001"),
    row("单位性质", "（5）私营企业", "职工人数", "320人"),
    row("工作目标", cell("建好职工之家。", "开好职代会。", span=3)),
    row("主要措施", cell("一是健全组织。", span=3)),
)
USUAL = {
    "city": "大连",
    "county": "中山",
    "unit_name": "大连样例机械有限公司",
    "chairperson": "张样例",
    "address": "大连市中山区样例路1号",
    "contact": "0411-84800001",
    "unit_nature": "5",
    "employees": "320",
    "goals": "建好职工之家。\n开好职代会。",
    "measures": "一是健全组织。",
}


def read_forms(campaign: Campaign, body: str, **parts: bytes) -> tuple[Accepted | Refused, ...]:
    """The forms of a Word file with that body; ``parts`` are further ones of its folder word."""
    others = {f"word/{name}.xml": content for name, content in parts.items()}
    data = word_file(body, others)
    return forms_in(data, "申报表.docx", campaign)


def read_form(campaign: Campaign, body: str, **parts: bytes) -> Accepted:
    """The one form of a Word file with that body."""
    (form,) = read_forms(campaign, body, **parts)
    assert isinstance(form, Accepted)
    return form


def usual_but(**values: str) -> dict[str, str]:
    """The usual values with others in their place; an empty one is left out."""
    return {key: text for key, text in {**USUAL, **values}.items() if text}


def readings(form: Accepted) -> Mapping[str, Reading]:
    """Field id to how it came in."""
    return {each.field: each.reading for each in form.readings}
