"""Spreadsheets that were made to do harm: one sentence, nothing in, little time and memory."""

from __future__ import annotations

import io
import struct
import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.spreadsheet.reading import read_sheets
from tests.exchange import spreadsheet_files as files

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_LAUGHS = (
    '<!DOCTYPE w [<!ENTITY l0 "哈">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
_CELL = (
    '<table:table-cell office:value-type="float" office:value="1"{}>'
    "<text:p>1</text:p></table:table-cell>"
)


def _rows(count: int) -> str:
    return "".join(f"<row><c><v>{number}</v></c></row>" for number in range(count))


def _far_corners() -> bytes:
    """Two cells, for which python-calamine aborts its process (calamine's issue 693)."""
    return files.xlsx(files.USUAL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def _old_format(version: int = 0x600, **records: int) -> bytes:
    """An ``.xls`` of that version, a cell of which lies in the last row and column.

    Args:
        version: 0x600 is Excel 97's and all later ones.
        records: ``write_access``: what kind of record that one is to be.
    """
    data = bytearray((files.MADE / "libreoffice.xls").read_bytes())
    book = data.index(struct.pack("<HHH", 0x809, 16, 0x600))
    struct.pack_into("<H", data, book + 4, version)
    if kind := records.get("write_access"):
        at = data.index(struct.pack("<HH", 0x5C, 112))
        struct.pack_into("<HHHH", data, at, kind, 112, 1, 9)
    cell = data.index(struct.pack("<HHHH", 0x27E, 10, 3, 2))  # RK, row 3, column 2
    struct.pack_into("<HH", data, cell + 4, 65_535, 65_535)
    return bytes(data)


def _zip_bomb() -> bytes:
    return files.xlsx(" " * 101_000_000)


def _shared_bomb() -> bytes:
    """300 MB of texts in the part that calamine unpacks by itself, 300 kB packed."""
    texts = "<si><t>" + "长" * 1000 + "</t></si>"
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return files.xlsx(
        '<row><c t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": f'<sst xmlns="{name}">{texts * 100_000}</sst>'},
    )


def _twice() -> bytes:
    data = io.BytesIO(files.xlsx())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("XL/workbook.xml", "")
    return data.getvalue()


_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "far corners": (_far_corners, "超过 20000 行"),
    "far corners in the old format": (_old_format, "超过 20000 行"),
    "far corners where we do not look, so that the child aborts": (
        lambda: _old_format(version=0x500),
        "大得读不了",
    ),
    "100,000 rows": (lambda: files.xlsx(_rows(100_000)), "超过 20000 行"),
    "rows repeated": (
        lambda: files.ods(
            '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
            + _CELL.format(' table:number-columns-repeated="16384"')
            + "</table:table-row></table:table>"
        ),
        "超过 20000 行",
    ),
    "entities": (lambda: files.xlsx("<row><c><v>&l9;</v></c></row>", declared=_LAUGHS), "实体"),
    "an external entity": (
        lambda: files.xlsx(
            "<row><c><v>&f;</v></c></row>",
            declared='<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        ),
        "实体",
    ),
    "a ZIP bomb": (_zip_bomb, "100 MB"),
    "a ZIP bomb of texts": (_shared_bomb, "100 MB"),
    "many elements": (lambda: files.xlsx("<row/>" * 3_100_000), "多得不像"),
    "deep elements": (lambda: files.xlsx("<x>" * 300 + "</x>" * 300), "太深"),
    "macros": (lambda: files.xlsx(extra={"xl/vbaProject.bin": b"\xd0\xcf"}), "有宏"),
    "macros of Excel 4": (lambda: files.xlsx(extra={"xl/macrosheets/sheet1.xml": ""}), "有宏"),
    "macros of the old format": (lambda: _OLE + "_VBA_PROJECT_CUR".encode("utf-16-le"), "有宏"),
    "a link to another file": (
        lambda: files.xlsx(extra={"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "断开链接",
    ),
    "a link of LibreOffice": (
        lambda: files.ods(
            "<table:table table:name='a'><table:table-source/></table:table>",
        ),
        "断开链接",
    ),
    "a link of the old format": (lambda: _old_format(write_access=0x1AE), "断开链接"),
    "a password of the old format": (lambda: _old_format(write_access=0x2F), "加了密码"),
    "a password": (lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
    "a Word file of before": (lambda: _OLE + "WordDocument".encode("utf-16-le"), "Word 文档"),
    "nothing behind its beginning": (lambda: _OLE, "已损坏"),
    "a part twice": (_twice, "同名"),
    "a cut file": (lambda: files.xlsx()[:-60], "没有传完"),
    "another archive": (lambda: files.archive({"word/document.xml": b"<a/>"}), "不是电子表格"),
    "torn XML": (lambda: files.xlsx("<row><c></row>"), "已损坏"),
    "a cell that is nowhere": (lambda: files.xlsx('<row><c r="A0A"><v>1</v></c></row>'), "已损坏"),
    "no sheet": (lambda: files.xlsx(extra={"xl/_rels/workbook.xml.rels": "<a/>"}), "已损坏|空的"),
    "a web page": (lambda: b"\xef\xbb\xbf\r\n<HTML><table>", "网页"),
    "a saved web page": (lambda: b"MIME-Version: 1.0\r\n", "网页"),
    "XML of Excel 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', "网页"),
    "nothing but line ends": (lambda: b"\n" * 20_000_000, "超过 20000 行"),
    "nothing but commas": (lambda: b"," * 20_000_000, "大得读不了"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "认不出"),
}


@pytest.mark.parametrize("name", _FILES)
def test_a_hostile_file_is_one_sentence(name: str, readers: Readers) -> None:
    make, told = _FILES[name]
    data = make()
    with pytest.raises(InputError, match=told) as refused:
        read_sheets(data, "名单.xlsx", readers)
    sentence = str(refused.value)
    assert sentence.startswith("名单.xlsx：")
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    assert read_sheets(files.xlsx(files.USUAL), "名单.xlsx", readers)[0].rows  # the next file


def test_damaged_files_never_end_the_program(readers: Readers) -> None:
    """Bytes turned over at random, in every format: read, or refused in a sentence."""
    random = Random(12)
    for kind in ("xlsx", "xls", "ods"):
        whole = (files.MADE / f"libreoffice.{kind}").read_bytes()
        for _ in range(6):
            data = bytearray(whole)
            for _ in range(random.randrange(1, 30)):
                data[random.randrange(len(data))] = random.randrange(256)
            with suppress(InputError):  # anything else that is raised fails the test
                read_sheets(bytes(data), f"名单.{kind}", readers)


def test_reading_is_cancelled_from_another_thread(readers: Readers) -> None:
    cancelled = threading.Event()
    data = files.xlsx(_rows(19_000))
    threading.Timer(0.05, cancelled.set).start()
    with pytest.raises(InputError, match="已取消"):
        read_sheets(data, "名单.xlsx", readers, cancelled.is_set)
