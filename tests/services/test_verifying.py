"""Verify tells what it checked: forged packages that say the right things in the right places."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest

from gonghui_desktop import app, paths
from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.submission import (
    Submission,
    package_fingerprint,
    read_submission,
)
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.submissions import submission
from gonghui_desktop.services.submissions.package_files import cover_file
from gonghui_desktop.services.submissions.verifying import Verified, verify
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.exchange.archives import office_file
from tests.made_packages import packed

Files = dict[str, bytes]
_WHITE, _BLACK = (255,) * 4, (0, 0, 0, 255)
_WHOLE_PAGE, _QR_CODE = (0, 0, 600, 850), (480, 10, 80, 80)
_A_BOX, _A_STROKE = (200, 600, 300, 30), (300, 605, 3, 20)


@dataclass(frozen=True)
class Sender:
    """An honest package, and whatever else its office might make with the program.

    Attributes:
        ws: the receiver's.
        package: an honest package.
        made: its data.
    """

    ws: Workspace
    package: bytes
    made: Submission

    def packed(self, made: Submission) -> bytes:
        """A package of other data, with the right files and digests."""
        return packed(self.ws, made)

    def with_records(self, *changed: Record) -> bytes:
        """A package with these instead of its first records."""
        rest = self.made.records[len(changed) :]
        return self.packed(replace(self.made, records=(*changed, *rest)))

    def with_files(self, change: Callable[[Files], object]) -> bytes:
        """The package with other files, under the right digests."""
        bag = read_bag(self.package, load_profile())
        payload = dict(bag.payload)
        change(payload)
        if payload.get("cover.pdf") == bag.payload["cover.pdf"]:  # a forger makes it anew, too
            fingerprint = package_fingerprint(payload)
            cover = cover_file(self.ws.printer, self.ws.campaign, self.made, fingerprint)
            payload["cover.pdf"] = cover
        return write_bag("gonghui-bent", bag.info, payload, load_profile())

    def read(self, data: bytes) -> Verified:
        return verify(self.ws, data)


@pytest.fixture(scope="module")
def sender(
    tmp_path_factory: pytest.TempPathFactory, campaign: Campaign, data_folder: Path
) -> Iterator[Sender]:
    folder = tmp_path_factory.mktemp("sender")
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(folder / "data") as store, Store.open(folder / "elsewhere") as other:
        ws = Workspace(campaign, lambda: store, lambda: printer)
        importing.import_file(ws, data_folder / "district.json")
        reporter.set_reporter(ws, Profile("district", "大连市中山区总工会"))
        made = submission.export_package(ws, folder / "p.zip").submission
        receiver = Workspace(campaign, lambda: other, lambda: printer)
        yield Sender(receiver, (folder / "p.zip").read_bytes(), made)


def _first(files: Files, suffix: str) -> str:
    """Name of the first form's file, or of the paper of that name."""
    names = [name for name in sorted(files) if name.endswith(suffix)]
    return next((name for name in names if name.startswith("forms/")), names[0])


