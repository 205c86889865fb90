"""A database and a package of the first release, read for ever.

Both were made by the program as it was on 25 November 2026 (database schema 1, package format 1,
check codes of version 1), through its command line and services. Paper with seals carries their
codes, so every literal here is a promise: a test that fails is mended in the program.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from gonghui_desktop.app import main, open_workspace
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.services import pages
from gonghui_desktop.services.records import change, make_final, reopen
from gonghui_desktop.services.submissions.verifying import verify_package
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME, Store

_ENTERPRISE = "9d8559190fb94becaa2b974c12460dc3"
_SECTOR = "2d97b0b40b4748a3b99b0aaa384b097d"
_PRINTERS = "14f1dda164f54146ba2f03bfd919969e"
_REOPENED = "d627a57887d842298e4e4e4d434d6be1"
_EMPTY = "48ce6bcc47934e37a5029d848977f3fc"
_ODD = "19be8757c53544ef90778d9494488fa6"
_BINNED_DRAFT = "90263a4ca06b41d3aec25312535642e6"
_BINNED_FINAL = "8c323c68ec4d457eba42fff741f3d443"

# Id, form, state, revision, SHA-256 over the values as JSON (its first 16 digits).
_RECORDS = [
    (_ENTERPRISE, "annex1", "final", 1, "f2b974a8c8f2544c"),
    (_SECTOR, "annex2", "final", 2, "61e6b92e448999f8"),
    (_PRINTERS, "annex3", "final", 1, "e54706ad5d395b75"),
    (_REOPENED, "annex3", "draft", 2, "b0e13d1dc881797e"),
    (_EMPTY, "annex2", "draft", 1, "44136fa355b3678a"),
    (_ODD, "annex1", "draft", 1, "90eed6812c61a074"),
]
_CODES = {
    _ENTERPRISE: "2626 3994 6462 8",
    _SECTOR: "1200 6463 1905 8",
    _PRINTERS: "7183 6364 0109 3",
}
_DRAFT_CODES = {
    _REOPENED: "3094 0385 2834 0",
    _EMPTY: "5358 7424 5936 9",
    _ODD: "8401 3474 1978 6",
}
_DIGITS = {
    _ENTERPRISE: "10531943658308848693439873792626399464620010012",
    _SECTOR: "10017681659805158026807397121200646319050010011",
    _PRINTERS: "13288142475875457577967965207183636401090010012",
}
_EXPLANATIONS = {
    _ENTERPRISE: {"contact": "单位没有电话，由传达室转。", "non_public": "自然人持股 71.4%。"},
    _REOPENED: {"non_public": "国有参股 30%。"},
}

# Digests of the three forms as they were; every later record of those forms names them too.
_EDITIONS = {
    "annex1": "d352bc861bf9fd86bf26f2b64a507ca4f38b6e40760903a922de418459c47a86",
    "annex2": "c75ed35f2557fcafaeda80cf5f5ab99a677df66ec50f0588379f5f6db2e9d319",
    "annex3": "6a3e1c11c9ca28728e14bef8d85181f34bbc10790f0799971ecf7fc7393c1082",
}

# The package holds the same records; the reopened one as it was before.
_PACKAGE_UUID = "3df875c3-8a1c-5628-b306-17505e0862a3"
_PACKAGE_RECORDS = [*_RECORDS[:3], (_REOPENED, "annex3", "final", 1, "48391f05c87fa79f")]
_PACKAGE_CODES = {**_CODES, _REOPENED: "1404 9274 4011 8"}


def _digest(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _shown(record: Mapping[str, object]) -> tuple[object, ...]:
    """What a record must show for ever."""
    kept = tuple(record[key] for key in ("id", "form", "state", "revision"))
    return (*kept, _digest(record["values"]))


@pytest.fixture
def folder(tmp_path: Path, data_folder: Path) -> Path:
    """A data folder with a copy of the kept database."""
    folder = tmp_path / "老数据"
    folder.mkdir()
    shutil.copyfile(data_folder / "databases" / "version-1.sqlite3", folder / FILE_NAME)
    return folder


@pytest.fixture
def package(data_folder: Path) -> Path:
    return data_folder / "packages" / "version-1.zip"


@pytest.fixture
def ws(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as workspace:
        yield workspace


def _answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert main([*map(str, arguments), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def test_the_command_line_lists_the_same_records(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):  # the first call may move the database to a newer schema
        records = _answer(capsys, "--data", folder, "list")["records"]
        assert [_shown(record) for record in records] == _RECORDS
        assert {r["id"]: r["check_code"] for r in records} == _CODES | _DRAFT_CODES
        explained = {r["id"]: r["explanations"] for r in records if r["explanations"]}
        assert explained == _EXPLANATIONS


def test_texts_come_back_code_point_by_code_point(folder: Path) -> None:
    with Store.open(folder) as store:
        assert store.record(_ENTERPRISE).values == {
            "city": "大连",
            "county": "中山",
            "unit_name": "大连神湾\ufa11山精密铸造有限公司",
            "chairperson": "陈\U00020bb7、林\U0002cc5f",
            "address": "大连市中山区\u3000东港路２１８号",
            "contact": "找传达室王师傅",
            "unit_nature": "4",
            "employees": "1326",
            "goals": "\u3000\u3000一、职工入会率达到98%以上。\n"
            "\t二、“双述双评”满意率≥90％；\u200b提案办结率95\xad%。\n\n三、完成。",
            "measures": "（一）①入会②建档——《集体合同》\n• 每年２次职代会 ",
            "non_public": "yes",
        }
        assert store.record(_PRINTERS).value("chairperson") == "姜\ufa1e云"
        assert store.record(_EMPTY).values == {}
        assert store.record(_ODD).values == {
            "unit_name": "换\x0b行\x1b[31m控制\x07字符\0结束",
            "contact": "QQ：123456789",
            "unit_nature": "合资",
            "employees": "约三百人",
            "goals": "一\u2028二\x85三\x0c四\t五\uf0b7六\U0001f600七\ufeff",
            "measures": " \n ",
        }


def test_revisions_reasons_and_times_are_kept(folder: Path) -> None:
    with Store.open(folder) as store:
        sector, reopened = store.record(_SECTOR), store.record(_REOPENED)
        assert sector.reopen_reason == "主席姓名写错：孙桂芬应为孙桂芳"
        assert sector.created_at.isoformat() == "2026-11-25T21:47:22.431594+00:00"
        assert sector.changed_at.isoformat() == "2026-11-25T21:47:22.940355+00:00"
        assert reopened.reopen_reason == "职工人数有变化"
        assert [
            (kept.number, kept.reason, kept.values["chairperson"], kept.finalised_at.isoformat())
            for kept in store.revisions(_SECTOR)
        ] == [
            (1, "", "孙桂芳", "2026-11-25T21:47:22.847884+00:00"),
            (2, sector.reopen_reason, "孙桂芳（代）", "2026-11-25T21:47:22.940355+00:00"),
        ]
        (before,) = store.revisions(_REOPENED)
        assert _digest(dict(before.values)) == "48391f05c87fa79f"


def test_reporter_and_settings_are_kept(ws: Workspace) -> None:
    reporter = Profile(
        "resident_industry", "大连市\ufa11山产业工会", "刘\U00020bb7", "0411-82640177"
    )
    assert ws.store.profile() == reporter
    assert ws.store.setting("window") == "AdnQywAD"
    choices = pages.paper_choices(ws)
    assert (choices.foot_line, choices.signature_fields) == (True, False)


def test_what_lies_in_the_bin_comes_back_as_it_was(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(folder) as store:
        assert store.undelete(_BINNED_DRAFT).state is RecordState.DRAFT
        assert store.undelete(_BINNED_FINAL).explanations == _EXPLANATIONS[_ENTERPRISE]
        assert len(store.revisions(_BINNED_FINAL)) == 1
    records = {r["id"]: r for r in _answer(capsys, "--data", folder, "list")["records"]}
    assert len(records) == 8
    assert records[_BINNED_DRAFT]["values"]["unit_name"] == "删去的草稿"
    final = records[_BINNED_FINAL]
    assert _shown(final) == (_BINNED_FINAL, "annex1", "final", 1, "f2b974a8c8f2544c")
    assert final["check_code"] == "1088 7968 8381 2"


def test_a_final_record_prints_with_the_codes_of_its_sealed_paper(
    folder: Path, tmp_path: Path
) -> None:
    pdf = tmp_path / "again.pdf"
    for record_id, code in _CODES.items():
        arguments = ["print", "--id", record_id, "--copies", "1", "-o", str(pdf)]
        assert main(["--data", str(folder), *arguments]) == 0
        _check_paper(pdf.read_bytes(), code, _DIGITS[record_id])


def test_a_draft_of_that_time_keeps_the_code_on_its_paper_until_it_is_changed(folder: Path) -> None:
    """Offices print and stamp drafts; only the export makes them final."""
    with open_workspace(folder) as ws:
        (final,) = make_final(ws, [_REOPENED])
        assert final.code_version == 1
        assert change(ws, _ODD, {"address": "新址"}).code_version == 2
        assert reopen(ws, _REOPENED, "职工人数写错").code_version == 2


def _check_paper(pdf: bytes, code: str, digits: str) -> None:
    """One page that carries this check code and this QR code."""
    with pypdfium2.PdfDocument(pdf) as document:
        (page,) = document
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()
        text_page.close()
        (barcode,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
        page.close()
    assert code.replace(" ", "") in "".join(text.split())
    assert barcode.text == digits


def test_the_package_verifies(
    tmp_path: Path, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _answer(capsys, "--data", tmp_path / "new", "verify", package)
    assert answer["reporter"] == "大连市\ufa11山产业工会"
    assert [_shown(record) for record in answer["records"]] == _PACKAGE_RECORDS
    assert {r["id"]: r["check_code"] for r in answer["records"]} == _PACKAGE_CODES


@pytest.mark.usefixtures("other_forms")
def test_both_outlive_the_forms_that_they_were_made_with(
    folder: Path, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program of another year brings 附件1 with a column fewer, and no 附件2 at all."""
    records = _answer(capsys, "--data", folder, "list")["records"]
    assert [_shown(record) for record in records] == _RECORDS
    assert {r["id"]: r["check_code"] for r in records if r["state"] == "final"} == _CODES
    assert {r["form"]: r["edition"] for r in records if r["state"] == "final"} == _EDITIONS
    verified = _answer(capsys, "--data", tmp_path / "new", "verify", package)["records"]
    assert [_shown(record) for record in verified] == _PACKAGE_RECORDS
    assert {r["id"]: r["check_code"] for r in verified} == _PACKAGE_CODES
    pdf = tmp_path / "again.pdf"
    for record_id, code in _CODES.items():
        arguments = ["print", "--id", record_id, "--copies", "1", "-o", str(pdf)]
        assert main(["--data", str(folder), *arguments]) == 0
        _check_paper(pdf.read_bytes(), code, _DIGITS[record_id])


