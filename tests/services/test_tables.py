"""Tables of units taken in: what came of each row and column, what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import Reading
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.tables.matching import with_fields
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.imports.importing import (
    import_file,
    import_or_ask,
    import_table,
)
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.imports.tables import TableFile, keep_choices
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store

LIST = """\
大连市中山区总工会典型单位汇总表（企事业）
序号,单位名称,工会主席,单位地址,联系电话,企业性质,职工人数,目标,措施,备注
1,大连示例重工有限公司,于样例,中山区示例路1号,4.1183E+11,私营,120,健全组织,开展协商,
2,大连示例餐饮公司,王小明,中山区示例路2号,13700000002,（2）集体企业,88人,健全组织,,好

,合计,,,,,208
填表人：张三,,,联系电话：84800001
"""
UNKNOWN = "厂名,头儿,电话\n大连示例厂,李强,0411-84800001\n大连示例二厂,王小明,0411-84800002\n"


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:
        fonts = paths.resources_folder() / "fonts"
        yield Workspace(campaign, lambda: store, lambda: FormPrinter(fonts))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "名单.csv"
    path.write_text(LIST, "utf-8")
    return path


def _notices(outcomes: tuple[ImportOutcome, ...]) -> list[str]:
    return [outcome.message for outcome in outcomes if outcome.is_notice]


def test_a_row_with_too_long_a_cell_is_refused_by_itself(ws: Workspace, file: Path) -> None:
    file.write_text(LIST.replace("开展协商", "长" * (LONGEST_TEXT + 1)), "utf-8")
    refused, taken, *_ = import_file(ws, file)
    assert (refused.accepted, taken.accepted) == (False, True)
    assert "第 3 行（附件1）：“主要措施”有 20001 字，超过 2 万字，请删短" in refused.message
    assert [each.value("unit_name") for each in ws.store.records()] == ["大连示例餐饮公司"]


def test_a_list_becomes_drafts_and_everything_doubtful_is_told(ws: Workspace, file: Path) -> None:
    outcomes = import_file(ws, file)
    first, second = ws.store.records()
    assert dict(first.values) == {
        "city": "大连",
        "unit_name": "大连示例重工有限公司",
        "chairperson": "于样例",
        "address": "中山区示例路1号",
        "contact": "4.1183E+11",
        "unit_nature": "5",
        "non_public": "yes",
        "employees": "120",
        "goals": "健全组织",
        "measures": "开展协商",
    }
    assert (second.value("unit_nature"), second.value("employees")) == ("2", "88")
    assert outcomes[0].needs_look
    assert not outcomes[1].needs_look
    doubtful = [each.field for each in outcomes[0].readings if each.reading is Reading.DOUBTFUL]
    assert doubtful == ["contact", "unit_nature"]
    assert outcomes[0].message.startswith("“名单.csv”第 3 行：已导入附件1“大连示例重工有限公司”；")
    assert "单位性质（读到“私营”，按“私营企业”填入）" in outcomes[0].message
    assert "变成了科学计数" in outcomes[0].message
    assert outcomes[1].message.endswith("空着：主要措施。")
    (told,) = _notices(outcomes)
    assert "按附件1读了 2 行" in told
    assert "“联系电话”填到联系方式，“企业性质”填到单位性质" in told
    assert "没有用的列：序号、备注" in told
    assert "第 6 行（合计行）、第 7 行（表下的说明）" in told
    assert "市（省产业）“大连”" in told


def test_cells_merged_over_several_units_are_told_and_those_of_the_headings_are_not(
    ws: Workspace, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["县（市、区）", "单位名称", "工会", "", "单位地址", "单位性质", "职工人数"])
    sheet.append(["", "", "工会主席", "联系方式"])
    for number in range(2):
        sheet.append(["中山区", f"大连示例{number}厂", "张", "84800001", "路", "私营企业", 9])
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "A3:A4"):
        sheet.merge_cells(cells)
    path = tmp_path / "名单.xlsx"
    book.save(path)
    table = import_or_ask(ws, path)
    assert isinstance(table, TableFile)

    (notice,) = [
        each for each in _notices(import_table(ws, table, table.proposals)) if "合并" in each
    ]
    assert "（A3）" in notice


def test_a_form_filled_in_as_a_sheet_is_called_what_it_is(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "申报表.csv"
    path.write_text("单位名称,大连示例厂\n单 位 地 址,路\n单位性质：,5\n职工人数,9\n", "utf-8")

    with pytest.raises(InputError, match="像是填好的申报表"):
        import_file(ws, path)


def test_totals_that_say_how_many_are_no_unit(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    totals = ("小计：2家", "合计 2 家单位", "共2家")
    rows = ("大连示例甲厂,张", "大连共济二厂,李", *(f"{total}," for total in totals))
    path.write_text("\n".join(("单位名称,工会主席", *rows)), "utf-8")
    table = import_or_ask(ws, path)
    assert isinstance(table, TableFile)

    outcomes = import_table(ws, table, table.proposals)

    assert [each.is_new for each in outcomes if not each.is_notice] == [True, True]
    assert "第 4、5、6 行（合计行）" in _notices(outcomes)[0]


def test_what_follows_from_a_choice_is_not_called_empty(ws: Workspace, tmp_path: Path) -> None:
    """A template's 非公企业 is left empty where 单位性质 settles it."""
    path = tmp_path / "名单.csv"
    cells = (
        "单位名称,单位性质,非公企业\n大连示例甲厂,（5）私营企业,\n大连示例乙厂,（3）股份制企业,\n"
    )
    path.write_text(cells, "utf-8")
    table = import_or_ask(ws, path)
    assert isinstance(table, TableFile)

    first, second, *_ = import_table(ws, table, table.proposals)

    assert "空着" not in first.message
    assert second.message.endswith("空着：非公企业。")