def _painted(pdf: bytes, *boxes: tuple[int, ...]) -> bytes:
    """The PDF with boxes over its first page, all white but the second: a stroke that reads as 1.

    What it said can still be read out of it.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        for number, box in enumerate(boxes):
            rect = pdfium_c.FPDFPageObj_CreateNewRect(*box)
            pdfium_c.FPDFPageObj_SetFillColor(rect, *(_BLACK if number == 1 else _WHITE))
            pdfium_c.FPDFPath_SetDrawMode(rect, pdfium_c.FPDF_FILLMODE_ALTERNATE, False)
            pdfium_c.FPDFPage_InsertObject(page, rect)
        pdfium_c.FPDFPage_GenerateContent(page)
        page.close()
        saved = io.BytesIO()
        document.save(saved)
    return saved.getvalue()


def _paint(*how: Any, suffix: str = ".pdf") -> Callable[[Files], object]:
    def change(files: Files) -> None:
        name = _first(files, suffix)
        files[name] = _painted(files[name], *how)

    return change


def _swap(suffix: str) -> Callable[[Files], object]:
    def change(files: Files) -> None:
        one, other, *_ = (
            name for name in sorted(files) if name.startswith("forms/") and name.endswith(suffix)
        )
        files[one], files[other] = files[other], files[one]

    return change


def _put(suffix: str, content: bytes) -> Callable[[Files], object]:
    return lambda files: files.update({_first(files, suffix): content})


_EXE = b"MZ\x90\x00" + bytes(400)
_MACROS = office_file("word/document.xml", "word/vbaProject.bin")

FORGED_FILES: dict[str, tuple[Callable[[Files], object], str]] = {
    "a page painted over with white": (_paint(_WHOLE_PAGE), "D06"),
    "other text in a box": (_paint(_A_BOX, _A_STROKE), "D06"),
    "the QR code taken out": (_paint(_QR_CODE), "D06"),
    "one byte more": (
        lambda files: files.update({(n := _first(files, ".pdf")): files[n] + b"\n"}),
        "D06",
    ),
    "swapped Word files": (_swap(".docx"), "D04"),
    "no Word file": (lambda files: files.pop(_first(files, ".docx")), "D04"),
    "an .exe named .docx": (_put(".docx", _EXE), "D04"),
    "a Word file with macros": (_put(".docx", _MACROS), "D04"),
    "an .exe named summary.xlsx": (_put(".xlsx", _EXE), "D05"),
    "an empty summary": (_put(".xlsx", office_file("xl/workbook.xml")), "D05"),
    "a Word file as summary": (_put(".xlsx", office_file("word/document.xml")), "D05"),
    "a summary of somebody's as PDF": (_put("summary.pdf", b"%PDF-1.7"), "D05"),
    "a printed summary painted over": (_paint(_WHOLE_PAGE, suffix="summary.pdf"), "D05"),
    "a form as printed summary": (
        lambda files: files.update({"summary.pdf": files[_first(files, ".pdf")]}),
        "D05",
    ),
    "no printed summary": (lambda files: files.pop("summary.pdf"), "D05"),
    "a cover sheet painted over": (_paint(_A_BOX, suffix="cover.pdf"), "D07"),
    "a form as cover sheet": (
        lambda files: files.update({"cover.pdf": files[_first(files, ".pdf")]}),
        "D07",
    ),
    "no cover sheet": (lambda files: files.pop("cover.pdf"), "D07"),
}


@pytest.mark.parametrize("case", FORGED_FILES)
def test_a_file_that_we_would_not_make_is_refused(sender: Sender, case: str) -> None:
    change, code = FORGED_FILES[case]
    data = sender.with_files(change)
    if code == "D06":
        read_submission(data, known_forms(sender.ws))  # its text says nothing wrong
    assert _code(sender, data) == code


def _code(sender: Sender, data: bytes) -> str:
    with pytest.raises(PackageError) as caught:
        sender.read(data)
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert len(sentence) < 300
    assert "请" in sentence
    return caught.value.code


FORGED_VALUES: dict[str, Callable[[Record], Record]] = {
    "empty": lambda record: replace(record, values={}),
    "no name": lambda record: replace(record, values={**record.values, "unit_name": "  "}),
    "no number": lambda record: replace(record, values={**record.values, "employees": "很多"}),
    "nobody": lambda record: replace(record, values={**record.values, "employees": "-1"}),
    "no choice": lambda record: replace(record, values={**record.values, "unit_nature": "77"}),
}


@pytest.mark.parametrize("case", FORGED_VALUES)
def test_what_cannot_be_made_final_is_not_final_here(sender: Sender, case: str) -> None:
    forged = FORGED_VALUES[case](sender.made.records[0])
    data = sender.with_records(forged)
    assert _code(sender, data) == "S12"


def test_a_revision_that_leaves_no_room_is_refused(sender: Sender) -> None:
    far = replace(sender.made.records[0], revision=1_000_000, reopen_reason="改")
    assert _code(sender, sender.with_records(far)) == "S13"
    made = replace(sender.made, revision=1_000_000, supersedes=sender.made.package)
    assert _code(sender, sender.packed(made)) == "S13"


def _with_data(sender: Sender, change: Callable[[Any], object]) -> bytes:
    def edit(files: Files) -> None:
        document = json.loads(files["submission.json"])
        change(document)
        files["submission.json"] = json.dumps(document).encode()

    return sender.with_files(edit)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["records"][0].update(changed_at="9999-12-31T23:59:59.999999+00:00"),
        lambda d: d["records"][0].update(created_at="0001-01-01T00:00:00+00:00"),
        lambda d: d.update(supersedes=d["package"]),
        lambda d: d.update(revision=2),
    ],
    ids=["year 9999", "year 1", "supersedes itself", "a second one of nothing"],
)
def test_dates_and_revisions_that_cannot_be_are_refused(
    sender: Sender, change: Callable[[Any], object]
) -> None:
    assert _code(sender, _with_data(sender, change)) == "S02"


def test_an_honest_package_leaves_nothing_to_look_at(sender: Sender) -> None:
    verified = sender.read(sender.package)
    assert verified.submission == sender.made
    assert verified.doubts == ()
    assert any("PDF、Word 文件、汇总表和报送单" in each for each in verified.checked)
    (unchecked,) = verified.unchecked
    assert "盖章的报送单" in unchecked
    assert verified.code in unchecked
    assert verified.package.cover_pdf is not None
    with pdfplumber.open(io.BytesIO(verified.package.cover_pdf)) as cover:
        assert verified.code in cover.pages[0].extract_text()


def test_the_code_of_a_package_can_be_found_with_any_tool(sender: Sender) -> None:
    """As docs/file-formats.md says: without the cover's line, by the manifest alone."""
    with zipfile.ZipFile(io.BytesIO(sender.package)) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("/manifest-sha256.txt"))
        lines = archive.read(name).decode().splitlines(keepends=True)
    rest = "".join(line for line in lines if not line.endswith("  data/cover.pdf\n"))
    assert len(lines) - 1 == rest.count("\n")
    assert check_code(hashlib.sha256(rest.encode()).digest()) == sender.read(sender.package).code


