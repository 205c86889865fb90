"""Revisions of packages go on: through changes, backups that are restored, and other computers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.safekeeping.backups import back_up, restore
from gonghui_desktop.services.submissions import submission, verifying
from gonghui_desktop.services.submissions.export_state import (
    ExportState,
    export_state,
    keep_explanation,
)
from gonghui_desktop.services.submissions.handing_in import handover
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import PACKAGE_NOTES, ExportedPackage
from tests.made_packages import packed

OFFICE = Profile("district", "中山区总工会")


def _workspace(campaign: Campaign, store: Store) -> Workspace:
    fonts = paths.resources_folder() / "fonts"
    return Workspace(campaign, lambda: store, lambda: FormPrinter(fonts))


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, data_folder: Path) -> Iterator[Workspace]:
    """An office with five complete records."""
    with Store.open(tmp_path / "data") as store:
        ws = _workspace(campaign, store)
        importing.import_file(ws, data_folder / "district.json")
        reporter.set_reporter(ws, OFFICE)
        yield ws


@pytest.fixture
def elsewhere(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    """A new computer, where nobody has said yet who reports."""
    with Store.open(tmp_path / "other") as store:
        yield _workspace(campaign, store)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "p.zip"


def _export(ws: Workspace, package: Path) -> Submission:
    return submission.export_package(ws, package, "名额已经同意调整").submission


def _correct(ws: Workspace, number: int, employees: str) -> Record:
    record = records.records(ws)[number]
    records.reopen(ws, record.id, "人数有误")
    return records.change(ws, record.id, {"employees": employees})


def _state(ws: Workspace) -> ExportState:
    return export_state(ws)


def test_a_second_package_says_what_it_replaces_and_what_has_changed(
    ws: Workspace, package: Path
) -> None:
    assert (_state(ws).last, _state(ws).sequel_words) == (None, "")
    first = _export(ws, package)
    today = datetime.now().astimezone()
    before = f"替代 {today.year}年{today.month}月{today.day}日的第 1 次"
    assert "申报表与" in _state(ws).sequel_words
    _correct(ws, 0, "77")
    _correct(ws, 1, "78")
    records.duplicate(ws, records.records(ws)[2].id)
    (copied,) = [each for each in records.records(ws) if each.state is RecordState.DRAFT][2:]
    records.change(ws, copied.id, {"unit_name": "大连样例锻造有限公司", "contact": "84800009"})
    records.delete(ws, records.records(ws)[3].id)
    words = "2 份申报表有改动，1 份新增，1 份不再上报"
    assert _state(ws).sequel_words == f"这是第 2 次报送，{before}：{words}。"
    again = submission.export_package(ws, package, "名额已经同意调整")
    second = again.submission
    assert (second.revision, second.supersedes) == (2, first.package)
    assert again.last is not None
    assert again.changes is not None
    assert (again.last.package, again.changes.words) == (first.package, words)
    assert verifying.verify_package(ws, package).submission == second
    assert sorted(each.revision for each in second.records) == [1, 1, 1, 2, 2]


def test_the_same_contents_are_the_same_package_whatever_it_is_called(
    ws: Workspace, package: Path, tmp_path: Path
) -> None:
    first = _export(ws, package)
    again = submission.export_package(ws, tmp_path / "again.zip", "名额已经同意调整")
    assert (again.submission, again.last) == (first, None)
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


@pytest.mark.parametrize("reason", ["名额已经同意\ud83d调整", "长" * (LONGEST_TEXT + 1)])
def test_a_reason_that_cannot_be_stored_is_told_and_nothing_is_final(
    ws: Workspace, package: Path, reason: str
) -> None:
    with pytest.raises(InputError, match="说明"):
        keep_explanation(ws, reason)
    with pytest.raises(InputError, match="说明"):
        submission.export_package(ws, package, reason)
    assert not package.exists()
    assert all(each.state is RecordState.DRAFT for each in records.records(ws))


def test_what_was_exported_is_told_though_a_form_has_gone_meanwhile(
    ws: Workspace, package: Path
) -> None:
    made = submission.export_package(ws, package, "名额已经同意调整")
    *first, left = handover(ws, made).papers
    assert left == "其中 5 份还没有打印"
    ws.store.delete(made.submission.records[0].id)  # by another program
    assert handover(ws, made).papers == (*first, "其中 4 份还没有打印")


def test_who_can_read_a_package_is_told_where_a_colleague_would_look_for_it(
    ws: Workspace, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are their owner's alone, which on a share surprises the one who is to fetch it."""
    made = submission.export_package(ws, package, "名额已经同意调整")

    def told() -> str:
        return dict(handover(ws, made).facts).get("谁能读", "")

    package.chmod(0o600)
    assert told().startswith("只有您自己") is (os.name == "posix")
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    assert not told()
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path / "home"))
    package.chmod(0o644)
    assert not told()


