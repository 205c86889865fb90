"""零报告: an office declares that it puts no unit forward, which is not the same as silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.submission import new_submission
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, receive
from gonghui_desktop.services.receiving.office_table import OfficeState, office_table
from gonghui_desktop.services.records import create
from gonghui_desktop.services.submissions.handing_in import handover
from gonghui_desktop.services.submissions.submission import export_package, export_zero
from gonghui_desktop.services.submissions.verifying import verify_package
from gonghui_desktop.services.workspace import Workspace
from tests.sending_offices import SendingOffices
from tests.services.receiving.conftest import Laid, OpenOffice

_DISTRICT = Profile("district", "中山区总工会", "于样例", "0411-83640000")
_WHY = "本年度没有符合条件的单位"


@pytest.fixture
def district(open_city: OpenOffice) -> Workspace:
    ws = open_city("district")
    reporter.set_reporter(ws, _DISTRICT)
    return ws


def test_an_office_reports_nothing_and_counts_as_reported(
    district: Workspace, city: Workspace, tmp_path: Path
) -> None:
    read = expected.read_offices_text(city, "中山区总工会\n西岗区总工会")
    expected.add(city, read, "")
    path = tmp_path / "零.zip"
    made = export_zero(district, path, _WHY)
    assert (made.submission.records, made.submission.revision) == ((), 1)
    assert made.submission.explanation == _WHY
    assert handover(district, made).papers == ("汇总表、报送单：各 1 份，盖本单位的章",)
    verified = verify_package(city, path)
    assert not verified.doubts
    assert all(each.explanation == _WHY for each in verified.findings if each.blocks)

    (file,) = receive(city, [path])
    assert (file.outcome, file.sentence) == (
        Outcome.RECEIVED,
        "已收下“中山区总工会”第 1 次报送，零报告。",
    )
    table = office_table(city)
    row, silent = table.rows
    assert (row.state, row.units, row.times) == (OfficeState.ZERO, 0, 1)
    assert silent.state is OfficeState.MISSING
    assert (table.totals.reported, table.totals.rate, table.totals.units) == (1, 0.5, 0)
    assert [each.name for each in table.missing] == ["西岗区总工会"]

    first = path.read_bytes()
    assert export_zero(district, path, _WHY).submission == made.submission
    assert path.read_bytes() == first
    other = export_zero(district, path, "经市总工会同意，本年度不申报")
    assert (other.submission.revision, other.submission.supersedes) == (
        2,
        made.submission.package,
    )


def test_it_is_never_made_by_accident(
    district: Workspace, offices: SendingOffices, tmp_path: Path
) -> None:
    path = tmp_path / "零.zip"
    for reason in ("", " ", "核实无误"):
        with pytest.raises(InputError, match="零报告要写明为什么没有要报的"):
            export_zero(district, path, reason)
    with pytest.raises(InputError, match="还没有申报表"):
        export_package(district, path, _WHY)
    create(district, "annex1")
    with pytest.raises(InputError, match="已有 1 份申报表，不能作零报告"):
        export_zero(district, path, _WHY)
    assert not path.exists()
    with pytest.raises(ValueError, match="zero"):
        new_submission(
            offices.campaign,
            _DISTRICT,
            [offices.record("annex1", "大连甲厂")],
            zero_on=date(2017, 3, 8),
        )


def test_without_the_declaration_nothing_is_no_report(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    zero = new_submission(
        offices.campaign, _DISTRICT, (), explanation=_WHY, zero_on=date(2017, 3, 8)
    )
    (file,) = receive(city, [laid(offices.packed(zero))])
    assert file.outcome is Outcome.RECEIVED
    assert file.submission is not None
    assert file.submission.sent_at == datetime(2017, 3, 7, 16, tzinfo=UTC)
    with pytest.raises(PackageError, match="S02"):
        offices.packed(replace(zero, version=2))
    with pytest.raises(PackageError, match="零报告须写明原因"):
        offices.packed(replace(zero, explanation=" "))
    record = offices.record("annex1", "大连甲厂")
    with pytest.raises(PackageError, match="零报告里不能有申报表"):
        offices.packed(
            replace(
                offices.package(_DISTRICT, [record]).submission,
                version=3,
                made_on=date(2017, 3, 8),
            )
        )


def test_one_from_the_future_is_told_of(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    day = (datetime.now(UTC) + timedelta(days=9)).date()
    made = new_submission(offices.campaign, _DISTRICT, (), explanation=_WHY, zero_on=day)
    (file,) = receive(city, [laid(offices.packed(made))])
    assert any("还没有到" in doubt for doubt in file.doubts)
