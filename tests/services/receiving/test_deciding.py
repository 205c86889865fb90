"""退回, 受理, 撤销, which of two counts: what is stored, what is written, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.errors import FileError, InputError, StoreError
from gonghui_desktop.exchange.package.reply import read_reply
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.reasons import is_reason
from gonghui_desktop.model.receiving.submissions import (
    SubmissionAction,
    SubmissionEvent,
    SubmissionState,
)
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import ReplyKind, ReplyReason
from gonghui_desktop.model.reply_marks import marks_of
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.services.receiving import offices as listed
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, receive
from gonghui_desktop.services.receiving.city.city_decisions import decide_another, questions
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.decisions.desk import Desk
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.papers.paper import compared, match_paper, tick
from gonghui_desktop.services.receiving.received import Look, received_submissions
from gonghui_desktop.services.receiving.summary.summing_up import campaign_summary
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.own_records import OwnRecords
from gonghui_desktop.store.receiving.submissions import ReceivedSubmissions
from gonghui_desktop.store.values import RecordStateError
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import ZHONGSHAN, Laid

XIGANG = Profile("district", "西岗区总工会")
WHY = (ReplyReason("名额说明没有写清楚，请补充"),)
TODAY = date(2017, 3, 12)
"""In China; elsewhere it is the day before."""
NOW = datetime(2017, 3, 11, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_the_day(city: Workspace) -> None:
    """The office's clock stands: whatever is decided is decided at one moment."""
    city.clock = lambda: NOW


@pytest.fixture(scope="module")
def other_first(offices: SendingOffices) -> Made:
    """Another package with the first one's revision, which says something else."""
    return offices.package(ZHONGSHAN, [offices.record("annex1", "大连丙厂")])


def _looks(ws: Workspace) -> list[Look]:
    return received_submissions(ws)


def _states(ws: Workspace) -> list[SubmissionState]:
    return [each.state for each in _looks(ws)]


def _day() -> date:
    return TODAY + timedelta(days=7)


def test_a_package_is_returned_for_the_whole_a_record_and_a_field(
    city: Workspace, laid: Laid, first: Made, tmp_path: Path
) -> None:
    receive(city, [laid(first)])
    record = first.submission.records[1]
    reasons = [
        *WHY,
        ReplyReason("少盖一个章", record.id),
        ReplyReason("电话少一位", record.id, field="contact"),
        ReplyReason("电话少一位", record.id, field="contact"),  # twice is once
    ]
    path = tmp_path / "退回单.zip"
    decided = deciding.return_submission(city, 1, reasons, _day(), path)
    assert decided.path == path
    assert decided.sentence.startswith("已退回“中山区总工会”第 1 次报送，请对方在")
    assert _states(city) == [SubmissionState.RETURNED]
    reply = read_reply(path.read_bytes())
    assert (reply.kind, reply.of, reply.of_revision) == (ReplyKind.RETURN, first.package, 1)
    assert (reply.office.name, reply.addressee) == ("大连市总工会", "中山区总工会")
    assert (reply.answer_by, reply.made_on) == (_day(), TODAY)
    assert [(each.text, each.record, each.revision, each.field) for each in reply.reasons] == [
        (WHY[0].text, "", 0, ""),
        ("少盖一个章", record.id, 1, ""),
        ("电话少一位", record.id, 1, "contact"),
    ]
    assert [each.name for each in reply.records] == ["大连甲厂", "大连乙厂"]  # the whole of it
    events = city.store.received.events("2017")
    assert [(each.reason, each.answer_by, each.at) for each in events] == [
        (each.text, _day(), NOW) for each in reply.reasons
    ]
    again = deciding.reply_again(city, 1, tmp_path / "again.zip")
    assert again.read_bytes() == path.read_bytes()


