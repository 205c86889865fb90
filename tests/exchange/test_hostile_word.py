"""Word files that were made to do harm: one sentence, nothing in, little time and memory."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zipfile
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import Accepted
from gonghui_desktop.exchange.word_forms.reading import forms_in
from gonghui_desktop.model.campaigns.campaign import Campaign
from tests.exchange import word_files as word
from tests.exchange.word_files import cell, paragraph, row, run, table

_FORM = word.annex1(word.USUAL_ROWS)


def _with_declaration(declared: str, used: str) -> bytes:
    """A form whose XML declares entities and uses one."""
    plain = word.document(_FORM.replace("张样例", used)).decode()
    begin, end = plain.split("?>", 1)
    return word.archive({"word/document.xml": f"{begin}?>{declared}{end}".encode()})


def _laughs() -> bytes:
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _with_declaration(f'<!DOCTYPE w [<!ENTITY l0 "哈">{lols}]>', "&l9;")


def _external() -> bytes:
    return _with_declaration('<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;")


def _utf16_laughs() -> bytes:
    with zipfile.ZipFile(io.BytesIO(_laughs())) as made:
        text = made.read("word/document.xml").decode().replace("UTF-8", "UTF-16")
    return word.archive({"word/document.xml": text.encode("utf-16")})


def _zip_bomb() -> bytes:
    """100 MB of blanks in one paragraph, 100 kB packed."""
    return word.word_file(_FORM + paragraph(" " * 100_000_000))


def _many_elements() -> bytes:
    """Not 5 MB, but 600,000 elements."""
    return word.word_file("<w:proofErr/>" * 600_000)


def _deep(begin: str, end: str, times: int) -> Callable[[], bytes]:
    return lambda: word.word_file(begin * times + end * times)


def _macros() -> bytes:
    return word.word_file(_FORM, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _elsewhere() -> bytes:
    return word.word_file('<w:altChunk w:id="r1"/>' + _FORM)


def _link() -> bytes:
    data = io.BytesIO(word.word_file(_FORM))
    with zipfile.ZipFile(data, "a") as archive:
        link = zipfile.ZipInfo("word/media/a.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return data.getvalue()


def _twice() -> bytes:
    data = io.BytesIO(word.word_file(_FORM))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("WORD/document.xml", word.document(""))
    return data.getvalue()


def _huge_directory() -> bytes:
    """An archive whose end announces a directory of 100 MB."""
    data = bytearray(word.word_file(_FORM))
    struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 12, 100_000_000)
    return bytes(data)


def _wide() -> bytes:
    return word.word_file(table(row(*["甲"] * 300)))


_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities": (_laughs, "XML 实体"),
    "entities in UTF-16": (_utf16_laughs, "XML 实体"),
    "an external entity": (_external, "XML 实体"),
    "a ZIP bomb": (_zip_bomb, "20 MB"),
    "many elements": (_many_elements, "多得不像"),
    "deep elements": (_deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 100_000), "太深"),
    "deep tables": (
        _deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 50),
        "太深",
    ),
    "macros": (_macros, "有宏"),
    "text in another file": (_elsewhere, "正文在别的文件里"),
    "a link": (_link, "链接"),
    "a part twice": (_twice, "同名"),
    "a huge directory": (_huge_directory, "像是恶意文件"),
    "a wide row": (_wide, "像是恶意文件"),
    "a cut file": (lambda: word.word_file(_FORM)[:-100], "没有传完"),
    "no text": (lambda: word.archive({"word/styles.xml": b"<s/>"}), "没有 Word 文档的正文"),
    "torn XML": (lambda: word.archive({"word/document.xml": b"<w:document"}), "已损坏"),
}


@pytest.mark.parametrize("name", _FILES)
def test_a_hostile_file_is_one_sentence(name: str, campaign: Campaign) -> None:
    make, told = _FILES[name]
    data = make()
    with pytest.raises(InputError, match=told) as refused:
        forms_in(data, "申报表.docx", campaign)
    sentence = str(refused.value)
    assert sentence.startswith("申报表.docx：")
    assert sentence.endswith("。")
    assert sentence.count("。") == 1


def test_a_table_of_ten_thousand_rows_is_read_like_any_other(campaign: Campaign) -> None:
    staff = table(*(row(str(number), "张样例") for number in range(10_000)))
    data = word.word_file(staff + _FORM)
    (form,) = forms_in(data, "a.docx", campaign)

    assert isinstance(form, Accepted)
    assert form.values == word.USUAL


def test_a_text_too_long_is_refused_by_its_field(campaign: Campaign) -> None:
    body = _FORM.replace("一是健全组织。", "长" * 20_001)
    (form,) = forms_in(word.word_file(body), "a.docx", campaign)

    assert not isinstance(form, Accepted)
    assert "“主要措施”有 20001 字" in form.message


def test_links_in_a_form_are_neither_followed_nor_read(campaign: Campaign) -> None:
    """A picture from the network, a hyperlink: words stay, nothing is fetched."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" TargetMode="External" Target="http://192.0.2.1/a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/>'
        "</Relationships>"
    )
    link = f'<w:hyperlink w:id="r1">{run("0411-84800001")}</w:hyperlink>'
    rows = (
        word.USUAL_ROWS[0],
        row("单位地址", "大连市中山区样例路1号", "联系方式", cell(paragraph(link))),
        *word.USUAL_ROWS[2:],
    )
    others = {"word/_rels/document.xml.rels": relations.encode()}
    data = word.word_file(word.annex1(rows), others)
    (form,) = forms_in(data, "a.docx", campaign)

    assert isinstance(form, Accepted)
    assert form.values == word.USUAL


