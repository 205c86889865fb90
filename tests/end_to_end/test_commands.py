"""What single commands answer: which records, which findings."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from gonghui_desktop.app import main
from tests.exchange import word_files

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command on a data folder of its own: exit code, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main(["--data", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def _ids(run: Run, *which: str) -> list[str]:
    return [record["id"] for record in json.loads(run("list", "--json", *which)[1])["records"]]


def test_a_list_of_one_form_holds_that_form_alone(run: Run, data_folder: Path) -> None:
    run("import", data_folder / "district.json")
    assert len(_ids(run)) == 5
    (sector,) = _ids(run, "--form", "annex2")
    code, out, _ = run("list", "--form", "annex2")
    assert code == 0
    assert out == f"附件2  {sector}  草稿  大连市中山区桃源街道餐饮行业工会联合会\n"


def test_the_beginning_of_an_id_will_do_if_it_fits_one(
    run: Run, tmp_path: Path, data_folder: Path
) -> None:
    document = json.loads((data_folder / "nonresident_industry.json").read_text("utf-8"))
    document["records"] *= 17  # more than there are hexadecimal digits: two begin alike
    (tmp_path / "many.json").write_text(json.dumps(document), "utf-8")
    run("import", "--again", tmp_path / "many.json")
    ids = _ids(run)
    pdf = tmp_path / "one.pdf"
    assert run("print", "--id", ids[3][:12].upper(), "--copies", 1, "-o", pdf)[0] == 0
    with pypdfium2.PdfDocument(pdf) as printed:
        assert len(printed) == 1
    (shared, _), *_ = Counter(record_id[0] for record_id in ids).most_common()
    for ambiguous in (shared, ""):
        code, _, err = run("print", "--id", ambiguous, "-o", tmp_path / "none.pdf")
        assert code == 2
        assert "编号" in err
    assert not (tmp_path / "none.pdf").exists()


def test_check_counts_what_is_open_and_shows_the_rest(run: Run, data_folder: Path) -> None:
    run("import", data_folder / "resident_industry.json")
    run("profile", "--kind", "resident_industry", "--name", "大连市示例产业工会")
    code, out, _ = run("check")
    assert code == 0
    assert "（说明：自然人和民营企业合计持股 71.4%" in out
    assert "[提示] 本表要印 " in out
    assert out.endswith("3 份申报表，0 处必须改或须写明原因。\n")
    answer = json.loads(run("check", "--json")[1])
    assert answer["ok"] is True
    assert {finding["blocks"] for finding in answer["findings"]} == {False}
    run("import", data_folder / "nonresident_industry.json")
    code, out, _ = run("check")
    assert code == 1
    assert "[核实] 市级典型（附件3）多出 1 个" in out
    assert out.endswith("4 份申报表，1 处必须改或须写明原因。\n")


def test_blank_forms_are_one_copy_and_take_a_continuation(run: Run, tmp_path: Path) -> None:
    def blank(*arguments: object) -> tuple[list[int], int]:
        """Pages of each form as told, and of the file."""
        pdf = tmp_path / "空白表.pdf"
        code, out, err = run("print", "--json", "--blank", *arguments, "-o", pdf)
        assert (code, err) == (0, "")
        with pypdfium2.PdfDocument(pdf) as printed:
            return json.loads(out)["pages"], len(printed)

    assert blank() == ([1, 1, 1], 3)
    assert blank("--form", "annex1", "--copies", 2) == ([1], 2)
    assert blank("--continuation") == ([2, 2, 2], 6)
    code, _, err = run("print", "--continuation", "-o", tmp_path / "表.pdf")
    assert code == 2
    assert "--blank" in err


def test_print_marks_drafts_in_which_something_must_be_mended(
    run: Run, tmp_path: Path, data_folder: Path
) -> None:
    document = json.loads((data_folder / "nonresident_industry.json").read_text("utf-8"))
    complete = document["records"][0]
    document["records"].append({**complete, "values": complete["values"] | {"goals": ""}})
    (tmp_path / "two.json").write_text(json.dumps(document), "utf-8")
    run("import", tmp_path / "two.json")

    def foot_lines(*arguments: object) -> tuple[int, list[bool]]:
        pdf = tmp_path / "表.pdf"
        code, out, _ = run("print", "--json", "--copies", 1, *arguments, "-o", pdf)
        assert code == 0
        with pypdfium2.PdfDocument(pdf) as printed:
            lines = [page.get_textpage().get_text_range().splitlines()[-1] for page in printed]
        return json.loads(out).get("drafts", 0), ["草稿" in line for line in lines]

    assert foot_lines() == (1, [False, True])
    assert foot_lines("--form", "annex3", "--blank") == (0, [False])
    code, out, _ = run("print", "-o", tmp_path / "表.pdf")
    assert code == 0
    assert "1 份还有必须改的地方" in out


@pytest.mark.parametrize(
    "name", ["红\x1b[31m字", "铃\x07", "\x9b2J清屏", "倒\u202e写", "藏\u200b字"]
)
def test_no_name_reaches_the_terminal_with_what_it_obeys(
    run: Run, tmp_path: Path, name: str
) -> None:
    document = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
    record = {"form": "annex1", "values": {"unit_name": f"{name}\n第二行"}}
    (tmp_path / "a.json").write_text(json.dumps(document | {"records": [record]}), "utf-8")
    said = [
        *run("import", tmp_path / "a.json"),
        *run("list"),
        *run("list", "--json"),
        *run("check"),
    ]
    for text in said:
        assert not any(ord(char) < 32 and char != "\n" for char in str(text))
        assert not set(str(text)) & set("\x9b\u202e\u200b")
    (listed,) = json.loads(run("list", "--json")[1])["records"]
    assert listed["values"]["unit_name"] == f"{name}\n第二行"
    assert len(run("list")[1].splitlines()) == 1


def test_a_filled_word_form_is_reported_field_by_field(run: Run, tmp_path: Path) -> None:
    rows = (
        *word_files.USUAL_ROWS[:2],
        word_files.row("单位性质", "私营", "职工人数", ""),
        word_files.USUAL_ROWS[3],
    )
    (tmp_path / "甲.docx").write_bytes(word_files.word_file(word_files.annex1(rows)))
    code, out, _ = run("import", tmp_path / "甲.docx")
    assert code == 0
    assert "  [已读入] 单位名称：大连样例机械有限公司\n" in out
    assert "  [请核对] 单位性质：私营（按“私营企业”填入）\n" in out
    assert "  [空着] 职工人数\n" in out
    assert "  [没找到] 主要措施\n" in out
    (again,) = json.loads(run("import", "--json", tmp_path / "甲.docx")[1])["records"]
    readings = {each["field"]: each["reading"] for each in again["fields"]}
    assert again["is_new"] is False
    assert (readings["unit_nature"], readings["measures"]) == ("doubtful", "not_found")


def test_each_form_goes_into_a_file_of_its_own_and_no_file_is_lost(
    run: Run, tmp_path: Path, data_folder: Path
) -> None:
    run("import", data_folder / "district.json")
    folder = tmp_path / "给各单位" / "表"
    code, out, _ = run("print", "--json", "--form", "annex1", "--each", folder, "--word")
    assert code == 0
    answer = json.loads(out)
    names = [Path(path).name for path in answer["files"]]
    assert names == sorted(path.name for path in folder.iterdir())
    assert [name[:7] for name in names] == ["附件1-01-", "附件1-02-", "附件1-03-", "附件1-04-"]
    assert all(name.endswith(".docx") for name in names)
    assert {record["stage"] for record in json.loads(run("list", "--json")[1])["records"]} == {
        "draft"
    }
    last = _ids(run, "--form", "annex1")[3]
    run("print", "--id", last, "--each", folder, "--word", "--pdf")
    stem = names[3].removesuffix(".docx")
    assert (folder / f"{stem}（2）.docx").is_file()
    with pypdfium2.PdfDocument(folder / f"{stem}.pdf") as printed:
        assert len(printed) == 1
    before = (folder / names[3]).stat().st_mtime_ns
    assert run("print", "--id", last, "--each", folder, "--word", "--replace")[0] == 0
    assert (folder / names[3]).stat().st_mtime_ns != before
    assert len(list(folder.iterdir())) == 6
    for name in names:  # no file can take a folder's place
        (folder / name).unlink()
        (folder / name).mkdir()
    in_the_way = ("print", "--form", "annex1", "--each", folder, "--word", "--replace")
    code, _, err = run(*in_the_way)
    assert (code, err.count("”没有存好："), err.count("另有 1 份也没有存好。")) == (2, 3, 1)
    assert len(json.loads(run(*in_the_way, "--json")[1])["failed"]) == 4


@pytest.mark.parametrize(
    "arguments", [["-o", "a.pdf", "--word"], ["--each", "f", "--blank"], ["--each", "f", "-o", "a"]]
)
def test_what_belongs_to_files_of_their_own_is_refused_elsewhere(
    run: Run, arguments: list[str]
) -> None:
    code, out, err = run("print", *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_a_blank_spreadsheet_is_written_filled_in_and_imported(run: Run, tmp_path: Path) -> None:
    blank = tmp_path / "空白导入表.xlsx"
    code, out, _ = run("template", "-o", blank)
    assert (code, out) == (0, f"已存空白导入表：{blank}（附件1、附件2、附件3）\n")
    assert json.loads(run("template", "--json", "--form", "annex2", "-o", blank)[1])["forms"] == [
        "annex2"
    ]
    book = openpyxl.load_workbook(blank)
    heads = [str(cell.value) for cell in book.worksheets[0][1]]
    unit = {
        "行业工会名称 *": "大连示例餐饮行业工会",
        "联系方式 *": "0411-83640001",
        "职工人数 *": 32,
    }
    book.worksheets[0].append([unit.get(head) for head in heads])
    book.save(blank)

    assert run("import", blank)[0] == 0
    (record,) = json.loads(run("list", "--json")[1])["records"]
    assert (record["form"], record["state"]) == ("annex2", "draft")
    assert {
        key: record["values"][key] for key in ("unit_name", "contact", "employees", "city")
    } == {
        "unit_name": "大连示例餐饮行业工会",
        "contact": "0411-83640001",
        "employees": "32",
        "city": "大连",
    }


def test_a_blank_spreadsheet_of_no_form_or_under_another_name_is_not_written(
    run: Run, tmp_path: Path
) -> None:
    for arguments, word in (
        (("--form", "annex9", "-o", tmp_path / "a.xlsx"), "没有这张表"),
        (("-o", tmp_path / "a.csv"), ".xlsx"),
    ):
        code, _, err = run("template", *arguments)
        assert code == 2
        assert word in err
    assert list(tmp_path.glob("a.*")) == []


def test_an_office_that_is_named_as_its_kind_is_told_once(run: Run) -> None:
    _, told, _ = run("profile", "--kind", "city", "--name", "大连市总工会")
    assert told.splitlines()[0] == "上报单位：大连市总工会"
    _, told, _ = run("profile", "--kind", "district", "--name", "大连市中山区总工会")
    assert told.startswith("上报单位：大连市中山区总工会（区市县")


def test_check_tells_how_the_submission_stands(run: Run, data_folder: Path) -> None:
    run("profile", "--kind", "district", "--name", "大连市中山区总工会")
    run("import", data_folder / "district.json")
    answer = json.loads(run("check", "--json")[1])
    whole = answer["submission"]
    assert (whole["records"], whole["final"], whole["drafts"]) == (5, 0, 5)
    assert whole["deadline"] == "2017-03-20"
    assert whole["days_left"] < 0
    assert whole["paper"] == []
    assert {each["part"] for each in whole["sentences"]} >= {"units", "deadline", "drafts"}
    said = run("check")[1]
    for each in whole["sentences"]:
        assert f"    {each['words']}\n" in said
    assert "请先与大连市总工会民主管理部联系" in said


def test_what_was_written_about_near_names_is_listed_and_taken_back(
    run: Run, tmp_path: Path, data_folder: Path
) -> None:
    document = json.loads((data_folder / "nonresident_industry.json").read_text("utf-8"))
    (form,) = document["records"]
    names = ("大连示例机械有限公司", "大连示例机诫有限公司")
    document["records"] = [
        {**form, "values": {**form["values"], "unit_name": name}} for name in names
    ]
    document["records"][0]["explanations"] = {"unit_name": "两家，地址不同"}
    (tmp_path / "two.json").write_text(json.dumps(document), "utf-8")
    run("import", tmp_path / "two.json")
    assert run("check")[1].count("（说明：两家，地址不同）") == 2

    (pair,) = json.loads(run("pairs", "--json")[1])["pairs"]
    assert {pair["one"], pair["other"]} == set(names)
    assert (pair["kind"], pair["same"], pair["reason"]) == ("unit", False, "两家，地址不同")
    assert run("pairs", "--take-back", pair["number"] + 1)[0] == 2
    assert run("pairs", "--take-back", pair["number"])[0] == 0
    assert json.loads(run("pairs", "--json")[1])["pairs"] == []
    assert run("check")[1].count("（说明：两家，地址不同）") == 1


def test_a_list_tells_by_json_what_became_of_columns_rows_and_cells(
    run: Run, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["中山区典型单位汇总表（企事业）"],
        ["序号", "企业名称", "主席", "地址", "电话", "性质", "人数", "目标", "措施"],
        [1, "大连示例厂", "于样例", "示例路1号", 41183640001, "私营", 120, "健全", "协商"],
        [None, "合计", None, None, None, None, 120],
    ):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    code, out, _ = run("import", "--json", tmp_path / "名单.xlsx")
    assert code == 0
    told = json.loads(out)
    (sheet,) = told["sheets"]
    fields = [column["field"] for column in sheet["columns"]]
    assert fields == [
        *(None, "unit_name", "chairperson", "address", "contact"),
        *("unit_nature", "employees", "goals", "measures"),
    ]
    assert (sheet["form"], sheet["heading_row"], sheet["units"]) == ("annex1", 2, 1)
    assert sheet["passed"] == [{"row": 4, "reason": "合计行"}]
    (record,) = told["records"]
    notes = {each["field"]: each["note"] for each in record["fields"] if each["note"]}
    assert set(notes) == {"contact", "unit_nature"}
    assert len(told["notices"]) == 1

    book.active.delete_cols(8, 2)
    book.save(tmp_path / "短.xlsx")
    code, out, err = run("import", tmp_path / "短.xlsx")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "没有认出“工作目标”、“主要措施”在哪一列" in err
    assert len(_ids(run)) == 1
