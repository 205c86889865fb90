"""The same file twice makes no second copy, and each pair is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gonghui_desktop import app, paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.imports.importing import import_file
from gonghui_desktop.services.imports.intake import take_again
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.submissions import submission
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.exchange import word_files

MakeFile = Callable[..., Path]


@pytest.fixture
def make_ws(tmp_path: Path, campaign: Campaign) -> Iterator[Callable[[str], Workspace]]:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    stores: list[Store] = []

    def make(name: str) -> Workspace:
        store = Store.open(tmp_path / name)
        stores.append(store)
        return Workspace(campaign, lambda: store, lambda: printer)

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def ws(make_ws: Callable[[str], Workspace]) -> Workspace:
    return make_ws("data")


@pytest.fixture
def make_file(tmp_path: Path, data_folder: Path) -> MakeFile:
    """Makes a records file of copies of one record, each with some values changed."""
    text = (data_folder / "nonresident_industry.json").read_text("utf-8")

    def make(*changes: dict[str, str], **more: object) -> Path:
        document = json.loads(text)
        (record,) = document["records"]
        document["records"] = [
            {**record, **more, "values": {**record["values"], **each}} for each in changes
        ]
        path = tmp_path / "名单.json"
        path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
        return path

    return make


def _told(outcome: ImportOutcome) -> tuple[bool, str, str]:
    return outcome.is_new, outcome.same_in, outcome.same_as


def test_a_records_file_comes_in_once(ws: Workspace, make_file: MakeFile) -> None:
    file = make_file({}, {"unit_name": "大连乙示例厂"})
    first, second = import_file(ws, file)
    one_more = make_file({}, {"unit_name": "大连乙示例厂"}, {"unit_name": "大连丙示例厂"})

    again, also, new = import_file(ws, one_more)

    assert _told(again) == (False, "list", first.record_id)
    assert _told(also) == (False, "list", second.record_id)
    assert _told(new) == (True, "", "")
    assert again.record_id == first.record_id
    assert again.message.startswith("第 1 份：附件3“")
    assert "与名单里的一份（草稿，" in again.message
    assert len(records.records(ws)) == 3


def test_only_values_count(ws: Workspace, make_file: MakeFile) -> None:
    import_file(ws, make_file({}))
    (other_reason,) = import_file(ws, make_file({}, explanations={"contact": "正在迁移"}))
    (other_value,) = import_file(ws, make_file({"employees": "86人"}))
    (other_form,) = import_file(ws, make_file({"industry": ""}))
    assert not other_reason.is_new
    assert (other_value.is_new, other_form.is_new) == (True, True)


def test_a_record_that_stands_twice_in_a_file_comes_in_once(
    ws: Workspace, make_file: MakeFile
) -> None:
    first, other, again = import_file(ws, make_file({}, {"unit_name": "大连乙示例厂"}, {}))
    assert (first.is_new, other.is_new) == (True, True)
    assert _told(again) == (False, "file", first.record_id)
    assert "与这个文件里的第 1 份内容完全相同" in again.message


def test_what_was_left_out_can_be_taken_in(ws: Workspace, make_file: MakeFile) -> None:
    import_file(ws, make_file({}))
    left_out = import_file(ws, make_file({}, {}))
    assert [each.is_new for each in left_out] == [False, False]

    taken = take_again(ws, left_out)

    assert len(records.records(ws)) == 3
    assert all(each.is_new and each.left_out is None for each in taken)
    assert len({each.record_id for each in taken}) == 2
    stored = {record.id: record.values for record in records.records(ws)}
    assert len({tuple(sorted(values.items())) for values in stored.values()}) == 1
    assert take_again(ws, taken) == ()


def test_one_in_the_bin_keeps_nothing_out_and_is_told(ws: Workspace, make_file: MakeFile) -> None:
    (first,) = import_file(ws, make_file({}))
    records.delete_all(ws, [first.record_id])
    (back,) = import_file(ws, make_file({}))
    assert _told(back) == (True, "bin", first.record_id)
    assert "内容与回收站里的一份（" in back.message
    assert len(records.records(ws)) == 1


def test_what_a_word_form_says_beside_the_same_values_is_told(
    ws: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "申报表.docx"
    path.write_bytes(word_files.word_file(word_files.annex1(word_files.USUAL_ROWS)))
    import_file(ws, path)
    path.write_bytes(
        word_files.word_file(
            word_files.annex1(word_files.USUAL_ROWS) + word_files.heads("主要措施另有续页。")
        )
    )

    (outcome,) = import_file(ws, path)

    assert outcome.left_out is not None
    assert "“主要措施另有续页。”" in outcome.message

    rows = (*word_files.USUAL_ROWS, word_files.row("联系方式", "13700000002"))
    path.write_bytes(word_files.word_file(word_files.annex1(rows)))
    assert "后一处是“13700000002”" in import_file(ws, path)[0].message


def test_a_word_form_of_a_record_that_came_as_a_file(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "甲.docx"
    file.write_bytes(word_files.word_file(word_files.annex1(word_files.USUAL_ROWS)))
    (first,) = import_file(ws, file)
    copy = file.rename(tmp_path / "乙.docx")
    (again,) = import_file(ws, copy)
    assert _told(again) == (False, "list", first.record_id)
    (taken,) = take_again(ws, [again])
    assert taken.is_new
    assert taken.readings == first.readings


def test_a_package_whose_unit_was_typed_here_is_told_and_can_be_taken(
    ws: Workspace, make_ws: Callable[[str], Workspace], make_file: MakeFile, tmp_path: Path
) -> None:
    import_file(ws, make_file({}))
    reporter.set_reporter(ws, Profile("nonresident_industry", "示例局工会"))
    made = submission.export_package(ws, tmp_path / "p.zip").submission
    above = make_ws("above")
    (typed,) = import_file(above, make_file({}))

    (left_out,) = import_file(above, tmp_path / "p.zip")

    assert _told(left_out) == (False, "list", typed.record_id)
    assert left_out.message.startswith("示例局工会的附件3“")
    assert "盖章的纸质表与报送包里的对应" in left_out.message
    (taken,) = take_again(above, [left_out])
    record = above.store.record(taken.record_id)
    assert (record.id, record.state) == (made.records[0].id, RecordState.FINAL)
    (known,) = import_file(above, tmp_path / "p.zip")  # by its id from now on
    assert known.left_out is None
    assert "本来就有" in known.message


def test_on_the_command_line(
    make_file: MakeFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = app.main(["--data", str(tmp_path / "d"), "import", *arguments, str(make_file({}))])
        return code, capsys.readouterr().out

    (first,) = json.loads(run("--json")[1])["records"]
    assert (first["same_as"], first["same_in"]) == ("", "")
    code, said = run()
    assert code == 0
    assert "1 份内容与已有的完全相同，没有再导入；确实要再导入一份，请加上 --again。" in said
    (again,) = json.loads(run("--json")[1])["records"]
    assert again["accepted"]
    assert not again["is_new"]
    assert (again["same_as"], again["same_in"]) == (first["id"], "list")
    (taken,) = json.loads(run("--again", "--json")[1])["records"]
    assert taken["is_new"]
    assert taken["id"] != first["id"]
    assert taken["same_as"] == first["id"]


def test_thousands_that_are_there_already_are_found_by_their_values(
    ws: Workspace, make_file: MakeFile
) -> None:
    file = make_file(*({"unit_name": f"大连第{number}示例厂"} for number in range(2000)))
    import_file(ws, file)
    again = importing.import_file(ws, file)
    assert {each.same_in for each in again} == {"list"}
    assert len(records.records(ws)) == 2000
