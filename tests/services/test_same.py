"""That two things are the same is never said by a short code, nor by one that leaves things out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.submission import Submission, new_submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records
from gonghui_desktop.services.imports.importing import import_file
from gonghui_desktop.services.submissions import sent_packages
from gonghui_desktop.services.submissions.verifying import Verified, verify
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.made_packages import packed

Pack = Callable[..., Path]
_OFFICE = "大连市中山区总工会"
_DAY = datetime(2017, 3, 1, tzinfo=UTC)
_VALUES = {
    "city": "大连",
    "county": "中山",
    "unit_name": "大连示例餐饮有限公司",
    "chairperson": "张三",
    "address": "大连市中山区人民路1号",
    "contact": "李四 13800000000",
    "unit_nature": "4",
    "employees": "120",
    "goals": "目标一",
    "measures": "措施一",
    "non_public": "no",  # is no part of a code of version 1
}
_ONE = "0" * 27 + "84641"
_OTHER = "0" * 26 + "1057cc"
_OTHERS_VALUES = {**_VALUES, "unit_name": "另一家有限公司", "employees": "98765"}
"""Two records whose codes of version 1 are the same: found by a million tries, in three seconds."""


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


def _record(ws: Workspace, record_id: str = _ONE, **changes: object) -> Record:
    form = ws.campaign.form("annex1")
    record = Record(
        id=record_id,
        form=form.id,
        created_at=_DAY,
        changed_at=_DAY,
        values=_VALUES,
        explanations={"non_public": "职工持股"},
        state=RecordState.FINAL,
        campaign="2017",
        edition=digest_of(form),
        code_version=1,
    )
    return replace(record, **changes)  # type: ignore[arg-type] # the tests' own names


def _submission(ws: Workspace, *final: Record, **more: str) -> Submission:
    return new_submission(ws.campaign, Profile("district", _OFFICE), final, **more)  # type: ignore[arg-type] # texts


@pytest.fixture
def pack(ws: Workspace, tmp_path: Path) -> Pack:
    """Writes a package of records, as the program would."""

    def write(name: str, *final: Record) -> Path:
        (tmp_path / name).write_bytes(packed(ws, _submission(ws, *final)))
        return tmp_path / name

    return write


def _code(ws: Workspace, record: Record) -> str:
    return check_code(fingerprint(ws.campaign.form(record.form), record))


def _read(ws: Workspace, path: Path) -> Verified:
    return verify(ws, path.read_bytes())


def _comes_in(ws: Workspace, path: Path) -> bool:
    """Whether its one record was new; it is told as the same as no other."""
    outcome = import_file(ws, path)[0]
    assert outcome.same_as == ""
    return outcome.is_new


def test_two_records_of_one_code_are_two(ws: Workspace, pack: Pack) -> None:
    one, other = _record(ws), _record(ws, _OTHER, values=_OTHERS_VALUES)
    assert _code(ws, one) == _code(ws, other) == "4516 2127 4002 3"
    assert _comes_in(ws, pack("a.zip", one))
    assert _comes_in(ws, pack("b.zip", other))
    names = {each.value("unit_name") for each in records.records(ws)}
    assert names == {_VALUES["unit_name"], _OTHERS_VALUES["unit_name"]}


@pytest.mark.parametrize(
    "change",
    [
        {"values": {**_VALUES, "non_public": "yes"}},
        {"explanations": {"non_public": "领导已核"}},
        {"revision": 2, "reopen_reason": "人数有误"},
    ],
    ids="-".join,
)
def test_what_an_old_code_leaves_out_is_told_and_makes_another_form(
    ws: Workspace, pack: Pack, change: dict[str, object]
) -> None:
    before, after = _record(ws, revision=2, reopen_reason="章盖错了"), _record(ws)
    if "revision" not in change:
        before, after = after, replace(after, **change)  # type: ignore[arg-type] # as above
    else:
        after = replace(before, reopen_reason="人数有误")
    assert _code(ws, before) == _code(ws, after)
    first, second = pack("a.zip", before), pack("b.zip", after)

    verified = _read(ws, second)

    (told,) = (each for each in verified.unchecked if "旧版校验码" in each)
    assert "1 份申报表里不印在纸上的内容：“非公企业”、说明和重新打开的原因" in told
    assert any("1 份的校验码是旧版的" in each for each in verified.checked)
    assert verified.verdict != "完好"
    import_file(ws, first)
    outcome = import_file(ws, second)[0]
    assert not outcome.accepted
    assert "内容不同" in outcome.message


def test_with_a_code_of_today_all_of_that_is_covered(ws: Workspace, pack: Pack) -> None:
    verified = _read(ws, pack("a.zip", _record(ws, code_version=2)))
    assert not any("旧版" in each for each in (*verified.unchecked, *verified.checked))


@pytest.mark.parametrize("change", ["another campaign", "another edition"])
def test_what_was_made_since_cannot_have_an_old_code(ws: Workspace, change: str) -> None:
    """Else whoever changed it could choose the code that covers less."""
    record = _record(ws)
    made = _submission(ws, record)
    if change == "another campaign":
        record = replace(record, campaign="2031")
        made = replace(made, campaign="2031", records=(record,))
    else:
        form = replace(ws.campaign.form("annex1"), copies=3)
        record = replace(record, edition=digest_of(form))
        made = replace(made, forms={record.edition: form}, records=(record,))
    with pytest.raises(PackageError, match="不是正确的校验码版本") as caught:
        packed(ws, made)
    assert caught.value.code == "S02"
    packed(ws, replace(made, records=(replace(record, code_version=2),)))


def test_without_a_cover_sheet_it_is_told_what_no_paper_covers(
    ws: Workspace, data_folder: Path
) -> None:
    for name, is_told in (("version-2.zip", True), ("version-2-cover.zip", False)):
        verified = _read(ws, data_folder / "packages" / name)
        assert is_told == any("报送包里没有报送单" in each for each in verified.unchecked)


def test_a_cover_sheets_code_does_not_say_that_it_is_the_same(
    ws: Workspace, data_folder: Path
) -> None:
    who = _read(ws, data_folder / "packages" / "version-2-cover.zip").unchecked[-1]
    assert "不同的不是这个文件，相同的请再对照纸上的内容" in who


def test_a_change_that_an_old_code_leaves_out_is_a_change_since_the_last_package(
    ws: Workspace, pack: Pack
) -> None:
    import_file(ws, pack("a.zip", _record(ws)))
    last = sent_packages.last_sent(ws, _OFFICE)
    assert last is not None
    (ours,) = records.records(ws)
    other = replace(ours, values={**ours.values, "non_public": "yes"})
    assert sent_packages.changes_since(ws, last, [ours]) == sent_packages.Changes()
    assert sent_packages.changes_since(ws, last, [other]) == sent_packages.Changes(changed=1)
    assert sent_packages.outdated(ws, last, [other]) == {ours.id: 1}


def test_what_an_earlier_program_wrote_down_is_the_same_still(ws: Workspace, pack: Pack) -> None:
    import_file(ws, pack("a.zip", _record(ws)))
    last = sent_packages.last_sent(ws, _OFFICE)
    assert last is not None
    (ours,) = records.records(ws)
    own = fingerprint(ws.campaign.form(ours.form), ours).hex()
    earlier = replace(last, records={ours.id: (1, own)})
    assert sent_packages.changes_since(ws, earlier, [ours]) == sent_packages.Changes()
    assert sent_packages.outdated(ws, earlier, [ours]) == {}
