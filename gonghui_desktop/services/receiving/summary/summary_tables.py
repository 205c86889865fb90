"""The tables of the summary of all offices, as its paper and its spreadsheet have them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.campaigns import statistics
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.statistics import Figure, Way
from gonghui_desktop.model.summary import CHECK_CODE, NUMBER
from gonghui_desktop.services.receiving.city.city_decisions import CityQuestion, QuestionSide
from gonghui_desktop.services.receiving.office_table import OfficeState
from gonghui_desktop.services.receiving.summary.summary_values import (
    CampaignSummary,
    SummaryLine,
    SummedForm,
    SummedOffice,
)
from gonghui_desktop.services.receiving.table_words import quota_sentence, quota_word

Cell = str | int
_SHORT_ID = 8
"""Of a package's id, as in the name of its folder."""

TOTAL, SHARE = "合计", "占比"
_NOT_ACCEPTED = {
    OfficeState.IN_TIME: "已报，未受理",
    OfficeState.LATE: "逾期报，未受理",
    OfficeState.ZERO: "零报告，未受理",
    OfficeState.NOT_EXPECTED: "不在名单，未受理",
}
_ZERO_ACCEPTED = "零报告，已受理"
_ROSTER = "历年典型"
_ALL = 1000  # tenths of a percent