def test_everything_is_dated_by_the_offices_one_clock(
    city: Workspace, laid: Laid, first: Made
) -> None:
    listed.add(city, listed.read_offices_text(city, "中山区总工会\n西岗区总工会"), "")
    listed.freeze(city, "按 5 号文件附表")
    listed.remove(city, "西岗区总工会", "并入中山区")
    receive(city, [laid(first)])
    record = first.submission.records[0]
    code = check_code(fingerprint(city.campaign.form(record.form), record))
    assert tick(city, compared(match_paper(city, code)))
    city.store.add_to_roster("2017", ([Listed("大连甲厂", "2015年典型")], ""))
    (asked,) = questions(city, office_table(city))
    decided = decide_another(city, asked, "打电话核实过，不是")
    moments = [
        *(each.at for each in listed.office_log(city)),
        *(each.added_at for each in listed.expected_offices(city)),
        *(look.submission.received_at for look in _looks(city)),
        *(event.at for event in city.store.received.events("2017")),
        decided.at,
    ]
    assert moments == [NOW] * 6
    assert campaign_summary(city).made_on == TODAY


def test_the_last_decision_of_a_day_is_told_from_those_before(
    city: Workspace, laid: Laid, first: Made, tmp_path: Path
) -> None:
    receive(city, [laid(first)])
    deciding.return_submission(
        city, 1, [*WHY, ReplyReason("少盖一个章")], _day(), tmp_path / "a.zip"
    )
    deciding.take_back(city, 1, "电话里说清楚了")
    deciding.accept_submissions(city, [1], tmp_path / "b.zip")
    returned, accepted = (read_reply((tmp_path / each).read_bytes()) for each in ("a.zip", "b.zip"))
    assert (returned.turn, accepted.turn) == (1, 3)
    record = first.submission.records[0].id
    for order in ([returned, accepted], [accepted, returned]):
        assert marks_of(order, 1)[record].kind is ReplyKind.RECEIPT
    again = deciding.reply_again(city, 1, tmp_path / "again.zip")
    assert again.read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_only_what_is_named_is_sent_back(
    city: Workspace, laid: Laid, first: Made, tmp_path: Path
) -> None:
    receive(city, [laid(first)])
    record = first.submission.records[1]
    path = tmp_path / "a.zip"
    deciding.return_submission(city, 1, [ReplyReason("少盖一个章", record.id)], _day(), path)
    assert [each.id for each in read_reply(path.read_bytes()).records] == [record.id]


def test_a_newer_package_answers_a_return_and_accepting_locks(
    city: Workspace, laid: Laid, first: Made, second: Made, tmp_path: Path
) -> None:
    receive(city, [laid(first)])
    deciding.return_submission(city, 1, WHY, _day(), tmp_path / "a.zip")
    receive(city, [laid(second, folder="next")])
    assert _states(city) == [SubmissionState.OLDER, SubmissionState.RECEIVED]
    (decided,) = deciding.accept_submissions(city, [2], tmp_path / "回执.zip")
    reply = read_reply((tmp_path / "回执.zip").read_bytes())
    assert (reply.kind, reply.of, reply.reasons, reply.answer_by) == (
        ReplyKind.RECEIPT,
        second.package,
        (),
        None,
    )
    assert len(reply.records) == 2
    assert "请把受理回执“回执.zip”发给对方" in decided.sentence
    assert _states(city) == [SubmissionState.OLDER, SubmissionState.ACCEPTED]
    with pytest.raises(InputError, match="先撤销受理"):
        deciding.return_submission(city, 2, WHY, _day(), tmp_path / "b.zip")
    back = deciding.take_back(city, 2, "对方来电话说还要改")
    assert back.sentence == "已撤销对“中山区总工会”第 2 次报送的受理，请告诉对方。"
    assert _states(city) == [SubmissionState.OLDER, SubmissionState.RECEIVED]
    with pytest.raises(InputError, match="没有可以再存的"):
        deciding.reply_again(city, 2, tmp_path / "c.zip")


