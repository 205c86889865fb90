"""What a clerk does, on a real store and printer."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import FileError, GonghuiError, InputError
from gonghui_desktop.exchange.package.submission import MOST_RECORDS
from gonghui_desktop.exchange.package.zip_reader import MOST_ENTRIES
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import checking, records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.submissions import export_state, submission, verifying
from gonghui_desktop.services.submissions.standing import standing_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord

OFFICE = Profile("nonresident_industry", "示例局工会")
_DISTINCT = "".join(map(chr, range(0x6C10, 0x6C10 + 70)))
"""Characters for names of units of which none is like another."""


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:
        yield Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )


@pytest.fixture
def complete(ws: Workspace, data_folder: Path) -> Workspace:
    """A workspace with one complete record and its reporter."""
    importing.import_file(ws, data_folder / "nonresident_industry.json")
    reporter.set_reporter(ws, OFFICE)
    return ws


def test_typing_is_normalised_by_type_and_names_are_not(ws: Workspace) -> None:
    record = records.create(ws, "annex1")
    typed = {
        "employees": "１２８６",
        "contact": "０４１１－８３６４０００１",
        "chairperson": "\ufa20 ",
    }
    stored = records.change(ws, record.id, typed)
    assert stored.values == {
        "employees": "1286",
        "contact": "0411-83640001",
        "chairperson": "\ufa20 ",
    }


def test_a_choice_settles_what_follows_unless_the_clerk_decided(ws: Workspace) -> None:
    record = records.create(ws, "annex1")
    assert records.change(ws, record.id, {"unit_nature": "5"}).value("non_public") == "yes"
    assert records.change(ws, record.id, {"unit_nature": "1"}).value("non_public") == "no"
    # A joint-stock company is the clerk's to judge: what was settled before stays as a proposal.
    records.change(ws, record.id, {"unit_nature": "3", "non_public": "yes"})
    assert records.change(ws, record.id, {"unit_nature": "1"}).value("non_public") == "yes"


def test_what_the_clerk_decides_in_the_same_step_counts(ws: Workspace) -> None:
    record = records.create(ws, "annex1")
    stored = records.change(ws, record.id, {"unit_nature": "1", "non_public": "yes"})
    assert stored.value("non_public") == "yes"


def test_half_a_character_that_is_pasted_costs_nothing_else(ws: Workspace) -> None:
    record = records.create(ws, "annex1")
    stored = records.change(ws, record.id, {"unit_name": "大连\ud842某厂", "goals": "一"})
    assert stored.value("goals") == "一"
    assert stored.value("unit_name").startswith("大连")
    assert stored.value("unit_name").endswith("某厂")


def test_a_record_without_a_name_is_called_so(ws: Workspace) -> None:
    form = ws.campaign.form("annex1")
    record = records.create(ws, "annex1")
    assert name_of(form, record) == "未命名"
    blank = records.change(ws, record.id, {"unit_name": " \u3000"})
    assert name_of(form, blank) == "未命名"
    assert name_of(form, records.change(ws, record.id, {"unit_name": " 甲 "})) == "甲"


def test_a_copy_is_a_draft_of_its_own(complete: Workspace) -> None:
    (original,) = records.records(complete)
    records.explain(complete, original.id, "contact", "没有电话")
    records.make_final(complete, [original.id])
    copy = records.duplicate(complete, original.id)
    assert (copy.values, copy.state) == (original.values, RecordState.DRAFT)
    assert copy.explanations == {}
    records.change(complete, copy.id, {"unit_name": "另一家"})
    assert complete.store.record(original.id).value("unit_name") == original.value("unit_name")


def test_deleted_and_taken_back(complete: Workspace) -> None:
    (record,) = records.records(complete)
    records.delete(complete, record.id)
    assert records.records(complete) == []
    records.undelete(complete, record.id)
    assert records.records(complete) == [record]


def test_what_blocks_is_named_and_nothing_is_made_final(complete: Workspace) -> None:
    draft = records.create(complete, "annex1")
    (good, _) = records.records(complete)
    with pytest.raises(records.BlockedError, match=r"附件1“未命名”.*单位名称：未填写") as error:
        records.make_final(complete, [good.id, draft.id])
    assert {finding.record_id for finding in error.value.findings} == {draft.id}
    assert {record.state for record in records.records(complete)} == {RecordState.DRAFT}


def test_a_final_record_is_read_only_until_reopened_with_a_reason(complete: Workspace) -> None:
    (record,) = records.records(complete)
    records.make_final(complete, [record.id])
    with pytest.raises(Exception, match="重新打开"):
        records.change(complete, record.id, {"employees": "5"})
    with pytest.raises(InputError, match="原因"):
        records.reopen(complete, record.id, "  ")
    reopened = records.reopen(complete, record.id, " 人数有误\n")
    assert (reopened.revision, reopened.state) == (2, RecordState.DRAFT)
    assert reopened.reopen_reason == "人数有误"


def test_an_explained_doubt_no_longer_blocks(complete: Workspace) -> None:
    (record,) = records.records(complete)
    records.change(complete, record.id, {"contact": "暂无座机"})
    changed = complete.store.record(record.id)
    assert [f.severity for f in checking.record_findings(complete, changed) if f.blocks] == [
        Severity.VERIFY
    ]
    explained = records.explain(complete, record.id, "contact", " 新址尚未装机\n")
    assert explained.explanations == {"contact": "新址尚未装机"}
    assert not any(finding.blocks for finding in checking.record_findings(complete, explained))


def test_a_character_that_no_face_has_is_told_by_field(complete: Workspace) -> None:
    (record,) = records.records(complete)
    changed = records.change(complete, record.id, {"chairperson": "王😀"})
    (finding,) = (f for f in checking.record_findings(complete, changed) if f.blocks)
    assert finding.field == "chairperson"
    assert "😀" in finding.message


def test_export_that_cannot_write_makes_nothing_final(complete: Workspace, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        submission.export_package(complete, tmp_path / "missing" / "p.zip")
    assert {record.state for record in records.records(complete)} == {RecordState.DRAFT}
    made = submission.export_package(complete, tmp_path / "p.zip").submission
    (record,) = records.records(complete)
    assert made.records == (record,)
    assert verifying.verify_package(complete, tmp_path / "p.zip").submission == made


def test_a_cancelled_export_leaves_everything_as_it_was(
    complete: Workspace, tmp_path: Path
) -> None:
    class Stopped(Exception):  # noqa: N818 - stands for any stop
        pass

    def stop(_done: int, _all: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        submission.export_package(complete, tmp_path / "p.zip", progress=stop)
    assert list(tmp_path.glob("*.zip")) == []
    assert {record.state for record in records.records(complete)} == {RecordState.DRAFT}


def test_a_record_that_changes_during_the_export_stops_it(
    complete: Workspace, tmp_path: Path
) -> None:
    (record,) = records.records(complete)

    def change(_done: int, _all: int) -> None:
        records.change(complete, record.id, {"employees": "77"})

    with pytest.raises(GonghuiError, match="再做一次"):
        submission.export_package(complete, tmp_path / "p.zip", progress=change)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    (kept,) = records.records(complete)
    assert (kept.state, kept.value("employees")) == (RecordState.DRAFT, "77")


def test_a_submission_is_not_explained_by_blanks(complete: Workspace, tmp_path: Path) -> None:
    reporter.set_reporter(complete, Profile("resident_industry", OFFICE.name))  # three units
    with pytest.raises(records.BlockedError, match="还差"):
        submission.export_package(complete, tmp_path / "p.zip", " \u3000\n")
    assert {record.state for record in records.records(complete)} == {RecordState.DRAFT}
    assert submission.export_package(
        complete, tmp_path / "p.zip", "其余两家已倒闭"
    ).submission.records


def test_what_is_final_already_does_not_stand_in_the_way(
    complete: Workspace, tmp_path: Path
) -> None:
    """Rules grow stricter; a form with seals on its paper is handed in as it was made final."""
    (record,) = records.records(complete)
    records.change(complete, record.id, {"contact": "找传达室"})
    (final,) = complete.store.finalise([record.id])
    assert not export_state.export_state(complete).blocking
    assert submission.export_package(complete, tmp_path / "p.zip").submission.records == (final,)


def test_a_changed_record_in_a_package_never_overwrites_ours(
    complete: Workspace, tmp_path: Path
) -> None:
    submission.export_package(complete, tmp_path / "p.zip")
    (record,) = records.records(complete)
    records.reopen(complete, record.id, "人数有误")
    ours = records.change(complete, record.id, {"employees": "99"})
    (outcome,) = importing.import_file(complete, tmp_path / "p.zip")
    assert not outcome.accepted
    assert "第 2 版" in outcome.message
    assert records.records(complete) == [ours]


def test_as_many_records_as_a_package_may_hold_are_not_too_many_files(
    complete: Workspace, tmp_path: Path
) -> None:
    submission.export_package(complete, tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        beside = [name for name in archive.namelist() if "/forms/" not in name]
    assert len(beside) + 2 * MOST_RECORDS <= MOST_ENTRIES


def test_more_records_than_a_package_holds_are_counted_first(
    complete: Workspace, tmp_path: Path
) -> None:
    many = [
        NewRecord("annex3", {"unit_name": f"{number}厂"}, campaign="2017") for number in range(300)
    ]
    complete.store.add(many)
    steps: list[int] = []
    with pytest.raises(InputError, match="最多放 245 份申报表，现在有 301 份"):
        submission.export_package(
            complete, tmp_path / "p.zip", progress=lambda done, _all: steps.append(done)
        )
    assert steps == []
    assert not list(tmp_path.glob("*.zip"))


@pytest.mark.slow
def test_more_text_than_a_package_holds_is_told_to_who_exports(
    complete: Workspace, tmp_path: Path
) -> None:
    """Not in the words for its receiver, and before all of it is printed."""
    (first,) = records.records(complete)
    longest = {"goals": "目" * LONGEST_TEXT, "measures": "措" * LONGEST_TEXT}
    names = [f"{letter * 4}厂" for letter in _DISTINCT]
    many = [
        NewRecord("annex3", {**first.values, **longest, "unit_name": name}, campaign="2017")
        for name in names
    ]
    complete.store.add(many)
    steps: list[int] = []
    with pytest.raises(InputError, match=r"^申报表的文字太多，.*删短再导出。$"):
        submission.export_package(
            complete,
            tmp_path / "p.zip",
            "名额已经核对过。",
            progress=lambda done, _all: steps.append(done),
        )
    assert steps == []
    assert not list(tmp_path.glob("*.zip"))
    assert {record.state for record in records.records(complete)} == {RecordState.DRAFT}


def test_quota_and_deadline_in_a_few_words(ws: Workspace) -> None:
    assert checking.quota_summary(ws) == "未填上报单位"
    reporter.set_reporter(ws, OFFICE)
    assert checking.quota_summary(ws) == "还差 1 个典型单位"
    empty = records.create(ws, "annex3")
    assert checking.quota_summary(ws) == "还差 1 个典型单位"
    records.change(ws, empty.id, {"unit_name": "甲厂"})
    assert checking.quota_summary(ws) == "名额已满足：已定稿 0，草稿 1"
    assert checking.quota_standing(ws) == ("1 个典型单位：已定稿 0，草稿 1",)
    assert checking.deadline_summary(ws, date(2017, 3, 8)) == "距截止 12 天"
    assert checking.deadline_summary(ws, date(2017, 3, 20)) == "今天截止"
    assert "2017年3月20日" in checking.deadline_summary(ws, date(2017, 3, 21))


def test_the_quotas_in_fewer_words(ws: Workspace) -> None:
    def short() -> str:
        return standing_of(ws, date(2017, 3, 8)).short_quota

    assert short() == ""  # nobody said who reports
    reporter.set_reporter(ws, OFFICE)
    assert short() == "还差 1 个典型单位"
    records.change(ws, records.create(ws, "annex3").id, {"unit_name": "甲厂"})
    assert short() == "名额已满足"
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    assert short() == "名额还差 2 项"
    for number in range(6):
        records.change(ws, records.create(ws, "annex1").id, {"unit_name": f"{number}厂"})
    assert short() == "名额有 2 项不符"


def test_an_unknown_reporter_kind_is_refused(ws: Workspace) -> None:
    with pytest.raises(InputError, match="district"):
        reporter.set_reporter(ws, Profile("village", "某村"))
    with pytest.raises(InputError, match="名称"):
        reporter.set_reporter(ws, Profile("district", " \u3000"))
    assert ws.store.profile() is None