def test_other_rules_here_are_told_and_refuse_nothing(sender: Sender) -> None:
    campaign = replace(sender.ws.campaign, receiver="大连市总工会")
    ws = Workspace(campaign, lambda: sender.ws.store, lambda: sender.ws.printer)
    verified = verify(ws, sender.package)
    assert any("汇总表和报送单的内容" in each for each in verified.unchecked)


def test_what_a_file_manager_left_is_named(sender: Sender) -> None:
    buffer = io.BytesIO(sender.package)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("__MACOSX/._gonghui", b"x")
        archive.writestr("gonghui/.DS_Store", b"x")
    verified = sender.read(buffer.getvalue())
    assert verified.doubts == ()
    (told,) = (each for each in verified.unchecked if "文件管理器留下的" in each)
    assert "“__MACOSX/._gonghui”、“gonghui/.DS_Store”" in told


def test_another_printers_files_are_told_and_not_compared(sender: Sender) -> None:
    data = sender.packed(replace(sender.made, printer="another"))
    verified = sender.read(data)
    assert verified.doubts == ()
    assert any("由另一版本的程序制作，只比对了文字" in each for each in verified.unchecked)
    assert not any("完全相同" in each for each in verified.checked)
    assert verified.verdict == "完整，有 1 项没有核对"


def test_quotas_that_are_not_met_are_told(sender: Sender) -> None:
    fewer = replace(sender.made, records=sender.made.records[:3], findings=())
    told = " ".join(sender.read(sender.packed(fewer)).doubts)
    assert "还差 2 个典型单位" in told
    assert "没有写明原因" in told


