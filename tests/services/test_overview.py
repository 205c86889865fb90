"""The submission at a glance: what is said of it, and where each line leads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import places, records, reporter, stages
from gonghui_desktop.services.submissions.export_state import keep_explanation
from gonghui_desktop.services.submissions.overview import overview_of
from gonghui_desktop.services.submissions.overview_words import Line, Mark, Place, Target, parts_of
from gonghui_desktop.services.submissions.submission import export_package
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.gui.clerk import FILLED

DAY = date(2017, 3, 8)


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    """An empty workspace of a district's union."""
    with Store.open(tmp_path / "data") as store:
        workspace = Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )
        reporter.set_reporter(workspace, Profile("district", "大连市中山区总工会"))
        yield workspace


def _add(ws: Workspace, name: str, form: str = "annex1", **values: str) -> Record:
    """A draft that can be made final, with a telephone of its own."""
    count = len(records.records(ws))
    own = {"unit_name": name, "contact": f"0411-836412{count:02}", "non_public": "yes"}
    return records.change(ws, records.create(ws, form).id, {**FILLED, **own, **values})


def _said(ws: Workspace, part_id: str, day: date = DAY) -> list[Line]:
    parts = {part.id: part for part in parts_of(overview_of(ws, day))}
    return list(parts[part_id].lines) if part_id in parts else []


def _words(ws: Workspace, part_id: str, day: date = DAY) -> list[str]:
    return [line.words for line in _said(ws, part_id, day)]


def test_what_is_there_and_what_is_missing_with_final_and_draft_apart(ws: Workspace) -> None:
    for name in ("大连甲厂", "大连乙厂", "大连丙厂"):
        _add(ws, name)
    records.make_final(ws, [_add(ws, "大连丁厂", unit_nature="1", non_public="no").id])
    blank = records.create(ws, "annex2")
    units = _said(ws, "units")
    assert [line.words for line in units] == [
        "4 个典型单位：已定稿 1，草稿 3；还差 1 个。",
        "3 个非公企业典型：已定稿 0，草稿 3。",
        "附件1：4 份，已定稿 1，草稿 3。",
        "附件2：1 份，草稿 1。",
        "1 份还没有写单位名称，不计入名额。",
    ]
    assert [line.mark for line in units[:2]] == [Mark.OPEN, Mark.DONE]
    assert units[-1].target == Target(Place.RECORD, blank.id)
    records.delete(ws, records.records(ws)[0].id)
    assert "2 个非公企业典型：已定稿 0，草稿 2；还差 1 个。" in _words(ws, "units")


def test_nobody_knows_who_reports_before_that_is_filled_in(
    tmp_path: Path, campaign: Campaign
) -> None:
    with Store.open(tmp_path / "other") as store:
        empty = Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )
        first, second = _said(empty, "units")
        assert (first.mark, first.target) == (Mark.OPEN, Target(Place.REPORTER))
        assert second.words == "还没有申报表。"
        assert not _said(empty, "drafts")


@pytest.mark.parametrize(
    ("day", "words", "mark"),
    [
        (date(2017, 3, 8), "距截止还有 12 天（2017年3月20日）。", Mark.PLAIN),
        (date(2017, 3, 20), "今天（2017年3月20日）截止。", Mark.DOUBT),
        (
            date(2017, 3, 23),
            "截止日期（2017年3月20日）已过 3 天，请先与大连市总工会民主管理部联系，"
            "说明情况，商定何时报送。",
            Mark.OPEN,
        ),
    ],
)
def test_days_are_left_or_it_is_said_what_to_do(
    ws: Workspace, day: date, words: str, mark: Mark
) -> None:
    (line,) = _said(ws, "deadline", day)
    assert (line.words, line.mark) == (words, mark)


def test_drafts_say_what_is_open_and_lead_to_the_field(ws: Workspace) -> None:
    ready = _add(ws, "大连甲厂")
    open_one = _add(ws, "大连乙厂", goals="", unit_nature="3")
    first, second = _said(ws, "drafts")
    assert first.words == "附件1“大连乙厂”：1 处必须改，1 处须写明原因。"
    assert first.target == Target(Place.RECORD, open_one.id, "goals")
    assert second.words == "1 份没有问题，还没有定稿：附件1“大连甲厂”。"
    records.delete(ws, open_one.id)
    records.make_final(ws, [ready.id])
    assert _words(ws, "drafts") == ["申报表都已定稿。"]


