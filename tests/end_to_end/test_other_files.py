"""Files that offices send instead of records: named for what they are, with the way out."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from gonghui_desktop.app import main
from gonghui_desktop.exchange.spreadsheet.reading import SUFFIXES
from tests.exchange import word_files

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _workbook() -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["单位名称", "职工人数"])
    book.save(data)
    return data.getvalue()


def _open_document(kind: str, packing: int = zipfile.ZIP_STORED) -> bytes:
    """As LibreOffice begins every file of its own; others pack its first entry, too."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office/>")
    return data.getvalue()


_SAVED_AS = "另存为“Word 文档（*.docx）”再导入"
_PACKAGE = "报送包（.zip）"

_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "名单.xlsx": (_workbook, " Excel 表格"),
    "名单.xlsm": (_workbook, "带宏的 Excel 表格"),
    "名单（改名）.zip": (_workbook, " Office 文档"),
    "名单.ods": (lambda: _open_document("spreadsheet"), " ODF 表格"),
    "别处存的.ods": (lambda: _open_document("spreadsheet", zipfile.ZIP_DEFLATED), " ODF 表格"),
    "申报表.odt": (lambda: _open_document("text"), " ODF 文档"),
    "名单.xls": (lambda: _OLE, " Excel 表格"),
    "网页.xls": (lambda: b"<html><table>", " Excel 表格"),
    "申报表.doc": (lambda: _OLE, " Word 文档"),
    "加了密码.docx": (lambda: _OLE, "旧格式或加了密码的 Word 文档"),
    "申报表.wps": (lambda: _OLE, " WPS 文字文档"),
    "名单.et": (lambda: _OLE, " WPS 表格"),
    "没有后缀": (lambda: _OLE, " Office 文档"),
    "申报表.rtf": (lambda: b"{\\rtf1\\ansi}", " RTF 文档"),
    "名单.csv": (lambda: "单位名称,职工人数\n甲,12\n".encode("gbk"), " CSV 表格"),
    "盖章.pdf": (lambda: b"%PDF-1.7\n", " PDF 文件"),
}


