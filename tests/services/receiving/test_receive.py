"""Packages come in: checked again, kept with their bytes, in any order with the same end."""

from __future__ import annotations

import gc
import os
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.receiving.submissions import (
    SubmissionAction,
    SubmissionState,
    states_of,
)
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.receiving.arrivals.found_packages import packages_in
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, ReceivedFile, receive
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.package_files import place_of
from tests.conftest import LimitFileSize
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid

ZHONGSHAN = Profile("district", "中山区总工会", "于样例", "0411-83640000")


@pytest.fixture(scope="module")
def first(offices: SendingOffices) -> Made:
    return offices.package(ZHONGSHAN, [offices.record("annex1", "大连甲机械有限公司")])


@pytest.fixture(scope="module")
def second(offices: SendingOffices, first: Made) -> Made:
    changed = offices.again(first.submission.records[0], employees="121")
    return offices.package(ZHONGSHAN, [changed], first)


@pytest.fixture(scope="module")
def other_second(offices: SendingOffices, first: Made) -> Made:
    """As the second one, with something else in it."""
    changed = offices.again(first.submission.records[0], employees="99")
    return offices.package(ZHONGSHAN, [changed], first)


@pytest.fixture(scope="module")
def third(offices: SendingOffices, second: Made) -> Made:
    changed = offices.again(second.submission.records[0], employees="122")
    return offices.package(ZHONGSHAN, [changed], second)


def _states(ws: Workspace) -> dict[str, SubmissionState]:
    kept = ws.store.received.submissions(ws.campaign.id)
    events = ws.store.received.events(ws.campaign.id)
    states = states_of(kept, events, lambda name: name)
    return {each.package: states[each.number] for each in kept}


def _take(ws: Workspace, folder: Path) -> list[Outcome]:
    return [each.outcome for each in receive(ws, [folder])]


def test_everything_of_a_package_is_kept_as_it_came(
    city: Workspace, laid: Laid, second: Made
) -> None:
    (file,) = receive(city, [laid(second)])
    assert file.sentence == "已收下“中山区总工会”第 2 次报送，1 份申报表。"
    (kept,) = city.store.received.submissions("2017")
    assert kept == file.submission
    assert (kept.sender, kept.source, kept.who) == (ZHONGSHAN, "00.zip", "lina")
    assert (kept.package, kept.supersedes) == (second.package, second.submission.supersedes)
    ((received,),) = city.store.received.records("2017").values()
    (sent,) = second.submission.records
    assert received.record == sent
    assert received.name == "大连甲机械有限公司"
    assert kept.sent_at == sent.changed_at
    assessment = city.store.received.assessment(kept.number)
    assert assessment.told == second.submission.findings
    assert any("还差 4 个典型单位" in each.message for each in assessment.findings)
    place = place_of(city.store.folder, kept.digest)
    assert place.read_bytes() == second.data
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_the_same_package_again_changes_nothing(city: Workspace, laid: Laid, first: Made) -> None:
    folder = laid(first)
    receive(city, [folder])
    before, turn = city.store.received.submissions("2017"), city.store.received.turn()
    (again,) = receive(city, [folder])
    assert (again.outcome, again.sentence) == (
        Outcome.KNOWN,
        "“中山区总工会”第 1 次报送已经收过，没有变化。",
    )
    assert (city.store.received.submissions("2017"), city.store.received.turn()) == (before, turn)
    place = place_of(city.store.folder, before[0].digest)
    place.write_bytes(b"somebody's")  # and what was lost comes back with it
    receive(city, [folder])
    assert place.read_bytes() == first.data
    with zipfile.ZipFile(folder / "00.zip", "a") as archive:
        archive.writestr("__MACOSX/._x", b"")  # the same package in another file
    assert _take(city, folder) == [Outcome.KNOWN]
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_revisions_in_any_order_end_the_same(
    city: Workspace, laid: Laid, first: Made, second: Made, third: Made, order: Sequence[int]
) -> None:
    made = (first, second, third)
    found = _take(city, laid(*(made[at] for at in order)))
    assert _states(city) == {
        first.package: SubmissionState.OLDER,
        second.package: SubmissionState.OLDER,
        third.package: SubmissionState.RECEIVED,
    }
    late = [at < max(order[:place], default=-1) for place, at in enumerate(order)]
    assert [each is Outcome.OLDER for each in found] == late