def test_explanations_stand_with_their_words_and_what_has_none_comes_first(ws: Workspace) -> None:
    explained = _add(ws, "大连甲厂", unit_nature="3")
    records.explain(ws, explained.id, "non_public", "民营控股，已核实")
    bare = _add(ws, "大连乙厂", employees="300000")
    first, second = _said(ws, "doubts")
    assert (first.mark, first.target) == (Mark.OPEN, Target(Place.RECORD, bare.id, "employees"))
    assert first.words.startswith("附件1“大连乙厂”职工人数：")
    assert second.mark is Mark.DONE
    assert second.words.endswith("由您判定。原因：民营控股，已核实")


def test_doubles_are_told_once_until_they_are_explained(ws: Workspace) -> None:
    _add(ws, "大连甲有限公司")
    other = _add(ws, "大连甲（有限公司）")
    (line,) = _said(ws, "doubles")
    assert line.mark is Mark.DOUBT
    assert line.words == (
        "附件1“大连甲有限公司”与附件1“大连甲（有限公司）”看来是同一单位，只算 1 个名额，请核对。"
    )
    assert not _said(ws, "doubts")
    records.explain(ws, other.id, "unit_name", "两家不同的公司")
    (line,) = _said(ws, "doubles")
    assert line.mark is Mark.DONE
    assert line.words.endswith("已写明原因：两家不同的公司")


def test_nearly_the_same_names_are_a_pair_with_the_reason_why(ws: Workspace) -> None:
    _add(ws, "大连示例重工机械有限公司")
    other = _add(ws, "大连示例重工机诫有限公司")
    (line,) = _said(ws, "doubles")
    assert line.mark is Mark.DOUBT
    assert line.words.startswith(
        "附件1“大连示例重工机械有限公司”与附件1“大连示例重工机诫有限公司”（"
    )
    assert not _said(ws, "doubts")
    records.explain(ws, other.id, "unit_name", "不是同一单位，已电话核对")
    (line,) = _said(ws, "doubles")
    assert line.words.endswith("已写明原因：不是同一单位，已电话核对")
    records.explain(ws, other.id, "unit_name", "是同一单位")
    (line,) = _said(ws, "doubles")
    assert (line.mark, line.words[-9:]) == (Mark.DOUBT, "只算 1 个名额。")


def test_a_unit_on_the_roster_is_a_doubt_of_its_own(ws: Workspace) -> None:
    ws.store.add_to_roster("2017", ([Listed("大连甲厂", "2015年典型")], ""))
    record = _add(ws, "大连甲厂")
    (line,) = _said(ws, "doubts")
    assert line.target == Target(Place.RECORD, record.id, "unit_name")


def test_paper_says_what_is_printed_and_which_seals_it_has(ws: Workspace) -> None:
    ids = [_add(ws, f"大连{name}厂").id for name in "甲乙丙"]
    records.make_final(ws, ids)
    _add(ws, "大连丁厂")
    stages.mark(ws, ids[1:], Stage.PRINTED)
    names = [seal.name for seal in stages.seals(ws, records.records(ws)[1])]
    stages.set_seal(ws, ids[1], 0, True)
    for number in range(len(names)):
        stages.set_seal(ws, ids[2], number, True)
    unprinted, halfway, draft, done = _said(ws, "paper")
    assert unprinted.words == "附件1“大连甲厂”：还没有打印。"
    assert unprinted.target == Target(Place.SEALS, ids[0])
    assert halfway.words.startswith("附件1“大连乙厂”：已打印 ")
    assert f"，{names[0]} " in halfway.words
    assert halfway.words.endswith(f"；还差 {len(names) - 1} 个章：{'、'.join(names[1:])}。")
    assert draft.words == "1 份草稿，定稿后再打印、盖章。"
    assert (done.mark, "还差" in done.words) == (Mark.DONE, False)
    assert all(name in done.words for name in names)


