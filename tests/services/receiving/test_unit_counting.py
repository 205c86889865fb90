"""Units are counted by one rule, in the table, its JSON, the spreadsheet and on the paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.arguments import parser
from gonghui_desktop.cli.receiving_commands import offices as list_offices
from gonghui_desktop.model.units.decisions import OF_UNITS, pair_of
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.summary.summing_up import (
    summary_pdf,
    summary_xlsx,
)
from gonghui_desktop.services.workspace import Workspace
from tests.sending_offices import SendingOffices
from tests.services.receiving.conftest import Laid
from tests.services.receiving.test_summing_up import (
    _FORMS,
    _NAMES,
    _OFFICES,
    _by_head,
    _cities,
    _City,
    _city,
    _everything,
    _record,
    _tables,
    _text,
)

_SAID = st.lists(
    st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES), st.booleans()), max_size=4
)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(city=_cities(), said=_SAID)
def test_units_are_counted_by_one_rule(
    offices: SendingOffices,
    fonts: FormPrinter,
    tmp_path_factory: pytest.TempPathFactory,
    city: _City,
    said: list[tuple[str, str, bool]],
) -> None:
    """The table, its JSON, the spreadsheet and the paper, whatever was decided."""
    packages = [
        (offices.package(office, [_record(offices, unit) for unit in units]), is_accepted)
        for office, (units, is_accepted) in zip(_OFFICES, city, strict=True)
        if units
    ]
    with _city(offices, fonts, tmp_path_factory.mktemp("rule"), packages) as ws:
        for one, other, is_same in said:
            _decide(ws, one, other, is_same=is_same)
        _check_one_rule(ws)


def _decide(ws: Workspace, one: str, other: str, *, is_same: bool) -> None:
    ws.store.decide("2017", OF_UNITS, *pair_of(one, other), is_same=is_same, reason="已核对")


def _check_one_rule(ws: Workspace) -> None:
    table, summary = office_table(ws), _everything(ws)
    told: Any = list_offices(ws, parser().parse_args(["offices", "--json"])).data
    tables = _tables(summary_xlsx(ws, summary))
    total = table.totals.units
    assert (told["totals"]["units"], summary.units) == (total, total)
    overview = _by_head(tables["汇总"], "附件")
    assert [row["典型单位"] for row in overview if not row["附件"]] == [total]
    assert f"典型单位数量：{total}个" in _text(summary_pdf(ws, summary))
    sheet = {row["上报单位"]: row for row in _by_head(tables["上报单位"], "序号")}
    for row, data in zip(table.rows, told["offices"], strict=True):
        assert data["units"] == row.units
        cells = sheet[row.name]
        note = re.search(r"有 (\d+) 个与别家重复，计在别家。$", cells["说明"] or "")
        elsewhere = int(note[1]) if note else 0
        assert (cells["典型单位"] or 0) + elsewhere == row.units


def test_units_are_counted_as_was_decided(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    """Three equal names of which each is another unit's, and two near ones of one."""
    names = [("甲厂", "乙厂"), ("甲厂", "乙工厂"), ("甲厂",)]
    packages = [
        offices.package(office, [offices.record(_FORMS[office.kind][0], name) for name in own])
        for office, own in zip(_OFFICES, names, strict=True)
    ]
    receive(city, [laid(*packages)])
    _decide(city, "甲厂", "甲厂", is_same=False)
    _decide(city, "乙厂", "乙工厂", is_same=True)
    table = office_table(city)
    assert [row.units for row in table.rows] == [2, 2, 1]
    assert [row.quotas[0].count for row in table.rows] == [2, 2, 1]
    assert table.totals.units == 4  # three times 甲厂, and 乙厂
    _check_one_rule(city)