def test_the_same_revision_with_other_contents_is_kept_for_a_person(
    city: Workspace, laid: Laid, second: Made, other_second: Made
) -> None:
    files = receive(city, [laid(second, other_second)])
    assert [each.outcome for each in files] == [Outcome.RECEIVED, Outcome.CONFLICT]
    assert "内容不同，两份都留着，请向上报单位核实" in files[1].sentence
    assert set(_states(city).values()) == {SubmissionState.CONFLICT}
    one, _ = city.store.received.submissions("2017")
    city.store.received.note(one.number, SubmissionAction.CHOOSE, "电话核实过")
    assert _states(city) == {
        second.package: SubmissionState.RECEIVED,
        other_second.package: SubmissionState.OLDER,
    }


def test_what_was_accepted_stays_until_that_is_taken_back(
    city: Workspace, laid: Laid, first: Made, second: Made, other_second: Made
) -> None:
    receive(city, [laid(first)])
    (kept,) = city.store.received.submissions("2017")
    city.store.received.note(kept.number, SubmissionAction.ACCEPT)
    files = receive(city, [laid(second, folder="later")])
    assert [each.outcome for each in files] == [Outcome.PENDING]
    assert "撤销受理以后这一次才算" in files[0].sentence
    assert _states(city)[first.package] is SubmissionState.ACCEPTED
    city.store.received.note(kept.number, SubmissionAction.TAKE_BACK, "单位要求改")
    assert _states(city)[second.package] is SubmissionState.RECEIVED
    newer = city.store.received.with_package(second.package)
    assert newer is not None
    city.store.received.note(newer.number, SubmissionAction.ACCEPT)
    (file,) = receive(city, [laid(other_second, folder="last")])
    assert file.outcome is Outcome.CONFLICT
    assert _states(city)[second.package] is SubmissionState.ACCEPTED


@pytest.mark.parametrize(
    ("sender", "fault"),
    [
        (
            Profile("unit", "大连甲机械有限公司"),
            "这是基层单位“大连甲机械有限公司”的报送包，应当报给区市县",
        ),
        (
            Profile("city", "沈阳市总工会"),
            "这是大连市总工会“沈阳市总工会”的报送包，应当报给辽宁省总工会",
        ),
        (Profile("school", "某校"), "单位类型“school”不是这次活动里的"),
    ],
)
def test_a_package_of_another_level_says_where_it_belongs(
    city: Workspace, laid: Laid, offices: SendingOffices, sender: Profile, fault: str
) -> None:
    made = offices.package(sender, [offices.record("annex1", "大连甲机械有限公司")])
    (file,) = receive(city, [laid(made)])
    assert file.outcome is Outcome.REFUSED
    assert fault in file.sentence
    assert "没有接收，请" in file.sentence or "没有接收；请" in file.sentence
    assert file.sentence.count("驻会产业工会、不驻会产业工会") <= 1
    assert city.store.received.submissions("2017") == []
    assert not (city.store.folder / "received").exists()


def test_a_package_of_another_campaign_or_of_nobody_is_refused_and_the_others_go_in(
    city: Workspace, laid: Laid, offices: SendingOffices, first: Made
) -> None:
    other = SendingOffices(replace(offices.campaign, id="2018", name="下一届"))
    foreign = other.package(ZHONGSHAN, [other.record("annex1", "大连乙厂")])
    broken = first.data[:-40] + bytes(40)
    folder = laid(foreign, broken, first, b"PK\x03\x04junk", b"")
    files = receive(city, [folder, folder / "gone.zip"])
    assert [each.outcome is Outcome.REFUSED for each in files] == [
        True,
        True,
        False,
        True,
        True,
        True,
    ]
    assert "这是下一届（2018）的报送包，现在的活动是 2017" in files[0].sentence
    assert all("：" in each.sentence or "“" in each.sentence for each in files)
    assert len(list((city.store.folder / "received").iterdir())) == 1