_TAGS = (
    *("p", "r", "t", "tbl", "tr", "tc", "tcPr"),
    *("trPr", "rPr", "pPr", "gridSpan", "vMerge", "hMerge", "gridBefore"),
    *("cellDel", "sdt", "sdtPr", "ins", "del", "sdtContent", "showingPlcHdr"),
    *("txbxContent", "moveFrom", "vanish", "ind", "sym", "numPr", "ilvl"),
    *("numId", "ffData", "checkBox", "checked", "ddList", "listEntry", "result"),
    *("br", "tab", "tcPrChange"),
)
_MOST_USED = ("tbl", "tr", "tc", "p", "r", "t") * 4
_TEXTS = (
    "单位名称",
    "张",
    "（5）",
    "附件1",
    "主要措施",
    "：",
    "\t",
    "☑",
    "市",
    "产业",
    "注：",
    "320",
)
_WORDS = ("0", "1", "9", "x", "999999999999", "restart", "continue", "F0FE", "110000", "-5", "²")


def _anything(random: Random, depth: int) -> str:
    """Elements of Word's in an order that no program writes."""
    if depth == 0 or random.random() < 0.15:
        return random.choice(_TEXTS)
    tag, value = random.choice((*_TAGS, *_MOST_USED)), random.choice(_WORDS)
    inside = "".join(_anything(random, depth - 1) for _ in range(random.randint(0, 4)))
    return f'<w:{tag} w:val="{value}" w:char="{value}">{inside}</w:{tag}>'


@given(random=st.randoms(use_true_random=False), at=st.integers(0, 300))
def test_whatever_stands_where_it_should_not_is_read_or_refused(
    campaign: Campaign, random: Random, at: int
) -> None:
    parts = re.findall(r"<[^>]*>|[^<]+", _FORM)
    parts.insert(at, "".join(_anything(random, 5) for _ in range(3)))
    with contextlib.suppress(InputError):
        read = forms_in(word.word_file("".join(parts)), "a.docx", campaign)
        assert read


def test_the_text_of_a_file_from_the_browser_lies_elsewhere(campaign: Campaign) -> None:
    data = word.archive({"word/document2.xml": word.document(_FORM)})
    (form,) = forms_in(data, "a.docx", campaign)

    assert isinstance(form, Accepted)
    assert form.values == word.USUAL
