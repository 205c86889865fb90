"""``export --explain``: the submission's own reason, never one for a record's finding."""

import email
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gonghui_desktop.app import main

_QUOTA = "本局今年报两个"
_OWN = "传达室代转，单位没有电话"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command on a data folder of its own: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main(["--data", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def two_units(run: Run, tmp_path: Path, data_folder: Path) -> Run:
    """An office that may hand in one unit has two; one gives no telephone number."""
    document = json.loads((data_folder / "nonresident_industry.json").read_text("utf-8"))
    (first,) = document["records"]
    doubtful = {**first, "values": {**first["values"], "unit_name": "甲", "contact": "找传达室"}}
    document["records"] = [first, doubtful]
    (tmp_path / "two.json").write_text(json.dumps(document), "utf-8")
    assert run("profile", "--kind", "nonresident_industry", "--name", "大连市示例局工会")[0] == 0
    assert run("import", tmp_path / "two.json")[0] == 0
    return run


def _records(run: Run, *where: object) -> list[dict[str, object]]:
    records = json.loads(run(*where, "list", "--json")[1])["records"]
    assert isinstance(records, list)
    return records


def test_a_records_own_doubt_is_not_explained_by_the_submissions_reason(
    two_units: Run, tmp_path: Path
) -> None:
    before = _records(two_units)
    code, out, err = two_units("export", "-o", tmp_path / "p.zip", "--explain", _QUOTA)
    assert (code, out) == (1, "")
    assert "附件3“甲”" in err
    assert "联系方式：不像电话号码" in err
    assert not (tmp_path / "p.zip").exists()
    assert _records(two_units) == before


def test_a_refused_export_leaves_no_reason_behind(two_units: Run, tmp_path: Path) -> None:
    """An incomplete form with a doubt of its own stands in the way of the good ones."""
    (tmp_path / "more.json").write_text(
        '{"format": "gonghui-records", "version": 1, "campaign": "2017",'
        ' "records": [{"form": "annex1", "values": {"unit_name": "乙", "contact": "找传达室"}}]}',
        "utf-8",
    )
    assert two_units("import", tmp_path / "more.json")[0] == 0
    before = _records(two_units)
    code, _, err = two_units("export", "-o", tmp_path / "p.zip", "--explain", _QUOTA)
    assert code == 1
    assert "附件1“乙”" in err
    assert _records(two_units) == before


def test_each_reason_stands_with_its_own_finding_in_the_package(
    two_units: Run, tmp_path: Path
) -> None:
    document = json.loads((tmp_path / "two.json").read_text("utf-8"))
    document["records"][1]["explanations"] = {"contact": _OWN}
    (tmp_path / "explained.json").write_text(json.dumps(document), "utf-8")
    other = ["--data", tmp_path / "other"]
    assert two_units(*other, "profile", "--kind", "nonresident_industry", "--name", "某局")[0] == 0
    assert two_units(*other, "import", tmp_path / "explained.json")[0] == 0
    code, _, err = two_units(*other, "export", "-o", tmp_path / "p.zip")
    assert code == 1
    assert "典型单位多出 1 个" in err
    assert "联系方式" not in err
    before = _records(two_units, *other)
    nowhere = tmp_path / "missing" / "p.zip"
    assert two_units(*other, "export", "-o", nowhere, "--explain", _QUOTA)[0] == 2
    assert _records(two_units, *other) == before
    assert two_units(*other, "export", "-o", tmp_path / "p.zip", "--explain", _QUOTA)[0] == 0
    with zipfile.ZipFile(tmp_path / "p.zip") as package:
        (name,) = [name for name in package.namelist() if name.endswith("submission.json")]
        content = json.loads(package.read(name))
    assert content["explanation"] == _QUOTA
    reasons = [(f["field"], f["explanation"]) for f in content["findings"] if f["explanation"]]
    assert reasons == [("contact", _OWN), ("", _QUOTA)]
    assert content["records"][1]["explanations"] == {"contact": _OWN}
    assert content["records"][0]["explanations"] == {}


def test_the_export_says_what_it_wrote_and_what_goes_along(two_units: Run, tmp_path: Path) -> None:
    document = json.loads((tmp_path / "two.json").read_text("utf-8"))
    document["records"] = document["records"][:1]
    (tmp_path / "one.json").write_text(json.dumps(document), "utf-8")
    own = ("--data", tmp_path / "one")
    two_units(*own, "profile", "--kind", "nonresident_industry", "--name", "大连市示例局工会")
    two_units(*own, "import", tmp_path / "one.json")
    package, mail = tmp_path / "报送.zip", tmp_path / "报送.eml"
    code, out, err = two_units(*own, "export", "-o", package, "--mail", mail)
    assert (code, err) == (0, "")
    told = out.splitlines()
    assert told[0].endswith("（1 份申报表，均已定稿；读回核验完好）")
    assert "  报送：第 1 次" in told
    assert "  附件3：1 份申报表，每份一式 3 份，共 3 份，各盖 2 个章" in told
    _, _, attachment = email.message_from_bytes(mail.read_bytes()).walk()
    assert attachment.get_filename() == "报送.zip"
    assert attachment.get_payload(decode=True) == package.read_bytes()
    nowhere = tmp_path / "gone" / "p.eml"
    asked = ("--mail", nowhere, "--explain", _QUOTA)
    code, out, err = two_units(*own, "export", "-o", package, *asked, "--json")
    data = json.loads(out)
    assert (code, data["revision"], data["mail"], data["replaces"]) == (0, 1, None, None)
    assert data["size"] == package.stat().st_size
    assert any(line.endswith(str(data["check_code"])) for line in told)
    not_used, no_mail = err.splitlines()
    assert not_used.startswith("没有要说明的问题")  # and it is the same package, without it
    assert no_mail.startswith("邮件草稿没有写好：")
    before = package.read_bytes()
    code, _, err = two_units(*own, "export", "-o", package, "--mail", package)
    assert (code, package.read_bytes()) == (2, before)
    assert "另一个文件名" in err


def test_a_reason_that_was_kept_stands_there_again(two_units: Run, tmp_path: Path) -> None:
    """In the window the next export shows it; the commands go by the same one, and say it."""
    document = json.loads((tmp_path / "two.json").read_text("utf-8"))
    document["records"][1]["values"]["contact"] = "0411-84800001"
    (tmp_path / "good.json").write_text(json.dumps(document), "utf-8")
    own = ("--data", tmp_path / "own")
    two_units(*own, "profile", "--kind", "nonresident_industry", "--name", "大连市示例局工会")
    two_units(*own, "import", tmp_path / "good.json")
    package = tmp_path / "p.zip"
    assert two_units(*own, "check")[0] == 1
    assert two_units(*own, "export", "-o", package)[0] == 1
    assert two_units(*own, "export", "-o", package, "--explain", "核实无误")[0] == 1
    assert two_units(*own, "export", "-o", package, "--explain", _QUOTA)[0] == 0
    first = package.read_bytes()
    assert two_units(*own, "check")[0] == 0
    code, out, _ = two_units(*own, "export", "-o", package)
    assert code == 0
    assert f"  情况说明：{_QUOTA}" in out.splitlines()
    assert package.read_bytes() == first