Refused = Callable[[Workspace, Path], object]
_REFUSED: dict[str, Refused] = {
    "请写明原因": lambda ws, path: deciding.return_submission(ws, 1, [], _day(), path),
    "看不出原因": lambda ws, path: deciding.return_submission(
        ws, 1, [ReplyReason("已核实无误")], _day(), path
    ),
    "最多 2000 字": lambda ws, path: deciding.return_submission(
        ws, 1, [ReplyReason("长" * 2_001)], _day(), path
    ),
    "没有编号为“ffff": lambda ws, path: deciding.return_submission(
        ws, 1, [ReplyReason("少盖一个章", "f" * 32)], _day(), path
    ),
    "没有栏目“colour”": lambda ws, path: deciding.return_submission(
        ws, 1, [_of_record(ws, "colour")], _day(), path
    ),
    "没有写是哪一份申报表": lambda ws, path: deciding.return_submission(
        ws, 1, [ReplyReason("少盖一个章", field="contact")], _day(), path
    ),
    "已经过了": lambda ws, path: deciding.return_submission(
        ws, 1, WHY, TODAY - timedelta(days=1), path
    ),
    "核对年份": lambda ws, path: deciding.return_submission(
        ws, 1, WHY, TODAY + timedelta(days=400), path
    ),
    "没有这个报送包": lambda ws, path: deciding.accept_submissions(ws, [1, 7], path.parent / "夹"),
    "请选一个文件夹": lambda ws, path: deciding.accept_submissions(ws, [1, 2], path),
    "没有可以撤销的": lambda ws, _path: deciding.take_back(ws, 1, "弄错了"),
    "不用选定": lambda ws, _path: deciding.choose(ws, 1, "电话核实过"),
    "请写下要记的内容": lambda ws, _path: deciding.add_note(ws, 1, " \n"),
}


def _of_record(ws: Workspace, field: str) -> ReplyReason:
    return ReplyReason("少盖一个章", _looks(ws)[0].records[0].record.id, field=field)


@pytest.mark.parametrize("words", list(_REFUSED))
def test_what_cannot_be_decided_says_what_to_do(
    words: str, city: Workspace, laid: Laid, first: Made, offices: SendingOffices, tmp_path: Path
) -> None:
    other = offices.package(XIGANG, [offices.record("annex1", "西岗某厂")])
    receive(city, [laid(first, other)])
    path = tmp_path / "out" / "退回单.zip"
    path.parent.mkdir()
    with pytest.raises(InputError, match=words):
        _REFUSED[words](city, path)
    assert list(path.parent.iterdir()) == []
    assert city.store.received.events("2017") == []


def test_what_waits_for_something_else_cannot_be_decided(
    city: Workspace, laid: Laid, first: Made, other_first: Made, second: Made, tmp_path: Path
) -> None:
    receive(city, [laid(first, other_first)])
    path = tmp_path / "a.zip"
    for number in (1, 2):
        with pytest.raises(InputError, match="请先选定以哪一个为准"):
            deciding.accept_submissions(city, [number], path)
    with pytest.raises(InputError, match="不能选定：看不出原因"):
        deciding.choose(city, 2, "。")
    chosen = deciding.choose(city, 2, "电话核实过，以后一个为准")
    assert "另外 1 个只作为历史保存" in chosen.sentence
    assert _states(city) == [SubmissionState.OLDER, SubmissionState.RECEIVED]
    with pytest.raises(InputError, match="已经有更新的一次"):
        deciding.return_submission(city, 1, WHY, _day(), path)
    deciding.accept_submissions(city, [2])
    receive(city, [laid(second, folder="next")])
    with pytest.raises(InputError, match="请先撤销上一次的受理"):
        deciding.accept_submissions(city, [3], path)
    assert not path.exists()


def test_a_conflict_beside_an_accepted_one_is_decided_for_it_or_after_taking_back(
    city: Workspace, laid: Laid, first: Made, other_first: Made
) -> None:
    receive(city, [laid(first)])
    deciding.accept_submissions(city, [1])
    (file,) = receive(city, [laid(other_first, folder="next")])
    assert file.outcome is Outcome.CONFLICT
    with pytest.raises(InputError, match="请先撤销那一个的受理"):
        deciding.choose(city, 2, "电话核实过")
    deciding.choose(city, 1, "电话核实过")
    assert _states(city) == [SubmissionState.ACCEPTED, SubmissionState.OLDER]