def test_the_seal_across_the_pages_is_missed_without_laying_the_form_out(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = _add(ws, "大连甲厂", measures="开展集体协商，建好职工之家。" * 200)
    records.make_final(ws, [record.id])
    needed = stages.seals(ws, records.records(ws)[0])
    assert needed[-1].name == "骑缝章"
    for number in range(len(needed) - 1):
        stages.set_seal(ws, record.id, number, True)

    def refuse(*_: object) -> int:
        raise AssertionError("a form was laid out")

    monkeypatch.setattr(FormPrinter, "page_count", refuse)
    monkeypatch.setattr(FormPrinter, "render", refuse)
    (line,) = _said(ws, "paper")
    assert line.words.endswith("；还差 1 个章：骑缝章。")
    assert line.mark is Mark.OPEN


def test_the_last_export_is_told_with_what_has_changed_since(ws: Workspace, tmp_path: Path) -> None:
    for name in "甲乙丙丁戊":
        _add(ws, f"大连{name}厂")
    (line,) = _said(ws, "export")
    assert (line.words, line.mark) == ("还没有导出过报送包。", Mark.OPEN)
    path = tmp_path / "报送.zip"
    export_package(ws, path)
    today = datetime.now().astimezone().date()
    done, unchanged = _said(ws, "export")
    assert done.words == f"{written_date(today)}第 1 次导出，存为“{path}”。"
    assert (unchanged.words, unchanged.mark) == ("导出后没有改动。", Mark.DONE)
    first = records.records(ws)[0]
    records.reopen(ws, first.id, "改正职工人数")
    records.delete(ws, records.records(ws)[4].id)
    path.unlink()
    done, changed = _said(ws, "export")
    assert done.words.endswith("，现在找不到这个文件。")
    assert changed.words == "导出后 1 份申报表有改动，1 份不再上报，须重新导出。"
    assert (changed.mark, changed.target) == (Mark.OPEN, Target(Place.EXPORT))


def test_what_was_exported_in_time_need_not_be_explained_afterwards(
    ws: Workspace, tmp_path: Path
) -> None:
    for name in "甲乙丙丁戊":
        _add(ws, f"大连{name}厂")
    export_package(ws, tmp_path / "报送.zip")
    today = datetime.now().astimezone().date()
    late = replace(overview_of(ws, today), deadline=today - timedelta(days=1))
    in_time = replace(late, deadline=today, today=today + timedelta(days=2))
    words = {
        each.deadline: line.words
        for each in (late, in_time)
        for part in parts_of(each)
        if part.id == "deadline"
        for line in part.lines
    }
    assert "请先与大连市总工会民主管理部联系" in words[late.deadline]
    assert words[today].endswith("已过 2 天，报送包已在截止前导出。")


def test_an_unmet_quota_with_a_reason_is_nothing_to_do(ws: Workspace) -> None:
    _add(ws, "大连甲厂")
    keep_explanation(ws, "本年度符合条件的单位不足")
    first, second = _said(ws, "units")[:2]
    assert first.words == "1 个典型单位：已定稿 0，草稿 1；还差 4 个（已写明原因）。"
    assert (first.mark, second.mark) == (Mark.PLAIN, Mark.PLAIN)
    assert all("原因：本年度符合条件的单位不足" in line.words for line in _said(ws, "doubts"))


def test_a_part_of_many_lines_says_how_many_it_leaves_out(ws: Workspace) -> None:
    for number in range(103):
        records.create(ws, "annex1", {"unit_name": f"大连{number}厂"})
    (part,) = [part for part in parts_of(overview_of(ws, DAY)) if part.id == "drafts"]
    assert (len(part.lines), part.more) == (100, 3)


def test_a_place_on_another_computer_is_looked_at_only_where_it_was_chosen(
    ws: Workspace, tmp_path: Path
) -> None:
    """On Windows to look is to log in there; the settings may be those of a restored backup."""
    for name in "甲乙丙丁戊":
        _add(ws, f"大连{name}厂")
    path = Path(f"/{tmp_path}", "报送.zip")  # //tmp/…, which is there, and a share on Windows
    export_package(ws, path)
    (noted,) = (paths.spare_folder().parent).glob("*.json")
    assert str(tmp_path) not in noted.read_text()
    path.unlink()
    assert _words(ws, "export")[0].endswith(f"，存为“{path}”，现在找不到这个文件。")
    noted.unlink()  # as on another computer
    assert _words(ws, "export")[0].endswith(f"，存为“{path}”。")
    assert _kept(ws, tmp_path) == str(tmp_path)
    assert _kept(ws, path.parent) == str(path.parent)
    noted.unlink()
    assert places.folder_setting(ws, "imports") == ""
    noted.write_text("[[")
    assert places.folder_setting(ws, "imports") == ""


def _kept(ws: Workspace, folder: Path) -> str:
    """What is offered for the next question after a folder was chosen."""
    places.keep_folder_setting(ws, "imports", folder)
    return places.folder_setting(ws, "imports")
