"""Word files and spreadsheets of a package: are they what their names say, and nothing more?

They are never opened here; a clerk may open them from the package. So they must hold text alone:
no program (macros, objects) and nothing that is fetched from elsewhere.
"""

from __future__ import annotations

from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.budget import Budget, Cost
from gonghui_desktop.exchange.package.zip_reader import read_parts
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record

_TYPES = "[Content_Types].xml"
_WORD, _WORKBOOK = "word/document.xml", "xl/workbook.xml"
_TEXT_PARTS = (".xml", ".rels")
_LARGEST = 20_000_000  # bytes, unpacked; a form of 20 pages has 400,000
_LINKS = (b"External", b"&#", b"<!", b"\0")
"""TargetMode of a relationship that leads out of the file (ECMA-376, part 2, 9.3), and ways to
write it otherwise."""
_SEND_AGAIN = "请让上报单位重新导出后再发来"


def check_word_file(form: FormDefinition, record: Record, data: bytes, budget: Budget) -> None:
    """Raises unless the record's Word file is one.

    Raises:
        PackageError: code ``D04``.
        WorkError: with the files before it, it takes more than a package may.
    """
    if not _is_plain(data, _WORD, budget):
        raise word_file_error(form, record, "不是 Word 文件，或带有程序、外部链接")


def check_summary(data: bytes, budget: Budget) -> None:
    """Raises unless the summary is a spreadsheet.

    Raises:
        PackageError: code ``D05``.
        WorkError: with the files before it, it takes more than a package may.
    """
    if not _is_plain(data, _WORKBOOK, budget):
        raise summary_error("不是表格文件，或带有程序、外部链接")


def same_parts(theirs: bytes, ours: bytes) -> bool:
    """Whether two office documents hold the same parts in the same order.

    However they are packed: deflate differs from one zlib to another. No more is unpacked of a
    stranger's than is in ours.
    """
    if theirs == ours:
        return True
    parts = read_parts(ours)
    try:
        return list(read_parts(theirs, sum(map(len, parts.values()))).items()) == list(
            parts.items()
        )
    except (InputError, PackageError):
        return False


def word_file_error(form: FormDefinition, record: Record, fault: str) -> PackageError:
    """The refusal of a record's Word file; ``fault`` says what it is, a clause."""
    unit = f"{form.number}“{record.value(form.name_field)[:40]}”"
    return PackageError("D04", f"报送包里{unit}的 Word 文件{fault}，请勿打开，{_SEND_AGAIN}。")


def summary_error(fault: str) -> PackageError:
    """The refusal of the summary; ``fault`` says what it is, a clause."""
    return PackageError("D05", f"报送包里的汇总表{fault}，请勿打开，{_SEND_AGAIN}。")


def _is_plain(data: bytes, main_part: str, budget: Budget) -> bool:
    try:
        parts = read_parts(data, _LARGEST)
    except (InputError, PackageError):
        return False
    budget.spend(Cost.PARTS, sum(map(len, parts.values())))
    if not {_TYPES, main_part} <= parts.keys():
        return False
    if not all(name.endswith(_TEXT_PARTS) for name in parts):
        return False
    links = [parts[name] for name in parts if name.endswith(".rels")]
    return not any(mark in link for link in links for mark in _LINKS)