def test_what_a_forger_lets_out_is_found_again(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    record = offices.record("annex1", "大连甲机械有限公司", contact="找传达室")
    made = offices.package(ZHONGSHAN, [record])
    quiet = replace(made.submission, findings=(), explanation="")
    (file,) = receive(city, [laid(offices.packed(quiet))])
    assert file.outcome is Outcome.RECEIVED
    assert any("联系方式" in each for each in file.doubts)
    assert f"有 {len(file.doubts)} 处要核实" in file.sentence
    assert file.submission is not None
    kept = city.store.received.assessment(file.submission.number)
    assert kept.told == ()
    assert any(each.blocks for each in kept.findings)
    unfinished = replace(record, values={"unit_name": "大连甲机械有限公司"})
    (file,) = receive(city, [laid(offices.package(ZHONGSHAN, [unfinished]), folder="x")])
    assert (file.outcome, file.code) == (Outcome.REFUSED, "S12")


def test_a_unit_whose_name_does_something_is_named_in_one_line(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    name = "大连\x1b[2J\u202e甲机械有限公司"
    units = [offices.record("annex1", each) for each in (name, f"{name} ")]
    made = offices.package(ZHONGSHAN, units)
    (file,) = receive(city, [laid(offices.packed(replace(made.submission, findings=())))])
    assert any("看来是同一单位" in each for each in file.doubts)
    assert all(map(str.isprintable, file.doubts))


def test_whom_nobody_expects_is_received_and_told_of(
    city: Workspace, laid: Laid, offices: SendingOffices, first: Made
) -> None:
    read = expected.read_offices_text(city, "中山区总工会\t驻会产业工会\n西岗区总工会")
    expected.add(city, read, "")
    stranger = Profile("district", "某某区总工会", receiver="大连市总工会")
    made = offices.package(stranger, [offices.record("annex1", "大连丙厂")])
    known, unknown = receive(city, [laid(first, made)])
    assert known.is_expected
    assert "名单上这个单位是驻会产业工会，报送包里写的是区市县" in " ".join(known.doubts)
    assert unknown.outcome is Outcome.RECEIVED
    assert not unknown.is_expected
    assert "它不在应报单位名单里" in unknown.sentence


def test_a_unit_s_package_for_somebody_else_is_told_of(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    reporter.set_reporter(city, ZHONGSHAN)
    sender = Profile("unit", "大连甲机械有限公司", receiver="西岗区总工会")
    right = Profile("unit", "大连乙机械有限公司", receiver="大连市中山区总工会")
    made = [
        offices.package(each, [offices.record("annex1", each.name)]) for each in (sender, right)
    ]
    one, other = receive(city, [laid(*made)])
    assert one.doubts == ("报送包里写的是报给“西岗区总工会”，不是本单位，请核对。",)
    assert (other.doubts, other.outcome) == ((), Outcome.RECEIVED)


def test_a_folder_is_looked_through_and_what_is_cancelled_leaves_the_rest_out(
    city: Workspace, laid: Laid, first: Made, second: Made, tmp_path: Path
) -> None:
    folder = laid(first)
    deep = folder / "u盘" / "内层"
    deep.mkdir(parents=True)
    (deep / "包.ZIP").write_bytes(second.data)
    (deep / "名单.xlsx").write_bytes(b"")
    (folder / "~$a.zip").write_bytes(b"")
    steps: list[tuple[int, int]] = []
    told: list[ReceivedFile] = []
    files = receive(
        city,
        [folder],
        lambda *step: steps.append(step),
        cancelled=lambda: bool(told),
        told=told.append,
    )
    assert len(files) == len(told) == 1
    assert (steps[0], steps[-1]) == ((0, 2), (1, 2))
    assert len(receive(city, [folder])) == 2
    empty = tmp_path / "空"
    empty.mkdir()
    (file,) = receive(city, [empty])
    assert file.sentence == "文件夹“空”里没有报送包（.zip）。"


def test_who_receives_nothing_is_told(city: Workspace, laid: Laid, first: Made) -> None:
    reporter.set_reporter(city, Profile("unit", "大连甲机械有限公司"))
    with pytest.raises(InputError, match="不接收别的单位的报送"):
        receive(city, [laid(first)])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not limit the size of a file")
def test_a_full_disk_leaves_nothing_half_kept(
    city: Workspace, laid: Laid, first: Made, limit_file_size: LimitFileSize
) -> None:
    folder = laid(first)
    with limit_file_size(1000), pytest.raises(StoreError):
        receive(city, [folder])
    assert city.store.received.submissions("2017") == []
    assert list((city.store.folder / "received").iterdir()) == []
    assert _take(city, folder) == [Outcome.RECEIVED]


def test_a_finding_s_explanation_stands_beside_ours(
    city: Workspace, laid: Laid, first: Made
) -> None:
    (file,) = receive(city, [laid(first)])
    assert file.submission is not None
    assessment = city.store.received.assessment(file.submission.number)
    ours = {each for each in assessment.findings if each.severity is Severity.VERIFY}
    told = {each for each in assessment.told if each.severity is Severity.VERIFY}
    assert ours == told != set()
    assert all(isinstance(each, Finding) and each.explanation for each in told)


def test_a_package_whose_kept_row_is_damaged_is_told_of_and_the_others_go_in(
    city: Workspace, laid: Laid, first: Made, offices: SendingOffices, tmp_path: Path
) -> None:
    receive(city, [laid(first)])
    with closing(sqlite3.connect(tmp_path / "city" / "gonghui.sqlite3")) as connection:
        connection.execute("UPDATE submissions SET digest = 'x'")
        connection.commit()
    sender = Profile("nonresident_industry", "大连港工会")
    other = offices.package(sender, [offices.record("annex3", "大连乙机械有限公司")])

    damaged, fine = receive(city, [laid(first, other, folder="again")])
    assert damaged.outcome is Outcome.REFUSED
    assert "已损坏" in damaged.sentence
    assert fine.outcome is Outcome.RECEIVED


def test_what_is_refused_is_let_go_at_once(
    city: Workspace, laid: Laid, first: Made, offices: SendingOffices
) -> None:
    """A stick full of large files would else be in memory until Python looks for cycles."""
    elsewhere = offices.package(Profile("unit", "大连丁厂"), first.submission.records)
    bent = first.data[:9000] + bytes(9) + first.data[9009:]
    folder = laid(first.data[:-9], elsewhere, bent)
    marks = {data[20_000:20_500] for data in (bent, elsewhere.data)}
    gc.collect()
    gc.disable()
    try:
        assert _take(city, folder) == [Outcome.REFUSED] * 3
        held = [
            (type(each).__name__, len(found))
            for each in gc.get_objects()
            if not isinstance(each, Made)
            for found in gc.get_referents(each)
            if isinstance(found, bytes) and found[20_000:20_500] in marks
        ]
    finally:
        gc.enable()
    assert held == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' paths are not that long")
def test_a_folder_deeper_than_python_calls_itself_is_looked_through(tmp_path: Path) -> None:
    """``os.walk`` of Python 3.11 calls itself for each level."""
    levels = [str(tmp_path)]
    try:
        for _level in range(sys.getrecursionlimit() + 100):
            os.mkdir(f"{levels[-1]}/d")  # noqa: PTH102 -- a Path of each level is slow
            levels.append(f"{levels[-1]}/d")
        (Path(levels[-1]) / "a.zip").touch()
        assert packages_in([tmp_path]) == [Path(levels[-1]) / "a.zip"]
    finally:
        (Path(levels[-1]) / "a.zip").unlink()
        for level in reversed(levels[1:]):
            os.rmdir(level)  # noqa: PTH106 -- as above; pytest's own way calls itself
