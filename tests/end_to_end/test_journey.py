"""The main job through the command line: import, print and export of three offices' real input."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from gonghui_desktop.app import main
from gonghui_desktop.model.campaigns.campaign import Campaign

DATA = Path(__file__).parents[1] / "data"
OFFICES = {
    "district": "大连市示例区总工会",
    "resident_industry": "大连市示例产业工会",
    "nonresident_industry": "大连市示例局工会",
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command on a data folder of its own: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main(["--data", str(tmp_path / "资料 夹"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def visible(text: str) -> str:
    return "".join(text.split())


def pdf_pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(visible(text_page.get_text_bounded()))
            text_page.close()
            page.close()
        return texts


def stored(run: Run) -> list[dict[str, object]]:
    code, out, _ = run("list", "--json")
    assert code == 0
    records = json.loads(out)["records"]
    assert isinstance(records, list)
    return records


@pytest.mark.parametrize("kind", list(OFFICES))
def test_an_office_prints_and_hands_in(
    kind: str, run: Run, tmp_path: Path, campaign: Campaign
) -> None:
    source = json.loads((DATA / f"{kind}.json").read_text("utf-8"))["records"]
    assert run("import", DATA / f"{kind}.json")[0] == 0
    records = stored(run)
    assert [record["form"] for record in records] == [record["form"] for record in source]

    code, out, _ = run("check")
    assert "强制" not in out
    assert run("profile", "--kind", kind, "--name", OFFICES[kind])[0] == 0
    assert run("check")[0] == 0

    # As on paper: each form in its official number of copies.
    assert run("print", "-o", tmp_path / "all.pdf")[0] == 0
    paper = pdf_pages((tmp_path / "all.pdf").read_bytes())
    assert run("print", "--copies", 1, "-o", tmp_path / "one.pdf")[0] == 0
    once = pdf_pages((tmp_path / "one.pdf").read_bytes())
    copies = {form.id: form.copies for form in campaign.forms}
    if len({copies[str(record["form"])] for record in records}) == 1:
        assert len(paper) == len(once) * copies[str(records[0]["form"])]
    printed = "".join(once)
    for record in source:
        form = campaign.form(record["form"])
        for field in form.fields:
            typed = str(record["values"].get(field.id, ""))
            if field.printed and len(typed) < 30:
                assert visible(field.type.show(field.type.normalise(typed))) in printed

    code, out, err = run("export", "-o", tmp_path / "报送包.zip")
    assert (code, err) == (0, "")
    code, out, err = run("verify", tmp_path / "报送包.zip")
    assert (code, err) == (0, "")
    assert OFFICES[kind] in out
    assert {record["state"] for record in stored(run)} == {"final"}
    check_package(tmp_path / "报送包.zip", records)


def check_package(path: Path, records: list[dict[str, object]]) -> None:
    """The package read with nothing of ours but zipfile, json and openpyxl."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        (base,) = {name.split("/")[0] for name in names}
        content = json.loads(package.read(f"{base}/data/submission.json"))
        assert [record["values"] for record in content["records"]] == [
            record["values"] for record in records
        ]
        for record in records:
            (name,) = [n for n in names if str(record["id"]) in n and n.endswith(".pdf")]
            text = "".join(pdf_pages(package.read(name)))
            assert visible(str(record["check_code"])) in text
        book = openpyxl.load_workbook(io.BytesIO(package.read(f"{base}/data/summary.xlsx")))
        cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
        for record in records:
            assert any(str(record["name"]) in cell for cell in cells)


def test_the_same_data_gives_the_same_package(run: Run, tmp_path: Path) -> None:
    run("import", DATA / "nonresident_industry.json")
    run("profile", "--kind", "nonresident_industry", "--name", OFFICES["nonresident_industry"])
    assert run("export", "-o", tmp_path / "1.zip")[0] == 0
    assert run("export", "-o", tmp_path / "2.zip")[0] == 0
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_a_package_can_be_imported_elsewhere(run: Run, tmp_path: Path) -> None:
    run("import", DATA / "district.json")
    run("profile", "--kind", "district", "--name", OFFICES["district"])
    assert run("export", "-o", tmp_path / "p.zip")[0] == 0
    before = stored(run)
    code, out, _ = run("import", tmp_path / "p.zip")
    assert code == 0
    assert "内容相同" in out
    assert stored(run) == before
    other = ["--data", str(tmp_path / "other")]
    assert main([*other, "import", str(tmp_path / "p.zip")]) == 0
    assert main([*other, "verify", str(tmp_path / "p.zip")]) == 0