def test_what_was_sent_before_a_backup_was_restored_stays_sent(
    ws: Workspace, package: Path, tmp_path: Path
) -> None:
    """The numbers of package and records go on; nothing else is out there under one of them."""
    now = datetime.now(UTC)
    back_up(ws, tmp_path / "drafts.gonghui")
    first = _export(ws, package)
    changed = _correct(ws, 0, "77")
    second = _export(ws, package)
    restore(ws, tmp_path / "drafts.gonghui", paths.forms_folder(), now)
    drafts = records.records(ws)
    assert {each.state for each in drafts} == {RecordState.DRAFT}
    records.change(ws, drafts[1].id, {"employees": "501"})
    ws.forget_alike()
    third = _export(ws, package)
    assert (third.revision, third.supersedes) == (3, second.package)
    assert first.package != second.package
    sent = {each.id: each for each in second.records}
    now_sent = {each.id: each for each in third.records}
    assert sent[changed.id].revision == 2
    assert now_sent[changed.id].revision == 3
    assert now_sent[drafts[1].id].revision == 2
    assert {each.revision for each in third.records} == {1, 2, 3}
    assert "接着已报送的版次编号" in now_sent[changed.id].reopen_reason
    assert verifying.verify_package(ws, package).submission == third


def test_what_a_colleague_sent_is_not_ours_after_her_backup_was_looked_into(
    ws: Workspace, elsewhere: Workspace, package: Path, tmp_path: Path, data_folder: Path
) -> None:
    """Her backup is restored, and ours again: what hers knows of packages has come along."""
    importing.import_file(elsewhere, data_folder / "district.json")
    reporter.set_reporter(elsewhere, replace(OFFICE, name="西岗区总工会"))
    _export(elsewhere, tmp_path / "hers.zip")
    back_up(elsewhere, tmp_path / "hers.gonghui")
    first = _export(ws, package)
    back_up(ws, tmp_path / "ours.gonghui")
    for backup in ("hers.gonghui", "ours.gonghui"):
        restore(ws, tmp_path / backup, paths.forms_folder(), datetime.now(UTC))
        ws.forget_alike()
    _correct(ws, 0, "77")
    assert "1 份申报表有改动" in _state(ws).sequel_words
    second = _export(ws, package)
    assert (second.revision, second.supersedes) == (2, first.package)


def test_a_final_form_from_a_backup_that_is_older_than_what_was_sent_stops_the_export(
    ws: Workspace, package: Path, tmp_path: Path
) -> None:
    """Its paper bears its number: the clerk opens it again, and prints it again."""
    _export(ws, package)
    back_up(ws, tmp_path / "first.gonghui")
    changed = _correct(ws, 0, "77")
    _export(ws, package)
    restore(ws, tmp_path / "first.gonghui", paths.forms_folder(), datetime.now(UTC))
    ws.forget_alike()
    (finding,) = _state(ws).blocking
    assert finding.record_id == changed.id
    assert "已报送过第 2 版，内容与本机的第 1 版不同" in finding.message
    with pytest.raises(records.BlockedError, match="已报送过第 2 版"):
        _export(ws, package)
    _correct(ws, 0, "79")
    (final,) = records.make_final(ws, [changed.id])
    assert (final.revision, final.reopen_reason) == (3, "人数有误")
    assert _export(ws, package).revision == 3