@dataclass(frozen=True)
class FigureTable:
    """A table with figures.

    Attributes:
        caption: above it.
        heads: of its columns.
        rows: from top to bottom.
        total: the last row; empty for none.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


def form_table(campaign: Campaign, summary: CampaignSummary) -> FigureTable:
    """How many forms and units there are, form by form."""
    rows = tuple(
        (
            each.form.number,
            each.form.full_title,
            len(each.lines),
            each.units,
            *_figure_cells(each.figures, each.units, _not_asked(campaign, each)),
        )
        for each in summary.forms
    )
    figures = _figure_cells(summary.figures, summary.units)
    total = ("", TOTAL, len(summary.lines), summary.units, *figures)
    heads = ("附件", "申报表", "份数", campaign.unit, *_figure_heads(campaign, with_share=True))
    return FigureTable("按申报表", heads, rows, total)


def part_tables(campaign: Campaign, summary: CampaignSummary) -> Iterator[FigureTable]:
    """How many units there are by each value of a field, such as 单位性质."""
    for figure in summary.figures:
        if figure.way is Way.BY:
            rows = tuple(
                (label, units, share(units, summary.units)) for label, units in figure.parts
            )
            total = (TOTAL, summary.units, share(summary.units, summary.units))
            heads = (figure.name, campaign.unit, SHARE)
            yield FigureTable(f"按{figure.name}", heads, rows, total)


def office_rows(campaign: Campaign, summary: CampaignSummary, *, with_kind: bool) -> FigureTable:
    """What each office has reported, those that are not in the summary among them.

    Args:
        campaign: the rules.
        summary: the summary.
        with_kind: whether there is a column with each one's kind, whose names are long.
    """
    forms = [each.form for each in summary.forms]
    heads = [NUMBER, "上报单位", *(["单位类型"] if with_kind else []), "状态"]
    heads += [*(form.number for form in forms), campaign.unit]
    heads += [*_figure_heads(campaign, with_share=False), "名额", "说明", "第几次", "报送包"]
    rows = []
    for number, each in enumerate(summary.offices, 1):
        counts = [sum(line.form.id == form.id for line in each.lines) for form in forms]
        figures = _figure_cells(each.figures, None)
        told = (
            (*counts, each.units, *figures)
            if each.is_in
            else ("",) * (len(forms) + 1 + len(figures))
        )
        submission = each.row.submission
        rows.append(
            (
                number,
                each.row.name,
                *((each.kind,) if with_kind else ()),
                office_word(each),
                *told,
                quota_word(each.row) if each.is_in else "",
                _office_note(each),
                submission.revision if submission else "",
                submission.package[:_SHORT_ID] if submission else "",
            )
        )
    total = (
        "",
        f"{TOTAL}（{len(summary.summed)} 家）",
        *(("",) if with_kind else ()),
        "",
        *(len(each.lines) for each in summary.forms),
        summary.units,
        *_figure_cells(summary.figures, None),
        *("", "", "", ""),
    )
    return FigureTable("按上报单位", tuple(heads), tuple(rows), total)


def unit_table(campaign: Campaign, summed: SummedForm) -> FigureTable:
    """The units on a form, with what the statistics ask of them."""
    has_remark = any(line.remark for line in summed.lines)
    not_asked = _not_asked(campaign, summed)
    names = [name for name in statistics.ways(campaign) if name not in not_asked]
    heads = [NUMBER, "单位名称", "上报单位", *names]
    heads += [*(["备注"] if has_remark else []), "版次", "报送包", CHECK_CODE]
    rows = tuple(
        (
            line.number,
            line.received.name,
            office_of(line),
            *(
                statistics.shown(campaign, name, (line.form, line.received.record))
                for name in names
            ),
            *((line.remark,) if has_remark else ()),
            line.received.record.revision,
            package_of(line),
            line.received.check_code,
        )
        for line in summed.lines
    )
    return FigureTable(form_caption(summed), tuple(heads), rows)


def full_unit_table(summed: SummedForm) -> FigureTable:
    """The units on a form, with every short value and all by which a line can be followed."""
    fields = [field for field in summed.form.fields if not field.type.is_long]
    fields.sort(key=lambda field: field.id != summed.form.name_field)
    heads = (
        *(NUMBER, fields[0].label, "上报单位", *(field.label for field in fields[1:])),
        *("计入合计", "备注", "版次", "报送包", "第几次", "收到的文件", CHECK_CODE, "申报表编号"),
    )
    rows = tuple(
        (
            line.number,
            _value(line, fields[0].id),
            office_of(line),
            *(_value(line, field.id) for field in fields[1:]),
            statistics.YES if line.is_counted else statistics.NO,
            line.remark,
            line.received.record.revision,
            package_of(line),
            line.package.revision,
            line.package.source,
            line.received.check_code,
            line.received.record.id,
        )
        for line in summed.lines
    )
    return FigureTable(form_caption(summed), heads, rows)


def question_table(summary: CampaignSummary) -> FigureTable:
    """What was asked about units that may be one, or barred, and what was decided."""
    outside = _Outside(summary)
    rows = tuple(
        (
            number,
            _listed(outside.title(side) for side in each.sides),
            _question_why(each),
            each.verdict,
            _question_reason(each),
        )
        for number, each in enumerate(summary.questions, 1)
    )
    heads = (NUMBER, "申报表", "为什么要核对", "核对结果", "原因")
    return FigureTable(f"重复与{_ROSTER}的核对", heads, rows)


def form_caption(summed: SummedForm) -> str:
    """Which form, and how many of it."""
    return f"{summed.form.number}　{summed.form.full_title}，共 {len(summed.lines)} 份"


def office_of(line: SummaryLine) -> str:
    """Who handed a form in, and through whom it came."""
    return f"{line.through}（经{line.office}）" if line.through else line.office


def package_of(line: SummaryLine) -> str:
    """The short id of the package that a form came in."""
    return line.package.package[:_SHORT_ID]


def share(part: int, whole: int) -> str:
    """A part in percent, rounded to a tenth; empty of nothing, and 100 % only where it is all."""
    if not whole:
        return ""
    tenths = (2000 * part + whole) // (2 * whole)
    if tenths == _ALL and part < whole:
        tenths -= 1
    return f"{tenths // 10}.{tenths % 10}%"


def office_word(each: SummedOffice) -> str:
    """How far an office is, in a word."""
    state = each.row.state
    if state is OfficeState.ACCEPTED and not each.row.records:
        return _ZERO_ACCEPTED
    return _NOT_ACCEPTED.get(state, state.word)


def _office_note(each: SummedOffice) -> str:
    """What is to be said of an office: why its quotas stand, what of it is not counted."""
    if each.row.submission is None:
        return ""
    if not each.is_in:
        return f"{len(each.row.records)} 份未计入"
    quotas = "" if quota_word(each.row) in ("", "符合") else quota_sentence(each.row)
    return quotas + (f"有 {each.elsewhere} 个与别家重复，计在别家。" if each.elsewhere else "")


def _figure_heads(campaign: Campaign, *, with_share: bool) -> Iterator[str]:
    for name, way in statistics.ways(campaign).items():
        if way is not Way.BY:
            yield name
        if way is Way.WHERE and with_share:
            yield SHARE


def _figure_cells(
    figures: Sequence[Figure], units: int | None, empty: Collection[str] = ()
) -> tuple[Cell, ...]:
    """Cells under :func:`_figure_heads`.

    Args:
        figures: what stands in them.
        units: of which shares are told; ``None`` for no shares.
        empty: names of figures that are not told.
    """
    cells: list[Cell] = []
    for figure in figures:
        told = figure.name not in empty
        if figure.way is not Way.BY:
            number = figure.total if figure.way is Way.TOTAL else figure.units
            cells.append(number if told else "")
        if figure.way is Way.WHERE and units is not None:
            cells.append(share(figure.units, units) if told else "")
    return tuple(cells)


def _not_asked(campaign: Campaign, summed: SummedForm) -> frozenset[str]:
    """Names of the statistics that a form does not ask for."""
    names = statistics.ways(campaign)
    return frozenset(name for name in names if not statistics.asks(campaign, name, summed.form))


def _value(line: SummaryLine, field_id: str) -> Cell:
    if not line.form.has_field(field_id):
        return ""
    field = line.form.field(field_id)
    value = line.received.record.value(field_id)
    number = field.type.number(value)
    return field.type.show(value) if number is None else number


class _Outside:
    """Knows which forms of questions are not in the summary.

    Args:
        summary: the summary.
    """

    def __init__(self, summary: CampaignSummary) -> None:
        self._in = {(line.submission, line.received.record.id) for line in summary.lines}
        self._accepted = {
            each.row.submission.number
            for each in summary.offices
            if each.row.submission and each.row.state is OfficeState.ACCEPTED
        }

    def title(self, side: QuestionSide) -> str:
        """A form, with why its line is not to be found."""
        if (side.submission, side.record.record.id) in self._in:
            return side.title
        state = "" if side.submission in self._accepted else "未受理，"
        return f"{side.title}（{state}不在本表）"


def _question_why(each: CityQuestion) -> str:
    if each.barred is None:
        return each.why
    return f"与{each.barred.title}{each.why}"


def _question_reason(each: CityQuestion) -> str:
    if each.decision is not None:
        return each.decision.reason
    return f"上报单位说明：{each.said}" if each.said else ""


def _listed(texts: Iterable[str]) -> str:
    return "；".join(texts)
