"""The summary of all offices: figures that anybody can add up again, from the packages alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.receiving.submissions import SubmissionAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.city.city_decisions import (
    decide_another,
    decide_same,
    questions,
)
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.summary.summary_values import CampaignSummary
from gonghui_desktop.services.receiving.summary.summing_up import (
    campaign_summary,
    summary_pdf,
    summary_xlsx,
    write_summary,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid

_OFFICES = (
    Profile("district", "中山区总工会"),
    Profile("district", "西岗区总工会"),
    Profile("nonresident_industry", "大连港工会"),
)
_FORMS = {"district": ("annex1", "annex2"), "nonresident_industry": ("annex3",)}
_NAMES = ("示例重工", "海星 食品", "海星食品", "北方（轴承）", "北方轴承", "滨城物流")
"""Two of them are other spellings of names that are there."""
_DAY = date(2017, 3, 21)


@dataclass(frozen=True)
class _Unit:
    form: str
    name: str
    nature: str
    non_public: str
    employees: str


@st.composite
def _cities(draw: st.DrawFn) -> list[tuple[list[_Unit], bool]]:
    """Of each office its units, and whether they were accepted; none for one that is silent."""
    found = []
    for office in _OFFICES:
        names = draw(st.lists(st.sampled_from(_NAMES), max_size=3, unique=True))
        units = [
            _Unit(
                draw(st.sampled_from(_FORMS[office.kind])),
                name,
                draw(st.sampled_from("123456789")),
                draw(st.sampled_from(["yes", "no"])),
                str(draw(st.integers(1, 199_999))),
            )
            for name in names
        ]
        found.append((units, draw(st.booleans())))
    return found


@contextmanager
def _city(
    offices: SendingOffices, fonts: FormPrinter, folder: Path, packages: Sequence[tuple[Made, bool]]
) -> Iterator[Workspace]:
    store = Store.open(folder / "city", "lina")
    ws = Workspace(offices.campaign, lambda: store, lambda: fonts, folder=folder / "city")
    try:
        reporter.set_reporter(ws, Profile("city", "大连市总工会", "刘敏", "0411-83640001"))
        listed = "\n".join(f"{each.name}\t{each.kind}" for each in _OFFICES)
        expected.add(ws, expected.read_offices_text(ws, listed), "附表")
        for number, (made, is_accepted) in enumerate(packages):
            (folder / f"{number}.zip").write_bytes(made.data)
            (file,) = receive(ws, [folder / f"{number}.zip"])
            assert file.submission is not None, file.sentence
            if is_accepted:
                store.received.note(file.submission.number, SubmissionAction.ACCEPT)
        yield ws
    finally:
        store.close()


@dataclass
class _Sums:
    """What packages come to, added up from their JSON by nothing of the program's."""

    offices: dict[str, Counter[str]]
    forms: dict[str, Counter[str]]
    natures: Counter[str]
    lines: list[tuple[str, ...]]

    @classmethod
    def of(cls, packages: Sequence[bytes]) -> _Sums:
        sums = cls({}, {}, Counter(), [])
        seen: set[str] = set()
        for data in packages:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                (name,) = (each for each in archive.namelist() if each.endswith("submission.json"))
                told = json.loads(archive.read(name))
            for record in told["records"]:
                values = record["values"]
                bare = "".join(c for c in values["unit_name"] if c not in " （）")
                office, form = told["reporter"]["name"], record["form"]
                sums.lines.append(
                    (form, values["unit_name"], office, told["package"][:8], record["check_code"])
                )
                found = Counter(forms=1)
                if bare not in seen:
                    found += Counter(units=1, employees=int(values["employees"]))
                    found += Counter(non_public=values.get("non_public") == "yes")
                    sums.natures[values.get("unit_nature", form)] += 1
                seen.add(bare)
                for table, key in ((sums.offices, office), (sums.forms, form)):
                    table.setdefault(key, Counter()).update(found)
        return sums


_City = list[tuple[list[_Unit], bool]]


@settings(max_examples=3, deadline=None)
@given(city=_cities())
def test_every_figure_is_what_the_packages_add_up_to(
    offices: SendingOffices,
    fonts: FormPrinter,
    tmp_path_factory: pytest.TempPathFactory,
    city: _City,
) -> None:
    _check_figures(offices, fonts, tmp_path_factory, city)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(city=_cities())
def test_every_figure_of_many_cities(
    offices: SendingOffices,
    fonts: FormPrinter,
    tmp_path_factory: pytest.TempPathFactory,
    city: _City,
) -> None:
    _check_figures(offices, fonts, tmp_path_factory, city)