def test_on_another_computer_ones_own_package_brings_the_number_along(
    ws: Workspace, elsewhere: Workspace, package: Path, tmp_path: Path
) -> None:
    _export(ws, package)
    _correct(ws, 0, "77")
    second = _export(ws, package)
    importing.import_file(elsewhere, package)
    reporter.set_reporter(elsewhere, replace(OFFICE, name=" 中山区总工会"))
    reporter.set_reporter(elsewhere, OFFICE)
    assert _export(elsewhere, tmp_path / "same.zip") == second
    assert (tmp_path / "same.zip").read_bytes() == package.read_bytes()
    _correct(elsewhere, 1, "78")
    assert "1 份申报表有改动" in _state(elsewhere).sequel_words
    third = _export(elsewhere, tmp_path / "third.zip")
    assert (third.revision, third.supersedes) == (3, second.package)


def test_what_was_in_packages_that_were_replaced_is_not_kept_for_ever(
    ws: Workspace, elsewhere: Workspace, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.zip" for number in (1, 2, 3)]
    for number, file in enumerate(files):
        if number:
            _correct(ws, 0, str(70 + number))
        _export(ws, file)
    assert len(ws.store.settings(PACKAGE_NOTES)) == 2  # the one before is forgotten with the next
    for file in (files[1], files[2], files[0]):
        importing.import_file(elsewhere, file)
    (note,) = elsewhere.store.settings(PACKAGE_NOTES).values()
    assert json.loads(note)["revision"] == 3
    reporter.set_reporter(elsewhere, OFFICE)
    last = _state(elsewhere).last
    assert last is not None
    assert last.revision == 3


def test_another_offices_package_has_numbers_of_its_own(
    ws: Workspace, elsewhere: Workspace, package: Path, tmp_path: Path
) -> None:
    _export(ws, package)
    importing.import_file(elsewhere, package)
    reporter.set_reporter(elsewhere, replace(OFFICE, name="西岗区总工会"))
    assert _state(elsewhere).last is None
    assert _export(elsewhere, tmp_path / "other.zip").revision == 1


def test_a_forged_number_does_not_use_up_ours(
    ws: Workspace, elsewhere: Workspace, package: Path
) -> None:
    made = _export(ws, package)
    package.write_bytes(packed(ws, replace(made, revision=999, supersedes=made.package)))
    reporter.set_reporter(elsewhere, OFFICE)
    importing.import_file(elsewhere, package)
    assert _state(elsewhere).last is None


def test_packages_of_programs_that_did_not_count_are_superseded_by_the_next(
    ws: Workspace, package: Path
) -> None:
    """They all said that they were the first; the one that was exported last is replaced."""
    last = "00000000-0000-4000-8000-000000000002"
    for old in ("00000000-0000-4000-8000-000000000001", last):
        ws.store.finalise([], package=ExportedPackage(old, "2017", 1, ""))
    assert _state(ws).changes is None
    assert _state(ws).sequel_words.endswith("的第 1 次。")
    made = _export(ws, package)
    assert (made.revision, made.supersedes) == (2, last)


def test_a_disk_that_gives_back_something_else_is_told_and_nothing_is_final(
    ws: Workspace, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        submission,
        "read_limited",
        lambda path, size: read_limited(path, size)[:-4096] + bytes(4096),
    )
    package.write_bytes(b"the one before")
    with pytest.raises(PackageError, match="读回核验没有通过"):
        _export(ws, package)
    assert package.read_bytes() == b"the one before"
    assert [path.name for path in package.parent.iterdir()] != []
    assert not list(package.parent.glob(".p.zip*"))
    assert {each.state for each in records.records(ws)} == {RecordState.DRAFT}
    assert _state(ws).last is None


@pytest.mark.parametrize("step", [1, 5, 6, 10])
def test_cancelled_while_it_prints_or_verifies_it_leaves_nothing(
    ws: Workspace, package: Path, step: int
) -> None:
    class Stopped(Exception):  # noqa: N818 - stands for any stop
        pass

    def stop(done: int, all_: int) -> None:
        assert all_ == 10
        if done == step:
            raise Stopped

    with pytest.raises(Stopped):
        submission.export_package(ws, package, "名额已经同意调整", stop)
    assert not list(package.parent.glob("*p.zip*"))
    assert {each.state for each in records.records(ws)} == {RecordState.DRAFT}
    assert _state(ws).last is None