def test_the_same_list_again_changes_nothing(ws: Workspace, file: Path) -> None:
    ws.store.set_profile(Profile("district", "大连市中山区总工会"))
    import_file(ws, file)
    before = ws.store.records()
    assert [record.value("county") for record in before] == ["中山", "中山"]
    again = import_file(ws, file)
    assert [each.is_new for each in again if each.record_id] == [False, False]
    assert ws.store.records() == before


def test_a_table_of_which_nobody_can_be_sure_is_left_to_a_person(
    ws: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "厂.csv"
    file.write_text(UNKNOWN, "utf-8")
    with pytest.raises(InputError) as refused:
        import_file(ws, file)
    assert "看不出是附件1" in str(refused.value)
    assert "打开程序窗口" in str(refused.value)
    assert str(refused.value).count("。") == 1
    assert ws.store.records() == []


def test_what_somebody_chose_is_used_for_the_same_headings_again(
    ws: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "厂.csv"
    file.write_text(UNKNOWN, "utf-8")
    table = import_or_ask(ws, file)
    assert isinstance(table, TableFile)
    match = table.proposals[0]
    assert match is not None
    chosen = with_fields(match, ("unit_name", "chairperson", None))
    keep_choices(ws, table, [chosen])
    import_table(ws, table, [chosen])
    (tmp_path / "又一张.csv").write_text("二季度名单\n" + UNKNOWN.replace("示例", "样例"), "utf-8")
    import_file(ws, tmp_path / "又一张.csv")
    assert [(each.value("unit_name"), each.value("contact")) for each in ws.store.records()] == [
        ("大连示例厂", ""),
        ("大连示例二厂", ""),
        ("大连样例厂", ""),
        ("大连样例二厂", ""),
    ]
    keep_choices(ws, table, [None])  # a sheet that is left out changes nothing of it
    assert isinstance(import_or_ask(ws, file), TableFile)
    assert import_file(ws, file)[0].accepted
    for lost in ('[["x"]]', "{}", "[[1, 2, 3]]", "no JSON", '[["a", "annex9", ["", "", ""]]]'):
        ws.store.set_setting("import.columns", lost)
        with pytest.raises(InputError):
            import_file(ws, file)


def test_what_somebody_confirmed_is_no_question_again(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "厂.csv"
    file.write_text(UNKNOWN, "utf-8")
    table = import_or_ask(ws, file)
    assert isinstance(table, TableFile)
    assert table.proposals[0] is not None
    keep_choices(ws, table, [with_fields(table.proposals[0], table.proposals[0].fields)])
    assert all(outcome.accepted for outcome in import_file(ws, file))


class _StoppedError(Exception):
    pass


@pytest.mark.parametrize("share", [0.1, 0.6, 0.95])
def test_a_cancelled_import_leaves_nothing(ws: Workspace, tmp_path: Path, share: float) -> None:
    """While rows are read, and while they are stored."""
    head, *_ = LIST.splitlines()[1:2]
    rows = [f"{n},大连示例{n}厂,于样例,示例路{n}号,84800001,5,12,目标,措施," for n in range(400)]
    file = tmp_path / "许多（企事业）.csv"
    file.write_text("\n".join(["企事业", head, *rows]), "utf-8")
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done >= share * total:
            raise _StoppedError

    with pytest.raises(_StoppedError):
        import_file(ws, file, progress=progress)
    assert ws.store.records() == []
    assert told == sorted(told)
    outcomes = import_file(ws, file)
    assert sum(each.is_new for each in outcomes) == len(ws.store.records()) == 400


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters='",\r\n') | st.sampled_from("，1五\u202e\x00"),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(rows=st.lists(st.lists(_TEXT, min_size=3, max_size=9), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_every_row_is_accounted_for(
    ws: Workspace, tmp_path: Path, rows: list[list[str]]
) -> None:
    file = tmp_path / "任意（企事业）.csv"
    head = LIST.splitlines()[1]
    lines = ["企事业", head, *(",".join(row) for row in rows)]
    file.write_text("\n".join(lines), "utf-8")
    try:
        outcomes = import_file(ws, file)
    except InputError:  # no row has a unit
        return
    (report,) = [each.sheet for each in outcomes if each.sheet]
    stored = {record.id for record in ws.store.records()}
    units = [each for each in outcomes if not each.is_notice]
    assert len(units) == report.units
    assert {each.record_id for each in units} <= stored