@pytest.fixture
def other_forms(forms: Path) -> None:
    annex1 = forms / "2017" / "annex1.toml"
    text = annex1.read_text("utf-8").replace('["address", "contact"]', '["address"]')
    before, _, after = text.partition('[[fields]]\nid = "contact"')
    annex1.write_text(before + after[after.index("[[fields]]") :], "utf-8")
    (forms / "2017" / "annex2.toml").unlink()


def test_the_package_says_the_same(ws: Workspace, package: Path) -> None:
    received = verify_package(ws, package).package
    content = received.submission
    assert content.package == _PACKAGE_UUID
    assert (content.campaign, content.revision, content.supersedes) == ("2017", 1, "")
    assert content.made_on.isoformat() == "2026-11-26"  # China's date
    assert content.reporter.contact_name == "刘\U00020bb7"
    assert content.explanation == "附件2由本会代报；典型单位名额经市总同意调整。"
    assert [(f.record_id, f.field, f.explanation) for f in content.findings] == [
        (_ENTERPRISE, "contact", "单位没有电话，由传达室转。"),
        (_ENTERPRISE, "non_public", "自然人持股 71.4%。"),
        ("", "", content.explanation),
    ]
    reasons = {record.id: record.reopen_reason for record in content.records}
    assert reasons[_SECTOR] == "主席姓名写错：孙桂芬应为孙桂芳"
    for record_id, digits in _DIGITS.items():
        _check_paper(received.documents[record_id].pdf, _CODES[record_id], digits)


def test_the_package_goes_in_on_another_computer(
    tmp_path: Path, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "new"
    assert main(["--data", str(elsewhere), "import", str(package)]) == 0
    capsys.readouterr()
    records = _answer(capsys, "--data", elsewhere, "list")["records"]
    assert [_shown(record) for record in records] == _PACKAGE_RECORDS
    assert {r["id"]: r["check_code"] for r in records} == _PACKAGE_CODES


def test_the_package_agrees_with_the_database(
    folder: Path, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(folder), "import", str(package)]) == 2
    said = capsys.readouterr()
    assert said.out.count("内容相同") == 3
    assert "大连晟达船舶配套有限公司”在本机的内容不同" in said.err
    records = _answer(capsys, "--data", folder, "list")["records"]
    assert [_shown(record) for record in records] == _RECORDS