@pytest.mark.parametrize("name", _FILES)
@pytest.mark.parametrize("command", ["import", "verify"])
def test_a_document_is_called_what_it_is(
    command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, kind = _FILES[name]
    (tmp_path / name).write_bytes(make())
    assert main(["--data", str(tmp_path / "data"), command, str(tmp_path / name)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    if command == "import" and name.endswith(SUFFIXES):  # which is read, and has nothing to take
        assert told.err.startswith(f"{name}：")
        return
    assert f"{name}：这是{kind}，" in told.err
    is_text = name.endswith((".doc", ".docx", ".wps", ".odt", ".rtf"))
    remedy = (
        "另存为“Excel 工作簿（*.xlsx）”再导入"
        if name.endswith(".xlsm") and command == "import"
        else _PACKAGE
    )
    assert (_SAVED_AS if is_text and command == "import" else remedy) in told.err
    assert "打包" not in told.err
    assert "代码" not in told.err


def test_the_documents_of_a_package_are_called_what_they_are(
    tmp_path: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clerk who has unpacked a package picks one of its parts."""
    with zipfile.ZipFile(data_folder / "packages" / "version-1.zip") as package:
        parts = {Path(name).name: package.read(name) for name in package.namelist()}
    where = ["--data", str(tmp_path / "data")]
    for name, content in parts.items():
        (tmp_path / name).write_bytes(content)
        if name.endswith((".docx", ".xlsx")):  # a filled form and a table like any other
            continue
        assert main([*where, "import", str(tmp_path / name)]) == 2
        told = capsys.readouterr().err
        assert name in told
        assert "报送包（.zip）" in told
    assert (
        main(["--data", str(tmp_path / "data"), "import", str(tmp_path / "submission.json")]) == 2
    )
    told = capsys.readouterr().err
    assert told == (
        "submission.json：这是从报送包里取出的 submission.json，本程序不能直接导入，"
        "请导入整个报送包（.zip）。\n"
    )


def test_a_file_of_no_known_kind_says_what_can_be_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "声音.mp3").write_bytes(b"ID3\x03")
    assert main(["--data", str(tmp_path / "data"), "import", str(tmp_path / "声音.mp3")]) == 2
    told = capsys.readouterr().err
    assert "声音.mp3：本程序不认识这种文件" in told
    assert "申报表文件（.json）" in told
    assert "报送包（.zip）" in told


@pytest.mark.parametrize("name", ["记录.txt", "记录", "记录.JSON"])
def test_what_a_file_holds_counts_more_than_its_name(
    name: str, tmp_path: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = (data_folder / "nonresident_industry.json").read_bytes()
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf\r\n" + document)
    (tmp_path / "报送包").write_bytes((data_folder / "packages" / "version-1.zip").read_bytes())
    where = ["--data", str(tmp_path / "data")]
    assert main([*where, "import", str(tmp_path / name), str(tmp_path / "报送包")]) == 0
    capsys.readouterr()
    assert main([*where, "list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["records"]) == 5


_OTHERS: dict[str, tuple[Callable[[Path], bytes], str, str]] = {
    "bag-info.txt": (lambda _: b"", "从报送包里取出的 bag-info.txt", "请导入整个报送包"),
    "清单.txt": (
        lambda _: b"ab" * 32 + b"  data/submission.json\n",
        "从报送包里取出的 清单（manifest）",
        "请导入整个报送包",
    ),
    "说明.txt": (
        lambda _: b"Source-Organization: x\nBag-Group-Identifier: 2017\n",
        "从报送包里取出的 bag-info.txt",
        "请导入整个报送包",
    ),
    "今天.gonghui-backup": (lambda _: b"SQLite format 3\0", "备份或数据文件", "备份与恢复"),
    "gonghui.sqlite3": (lambda _: b"SQLite format 3\0", "备份或数据文件", "restore"),
    "新活动.zip": (lambda data: _campaign(data.parents[1] / "forms"), "活动文件", "添加活动"),
    "annex1.toml": (lambda _: b"id = 1", "活动里的一个文件", "打成 ZIP"),
    "扫描件.jpg": (lambda _: b"\xff\xd8\xff\xe0 JFIF", "图片", "Word 申报表"),
    "全部.zip": (lambda data: _packed(data / "packages" / "version-1.zip"), "装着", "请先解压"),
    "全部.rar": (lambda _: b"Rar!\x1a\x07\0", "压缩文件", "请先解压"),
    "转发.eml": (lambda _: b"From: a@b.cn\r\n\r\n", "邮件", "把附件另存下来"),
}


def _campaign(forms: Path) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((forms / "2017").glob("*.toml")):
            archive.write(path, f"2017/{path.name}")
    return data.getvalue()


def _packed(path: Path) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.write(path, "中山区/报送包.zip")
    return data.getvalue()


@pytest.mark.parametrize("name", _OTHERS)
@pytest.mark.parametrize("command", ["import", "verify"])
def test_what_holds_no_records_is_told_what_it_is_and_what_to_do(
    command: str,
    name: str,
    tmp_path: Path,
    data_folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make, kind, remedy = _OTHERS[name]
    (tmp_path / name).write_bytes(make(data_folder) or b"x")
    assert main(["--data", str(tmp_path / "data"), command, str(tmp_path / name)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"这是{kind}" in told
    assert (remedy if command == "import" else "不是报送包") in told
    assert "代码" not in told


@pytest.mark.parametrize("name", ["表.json", "表.docx", "表.zip", "表.xlsx", "表"])
@pytest.mark.parametrize("command", ["import", "verify"])
def test_an_empty_file_is_called_empty(
    command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).touch()
    assert main(["--data", str(tmp_path / "data"), command, str(tmp_path / name)]) == 2
    assert f"{name}：文件是空的，可能没有复制完整" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["历年典型.csv", "历年典型.txt", "历年典型.docx"])
def test_a_list_of_barred_units_is_told_where_it_goes(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {
        ".csv": "序号,单位名称,年度\n1,大连甲公司,2015\n".encode(),
        ".txt": "大连甲公司\n大连乙公司\n".encode(),
        ".docx": word_files.word_file(word_files.paragraph("大连甲公司")),
    }
    (tmp_path / name).write_bytes(content[Path(name).suffix])
    assert main(["--data", str(tmp_path / "data"), "import", str(tmp_path / name)]) == 2
    assert "请用“报送”菜单的“历年典型名单”" in capsys.readouterr().err