def test_blank_forms_and_drafts_print(run: Run, tmp_path: Path, campaign: Campaign) -> None:
    assert run("print", "--blank", "-o", tmp_path / "blank.pdf")[0] == 0
    pages = pdf_pages((tmp_path / "blank.pdf").read_bytes())
    assert len(pages) == len(campaign.forms)  # one copy of each
    assert (
        run("print", "--blank", "--form", "annex3", "--copies", 1, "-o", tmp_path / "b3.pdf")[0]
        == 0
    )
    assert len(pdf_pages((tmp_path / "b3.pdf").read_bytes())) == 1
    values = {"unit_name": "只有名称的单位"}
    draft = {
        "format": "gonghui-records",
        "version": 1,
        "campaign": "2017",
        "records": [{"form": "annex1", "values": values}],
    }
    (tmp_path / "draft.json").write_text(json.dumps(draft), "utf-8")
    assert run("import", tmp_path / "draft.json")[0] == 0
    code, out, _ = run("check")
    assert code == 1
    assert "强制" in out
    (record,) = stored(run)
    assert run("print", "--id", record["id"], "-o", tmp_path / "draft.pdf")[0] == 0
    assert "只有名称的单位" in pdf_pages((tmp_path / "draft.pdf").read_bytes())[0]


def test_export_refuses_while_a_finding_stands(run: Run, tmp_path: Path) -> None:
    run("profile", "--kind", "district", "--name", OFFICES["district"])
    code, _, err = run("export", "-o", tmp_path / "p.zip")
    assert code == 2
    assert "还没有申报表" in err
    source = json.loads((DATA / "district.json").read_text("utf-8"))
    source["records"] = source["records"][:2]
    del source["records"][0]["values"]["chairperson"]
    (tmp_path / "two.json").write_text(json.dumps(source), "utf-8")
    assert run("import", tmp_path / "two.json")[0] == 0
    code, _, err = run("export", "-o", tmp_path / "p.zip", "--explain", "本区今年只报两个")
    assert code == 1
    assert source["records"][0]["values"]["unit_name"] in err
    assert "工会主席" in err
    assert not (tmp_path / "p.zip").exists()
    assert {record["state"] for record in stored(run)} == {"draft"}


def test_an_unmet_quota_wants_an_explanation(run: Run, tmp_path: Path) -> None:
    source = json.loads((DATA / "district.json").read_text("utf-8"))
    source["records"] = source["records"][:2]
    (tmp_path / "two.json").write_text(json.dumps(source), "utf-8")
    run("import", tmp_path / "two.json")
    run("profile", "--kind", "district", "--name", OFFICES["district"])
    code, _, err = run("export", "-o", tmp_path / "p.zip")
    assert code == 1
    assert re.search("还差 3 个典型单位", err)
    assert run("export", "-o", tmp_path / "p.zip", "--explain", "本区今年只报两个")[0] == 0
    assert run("verify", tmp_path / "p.zip")[0] == 0
    with zipfile.ZipFile(tmp_path / "p.zip") as package:
        assert any(
            "本区今年只报两个" in package.read(name).decode("utf-8")
            for name in package.namelist()
            if name.endswith("submission.json")
        )


def test_a_character_that_no_face_has_is_told_when_printing(run: Run, tmp_path: Path) -> None:
    values = {"unit_name": "示例公司", "chairperson": "王\U0001f600"}
    document = {
        "format": "gonghui-records",
        "version": 1,
        "campaign": "2017",
        "records": [{"form": "annex1", "values": values}],
    }
    (tmp_path / "rare.json").write_text(json.dumps(document), "utf-8")
    run("import", tmp_path / "rare.json")
    code, out, _ = run("print", "-o", tmp_path / "rare.pdf")
    assert code == 0
    assert "工会主席“\U0001f600”" in out