def test_a_list_of_findings_that_was_made_shorter_is_told(sender: Sender) -> None:
    reason = "经市总工会民主管理部同意调整"
    fewer = replace(sender.made, records=sender.made.records[:4], explanation=reason)
    told = " ".join(sender.read(sender.packed(replace(fewer, findings=()))).doubts)
    assert "没有列出：还差 1 个典型单位" in told
    honest = replace(fewer, findings=sender.read(sender.packed(fewer)).findings)
    assert sender.read(sender.packed(honest)).doubts == ()
    longer = replace(sender.made, findings=honest.findings)
    told = " ".join(sender.read(sender.packed(longer)).doubts)
    assert "另外列出：还差 1 个典型单位" in told


def test_the_same_unit_twice_is_told(sender: Sender) -> None:
    one, other, *_ = sender.made.records
    name = one.value("unit_name")
    twin = replace(other, values={**other.values, "unit_name": f"{name} "})
    told = " ".join(sender.read(sender.with_records(one, twin)).doubts)
    assert "看来是同一单位" in told


def test_a_date_to_come_is_told(sender: Sender) -> None:
    later = datetime.now(UTC) + timedelta(days=300)
    data = sender.with_records(replace(sender.made.records[0], changed_at=later))
    assert any("还没有到" in each for each in sender.read(data).doubts)


def test_a_campaign_that_we_do_not_have_is_told(sender: Sender) -> None:
    moved = [replace(each, campaign="2031") for each in sender.made.records]
    made = replace(sender.made, campaign="2031", records=tuple(moved))
    verified = sender.read(sender.packed(made))
    assert any("本机没有这个活动的规定" in each for each in verified.unchecked)
    assert not any("名额" in each for each in verified.checked)


def test_import_refuses_what_verify_refuses_and_tells_what_it_tells(
    sender: Sender, tmp_path: Path
) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(sender.with_files(_paint(_WHOLE_PAGE)))
    with pytest.raises(PackageError, match="D06"):
        importing.import_file(sender.ws, path)
    assert records.records(sender.ws) == []
    path.write_bytes(sender.packed(replace(sender.made, records=sender.made.records[:4])))
    *came, notice = importing.import_file(sender.ws, path)
    assert len(came) == len(records.records(sender.ws)) == 4
    assert notice.is_notice
    assert "还差 1 个典型单位" in notice.message


def test_the_import_of_a_package_can_be_stopped_between_two_forms(
    sender: Sender, tmp_path: Path, campaign: Campaign
) -> None:
    class Stopped(Exception):  # noqa: N818 - stands for any stop
        pass

    def stop(done: int, _all: int) -> None:
        if done == 2:
            raise Stopped

    (tmp_path / "p.zip").write_bytes(sender.package)
    with Store.open(tmp_path / "data") as store:
        ws = Workspace(campaign, lambda: store, lambda: sender.ws.printer)
        with pytest.raises(Stopped):
            importing.import_file(ws, tmp_path / "p.zip", progress=stop)
        assert records.records(ws) == []


def test_the_command_line_tells_what_was_checked(
    sender: Sender, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(data: bytes, *more: str) -> tuple[int, str]:
        (tmp_path / "p.zip").write_bytes(data)
        code = app.main(["--data", str(tmp_path / "d"), *more, "verify", str(tmp_path / "p.zip")])
        return code, capsys.readouterr().out

    code, said = answer(sender.package)
    assert code == 0
    assert "报送包完好" in said
    assert "核对了：" in said
    assert "没有核对：" in said
    fewer = sender.packed(replace(sender.made, records=sender.made.records[:4]))
    code, said = answer(fewer)
    assert code == 1
    assert "完好" not in said
    assert "要核实：还差 1 个典型单位" in said
    told = json.loads(answer(fewer, "--json")[1])
    assert told["ok"] is False
    assert told["doubts"]
    assert told["checked"]
    assert told["unchecked"]
    assert told["findings"]