@pytest.mark.parametrize("back", [timedelta(0), timedelta(days=2)])
def test_a_choice_covers_what_had_come_and_nothing_else_even_if_the_clock_goes_back(
    city: Workspace,
    laid: Laid,
    first: Made,
    other_first: Made,
    offices: SendingOffices,
    back: timedelta,
) -> None:
    receive(city, [laid(first, other_first)])
    city.clock = lambda: NOW - back
    deciding.choose(city, 1, "电话核实过")
    assert _states(city) == [SubmissionState.RECEIVED, SubmissionState.OLDER]
    city.clock = lambda: NOW - 2 * back
    third = offices.package(ZHONGSHAN, [offices.record("annex1", "大连丁厂")])
    (file,) = receive(city, [laid(third, folder="next")])
    assert file.outcome is Outcome.CONFLICT
    assert set(_states(city)) == {SubmissionState.CONFLICT}
    deciding.choose(city, 3, "又打电话核实过")
    assert _states(city)[2] is SubmissionState.RECEIVED


def test_notes_stay_in_the_office(city: Workspace, laid: Laid, first: Made, tmp_path: Path) -> None:
    receive(city, [laid(first)])
    record = first.submission.records[0].id
    deciding.add_note(city, 1, "电话里说下周来改\n")
    note = deciding.add_note(city, 1, "印章像是旧的", record, "contact")
    assert (note.action, note.record, note.field) == (SubmissionAction.NOTE, record, "contact")
    assert _states(city) == [SubmissionState.RECEIVED]
    path = tmp_path / "a.zip"
    deciding.return_submission(city, 1, WHY, _day(), path)
    assert "下周来改".encode() not in path.read_bytes()
    assert "旧的".encode() not in path.read_bytes()


def test_a_file_that_cannot_be_written_decides_nothing(
    city: Workspace, laid: Laid, first: Made, tmp_path: Path
) -> None:
    receive(city, [laid(first)])
    nowhere = tmp_path / "nowhere" / "a.zip"
    with pytest.raises(FileError):
        deciding.return_submission(city, 1, WHY, _day(), nowhere)
    with pytest.raises(FileError):
        deciding.accept_submissions(city, [1], nowhere)
    with pytest.raises(FileError):
        deciding.accept_submissions(city, [1], nowhere.parent / "deep")
    assert _states(city) == [SubmissionState.RECEIVED]


def test_a_decision_that_cannot_be_stored_leaves_no_file(
    city: Workspace, laid: Laid, first: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(city, [laid(first)])
    place = tmp_path / "out"
    place.mkdir()

    def full(*_given: object, **_named: object) -> None:
        raise StoreError("磁盘已满。")

    monkeypatch.setattr(ReceivedSubmissions, "decide", full)
    with pytest.raises(StoreError):
        deciding.return_submission(city, 1, WHY, _day(), place / "a.zip")
    assert list(place.iterdir()) == []


def test_what_came_meanwhile_stops_a_decision(
    city: Workspace,
    laid: Laid,
    first: Made,
    second: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another program receives the next package between the look and the decision."""
    receive(city, [laid(first)])
    usual = Desk.decide

    def after_another(desk: Desk, events: Sequence[SubmissionEvent], own: OwnRecords) -> object:
        receive(city, [laid(second, folder="next")])
        return usual(desk, events, own)

    monkeypatch.setattr(Desk, "decide", after_another)
    with pytest.raises(RecordStateError, match="刚刚又收到或办理了报送"):
        deciding.accept_submissions(city, [1], tmp_path / "a.zip")
    assert _states(city) == [SubmissionState.OLDER, SubmissionState.RECEIVED]
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2017, 3, 1), date(2017, 3, 8)),
        (date(2017, 3, 10), date(2017, 3, 17)),
        (date(2017, 3, 15), date(2017, 3, 20)),  # the deadline comes first
        (date(2017, 3, 20), date(2017, 3, 20)),
        (date(2017, 3, 21), date(2017, 3, 28)),  # it is past
        (date(2017, 3, 25), date(2017, 3, 31)),  # a Saturday
    ],
)
def test_the_proposed_day(city: Workspace, today: date, wanted: date) -> None:
    assert deciding.proposed_answer_by(city, today) == wanted


def test_the_ready_reasons_are_reasons(city: Workspace) -> None:
    assert len(city.campaign.return_phrases) >= 8
    assert all(map(is_reason, city.campaign.return_phrases))
