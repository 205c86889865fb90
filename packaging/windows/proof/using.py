"""The main job in the installed program, and the same bytes as on Linux."""

from __future__ import annotations

import os
import shutil
import struct
import sys
import zipfile
from pathlib import Path

from bench import ROOT, run

from proof.printing import looks, serving
from proof.stage import EXPLANATION, PROGRAMS, Stage, Step, expect

UNIT = "大连样例机械有限公司"
UNIT_ROW = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{UNIT}</t></is></c></row>'
DIALOG_PAGES = [2, 4, 4, 3]  # papers of the package, then each form in the notice's copies
OLD_SPREADSHEET = ROOT / "tests" / "data" / "spreadsheets" / "libreoffice.xls"


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    here = _Using(stage)
    return [
        ("the self-test runs in the installed program", here.selftest),
        ("it prints by the print dialog on a printer", here.print_by_dialog),
        ("spreadsheets go out and come in, a hostile one is refused", here.spreadsheets),
        ("its PDFs and package equal those of Linux", here.compare_with_linux),
    ]


class _Using:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def selftest(self) -> str:
        """The whole main job in the real window, on a Windows without a printer."""
        told = self._selftest("自检", "截图")
        expect("没有打印机" in told, f"the print dialog says that there is no printer:\n{told}")
        return f"pictures in {self._stage.out / '截图'}"

    def print_by_dialog(self) -> str:
        """The same with a printer, which gets the papers of the package and each form."""
        with serving(self._stage) as server:
            printer = server.add_printer()
            self._selftest("自检 打印", "截图 打印", "--printer", printer.name)
            jobs = sorted(printer.folder.glob("*.out"), key=lambda file: int(file.stem))
            pages = [len(looks(job.read_bytes())) for job in jobs]
        expect(pages == DIALOG_PAGES, f"jobs of {DIALOG_PAGES} pages, not {pages}")
        return f"{len(pages)} jobs of {pages} pages, pictures in {self._stage.out / '截图 打印'}"

    def _selftest(self, files: str, pictures: str, *options: str) -> str:
        """Run it and take out what it made; what it printed."""
        stage = self._stage
        places = ["--output", f"C:\\{files}", "--screenshots", f"C:\\{pictures}"]
        told = stage.program(stage.have_program(), "selftest", *places, *options)
        for name in (files, pictures):
            shutil.copytree(stage.prefix.drive_c / name, stage.out / name, dirs_exist_ok=True)
        expect(any((stage.out / pictures).glob("*.png")), "there are pictures")
        return told

    def spreadsheets(self) -> str:
        """The template, filled in, is read by a child; one that makes the child abort is not."""
        stage = self._stage
        program, data = stage.have_program(), ["--data", "C:\\表格数据"]
        stage.program(program, *data, "template", "-o", "C:\\空白导入表.xlsx")
        blank = stage.prefix.drive_c / "空白导入表.xlsx"
        _fill_in(blank, stage.prefix.drive_c / "填好 的表.xlsx")
        stage.program(program, *data, "import", "C:\\填好 的表.xlsx")
        (record,) = stage.records(program, *data)
        assert isinstance(record, dict)
        expect(record["values"]["unit_name"] == UNIT, "the unit's name came in")
        (stage.prefix.drive_c / "坏的.xls").write_bytes(_hostile_spreadsheet())
        told = stage.program(program, *data, "import", "C:\\坏的.xls", expected=2)
        expect("坏的.xls：里面的内容大得读不了" in told, "the child has aborted")
        return f"refused: {told.strip().splitlines()[-1]}"

    def compare_with_linux(self) -> str:
        """The same data printed and handed in there and here: the same bytes."""
        stage = self._stage
        stage.have_records()
        commands = {"表.pdf": ["print"], "包.zip": ["export", "--explain", EXPLANATION]}
        here = Path(shutil.copytree(stage.data, stage.out / "linux" / "data"))
        linux = [sys.executable, "-P", "-m", "gonghui_desktop", "--data", str(here)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        for name, command in commands.items():
            stage.program(PROGRAMS, *command, "-o", f"C:\\{name}")
            run([*linux, *command, "-o", str(stage.out / "linux" / name)], environment)
            there = stage.prefix.drive_c / name
            shutil.copyfile(there, stage.out / name)
            same = there.read_bytes() == (stage.out / "linux" / name).read_bytes()
            expect(same, f"{name} has the same bytes on Linux")
        return f"{len(commands)} files"


def _fill_in(blank: Path, filled: Path) -> None:
    """Write one unit's name into the empty template."""
    with zipfile.ZipFile(blank) as source, zipfile.ZipFile(filled, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", UNIT_ROW.encode() + b"</sheetData>")
            target.writestr(entry, content)


def _hostile_spreadsheet() -> bytes:
    """A workbook of Excel 97 for which python-calamine aborts its process."""
    hostile = bytearray(OLD_SPREADSHEET.read_bytes())
    book = hostile.index(struct.pack("<HHH", 0x809, 16, 0x600))  # BOF of Excel 97
    struct.pack_into("<H", hostile, book + 4, 0x500)  # of a version in which we do not look
    cell = hostile.index(struct.pack("<HHHH", 0x27E, 10, 3, 2))  # RK, row 3, column 2
    struct.pack_into("<HH", hostile, cell + 4, 65_535, 65_535)
    return bytes(hostile)