def _check_figures(
    offices: SendingOffices,
    fonts: FormPrinter,
    tmp_path_factory: pytest.TempPathFactory,
    city: _City,
) -> None:
    packages = [
        (offices.package(office, [_record(offices, unit) for unit in units]), is_accepted)
        for office, (units, is_accepted) in zip(_OFFICES, city, strict=True)
        if units
    ]
    with _city(offices, fonts, tmp_path_factory.mktemp("sums"), packages) as ws:
        for only_accepted in (True, False):
            summary = campaign_summary(ws, only_accepted=only_accepted, made_on=_DAY)
            sums = _Sums.of([made.data for made, done in packages if done or not only_accepted])
            _check_spreadsheet(_tables(summary_xlsx(ws, summary)), sums)
            _check_paper(summary_pdf(ws, summary), sums)


def _record(offices: SendingOffices, unit: _Unit) -> Any:
    return offices.record(
        unit.form,
        unit.name,
        unit_nature=unit.nature,
        non_public=unit.non_public,
        employees=unit.employees,
    )


def _tables(xlsx: bytes) -> Mapping[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def _by_head(rows: list[list[Any]], first: str) -> list[dict[str, Any]]:
    """The rows under the head that begins so, up to an empty one."""
    at = next(number for number, row in enumerate(rows) if row[0] == first)
    found = []
    for row in rows[at + 1 :]:
        if not any(cell is not None for cell in row):
            break
        found.append({head: cell for head, cell in zip(rows[at], row, strict=True) if head})
    return found


def _check_spreadsheet(tables: Mapping[str, list[list[Any]]], sums: _Sums) -> None:
    told = {row["上报单位"]: row for row in _by_head(tables["上报单位"], "序号")}
    whole = sum(sums.offices.values(), Counter())
    for office in _OFFICES:
        row, found = told[office.name], sums.offices.get(office.name)
        cells = (row["典型单位"], row["非公企业"], row["职工人数"])
        if found is None:
            assert cells == ("", "", "")
        else:
            assert cells == (found["units"], found["non_public"], found["employees"])
            assert sum(row[f"附件{n}"] for n in (1, 2, 3)) == found["forms"]
    total = told[f"合计（{len(sums.offices)} 家）"]
    assert (total["典型单位"], total["非公企业"], total["职工人数"]) == (
        whole["units"],
        whole["non_public"],
        whole["employees"],
    )
    overview = tables["汇总"]
    for row in _by_head(overview, "附件"):
        number = str(row["附件"] or "")
        found = sums.forms.get(number.replace("附件", "annex"), Counter()) if number else whole
        assert (row["份数"], row["典型单位"]) == (found["forms"], found["units"])
        assert (row["非公企业"] or 0, row["职工人数"]) == (found["non_public"], found["employees"])
    natures = {row["单位性质"]: row["典型单位"] for row in _by_head(overview, "单位性质")}
    assert natures.pop("合计") == whole["units"]
    for label, units in natures.items():
        key = label[1] if label.startswith("（") else "annex2"
        assert units == sums.natures[key], label
    lines = [
        (form, *(row[head] for head in (name, "上报单位", "报送包", "校验码")))
        for form, name in (
            ("annex1", "单位名称"),
            ("annex2", "行业工会名称"),
            ("annex3", "单位名称"),
        )
        for row in _by_head(tables[form.replace("annex", "附件")], "序号")
    ]
    assert sorted(lines) == sorted(sums.lines)


def _check_paper(pdf: bytes, sums: _Sums) -> None:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        rows = [
            ["".join((cell or "").split()) for cell in row]
            for page in document.pages
            for table in page.extract_tables()
            for row in table
        ]
        text = "".join(page.extract_text() for page in document.pages)
    whole = sum(sums.offices.values(), Counter())
    heads = next(row for row in rows if "上报单位" in row and "名额" in row)
    at = [heads.index(each) for each in ("典型单位", "非公企业", "职工人数")]
    told = {row[1]: tuple(row[n] for n in at) for row in rows if len(row) == len(heads)}
    for name, found in sums.offices.items():
        assert told[name] == _texts(found)
    assert told[f"合计（{len(sums.offices)}家）"] == _texts(whole)
    for form, name, office, package, code in sums.lines:
        (row,) = (row for row in rows if row[-2:] == [package, code.replace(" ", "")])
        assert (row[1], row[2]) == ("".join(name.split()), office), form
    assert f"{whole['units']}个" in "".join(text.split())


def _texts(found: Counter[str]) -> tuple[str, ...]:
    return tuple(str(found[key]) for key in ("units", "non_public", "employees"))


@pytest.fixture(scope="module")
def three(offices: SendingOffices) -> list[Made]:
    """The same unit from two offices, one on the roster, one whose texts are hostile."""
    same = "大连示例重工有限公司"
    formula = '=HYPERLINK("http://example.cn","点这里")'
    units = [
        [offices.record("annex1", same), offices.record("annex1", "大连滨城物流有限公司")],
        [offices.record("annex1", f"{same} "), offices.record("annex2", "@SUM(A1:A9)行业工会")],
        [
            offices.record("annex3", formula, chairperson="+1-1", address="-2+3" + "长" * 1900),
        ],
    ]
    return [offices.package(office, found) for office, found in zip(_OFFICES, units, strict=True)]


@pytest.fixture
def filled(city: Workspace, laid: Laid, three: list[Made]) -> Workspace:
    expected.add(city, expected.read_offices_text(city, "中山区总工会\n西岗区总工会"), "附表")
    city.store.add_to_roster("2017", ([Listed("大连滨城物流有限公司", "2015年典型")], ""))
    receive(city, [laid(*three)])
    return city


def _everything(ws: Workspace) -> CampaignSummary:
    return campaign_summary(ws, only_accepted=False, made_on=_DAY)


def _text(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join("".join(page.extract_text().split()) for page in document.pages)


def test_only_what_was_accepted_counts_and_the_paper_says_of_whom_it_is(filled: Workspace) -> None:
    empty = campaign_summary(filled, made_on=_DAY)
    assert (empty.units, empty.lines, empty.only_accepted) == (0, (), True)
    told = _text(summary_pdf(filled, empty))
    assert "一、汇总范围：收到的3家的报送还没有受理，本表没有数字；请受理后再汇总、盖章。" in told
    number = next(row.submission.number for row in empty.table.rows if row.submission)
    filled.store.received.note(number, SubmissionAction.ACCEPT)
    summary = campaign_summary(filled, made_on=_DAY)
    assert [each.row.name for each in summary.summed] == ["中山区总工会"]
    text = _text(summary_pdf(filled, summary))
    assert "已受理的1家上报单位的申报表2份" in text
    assert "本表内：西岗区总工会（已报，未受理）、大连港工会（不在名单，未受理），共2家。" in text
    only = campaign_summary(filled, [number], forms=["annex2"], made_on=_DAY)
    assert [form.form.id for form in only.forms] == ["annex2"]
    assert "只含附件2" in _text(summary_pdf(filled, only))


def test_a_side_that_is_not_in_the_summary_says_so(filled: Workspace) -> None:
    double, _ = questions(filled, office_table(filled))
    mine, other = double.sides
    filled.store.received.note(mine.submission, SubmissionAction.ACCEPT)
    summary = campaign_summary(filled, made_on=_DAY)
    told = _by_head(_tables(summary_xlsx(filled, summary))["重复与历年典型"], "序号")
    assert told[0]["申报表"] == f"{mine.title}；{other.title}（未受理，不在本表）"
    assert "（未受理，不在本表）" in _text(summary_pdf(filled, summary))
    assert "不在本表）" not in _text(summary_pdf(filled, _everything(filled)))


def test_what_is_decided_of_a_double_is_in_the_figures_and_told(filled: Workspace) -> None:
    assert _everything(filled).units == 4
    double, barred = questions(filled, office_table(filled))
    assert (double.is_open, barred.is_open) == (True, True)
    kept = double.sides[1]
    decide_same(filled, double, kept, "西岗区总工会的为准")
    decide_another(filled, barred, "同名但不是同一单位，已核对")
    summary = _everything(filled)
    assert summary.units == 4
    assert {line.office: line.remark for line in summary.lines if not line.is_counted} == {
        "中山区总工会": "与附件1第 3 行重复，不计"
    }
    text = _text(summary_pdf(filled, summary))
    for told in (
        "是同一单位，保留西岗区总工会的附件1",
        "：西岗区总工会的为准",
        "同名但不是同一单位，已核对",
        "已核对2处。",
    ):
        assert told in text
    decide_another(filled, double, "两家同名，地址、主席都不同")
    assert _everything(filled).units == 5


def test_no_value_is_a_formula_and_long_ones_are_whole(filled: Workspace) -> None:
    xlsx = summary_xlsx(filled, _everything(filled))
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert "-2+3" + "长" * 1900 in texts
    assert '=HYPERLINK("http://example.cn","点这里")' in texts
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name) or "charts" in name
    assert '=HYPERLINK("http://example.cn","点这里")' in _text(
        summary_pdf(filled, _everything(filled))
    )


def test_headings_stay_in_view_and_on_every_page(filled: Workspace) -> None:
    book = openpyxl.load_workbook(io.BytesIO(summary_xlsx(filled, _everything(filled))))
    assert book.sheetnames == ["汇总", "上报单位", "附件1", "附件2", "附件3", "重复与历年典型"]
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes == "C4"
        assert book[name].print_title_rows == "$1:$3"


def test_it_is_written_as_its_name_ends_and_the_same_every_time(
    filled: Workspace, tmp_path: Path
) -> None:
    summary = _everything(filled)
    for suffix, begin in ((".xlsx", b"PK"), (".PDF", b"%PDF-")):
        one, other = tmp_path / f"一{suffix}", tmp_path / f"二{suffix}"
        write_summary(filled, one, summary)
        write_summary(filled, other, replace(_everything(filled)))
        assert one.read_bytes().startswith(begin)
        assert one.read_bytes() == other.read_bytes()
    with pytest.raises(InputError, match=r"\.xlsx 或 \.pdf"):
        write_summary(filled, tmp_path / "一.docx", summary)
