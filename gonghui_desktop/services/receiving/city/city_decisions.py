"""Units of the whole city that may be one, or on the roster: what a person decides about them.

Nothing decides by itself. A decision is kept for the campaign beside those about one's own records
(``services/units/pairs.py``), with its reason, and can be taken back; a pair asks once, whichever
packages have its names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.model.units.decisions import (
    OF_ROSTER,
    OF_UNITS,
    Decision,
    Pair,
    pair_of,
)
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.city.city_units import why_alike
from gonghui_desktop.services.receiving.office_table import OfficeTable
from gonghui_desktop.services.units import pairs
from gonghui_desktop.services.workspace import Workspace

SAME, ANOTHER = "是同一单位", "不是同一单位"
"""How the reason of a decision begins that has none of its own words."""

PHRASES = (
    "同名但不是同一单位，已核对",
    "地址、工会主席都不同，已向两家核实",
    "总公司和分公司，分别建会",
    "单位改名，往年的典型是另一单位",
)
"""Ready reasons for another unit."""

_KEPT = "，保留"
_ID_DIGITS = 8


@dataclass(frozen=True)
class QuestionSide:
    """A form of which a question is.

    Attributes:
        submission: number of the package that it came in.
        office: who handed it in, as the table of offices has it.
        form: that it is on.
        record: the record.
    """

    submission: int
    office: str
    form: FormDefinition
    record: ReceivedRecord

    @property
    def title(self) -> str:
        """Such as ``中山区总工会的附件1“大连示例机械”``."""
        return f"{in_sentence(self.office)}的{self.form.number}“{in_sentence(self.record.name)}”"


@dataclass(frozen=True)
class CityQuestion:
    """Whether forms are of one unit, or of one on the roster.

    Attributes:
        kind: :data:`~.decisions.OF_UNITS` or :data:`~.decisions.OF_ROSTER`.
        pair: what is decided about.
        sides: the forms, of one office or of several.
        barred: the unit on the roster; ``None`` where forms are compared.
        likeness: why it may be one unit, a clause; empty where the names are equal.
        said: what the offices themselves say of it; may be empty.
        decision: what was decided; ``None`` while the question is open.
    """

    kind: str
    pair: Pair
    sides: tuple[QuestionSide, ...]
    barred: Barred | None = None
    likeness: str = ""
    said: str = ""
    decision: Decision | None = None

    @property
    def id(self) -> str:
        """For the command line: the same pair has the same one."""
        text = "\n".join((self.kind, *self.pair))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided."""
        return self.decision is None

    @property
    def why(self) -> str:
        """Why it is asked; see :func:`.why_alike`."""
        names = {side.record.name for side in self.sides}
        names |= {self.barred.name} if self.barred else set()
        return why_alike(self.likeness, names)

    @property
    def verdict(self) -> str:
        """What was decided, in a word; ``待核对`` while the question is open."""
        if self.decision is None:
            return "待核对"
        return SAME if self.decision.is_same else ANOTHER

    @property
    def kept(self) -> QuestionSide | None:
        """The form that was said to stay where the others go; ``None`` where nothing was said."""
        if self.decision is None or not self.decision.is_same:
            return None
        _, found, words = self.decision.reason.partition(_KEPT)
        if not found:
            return None
        return next((side for side in self.sides if words.startswith(side.title)), None)

    @property
    def lacks_kept(self) -> bool:
        """Whether forms are of one unit and nobody has said which of them stays."""
        is_same = self.decision is not None and self.decision.is_same
        return is_same and self.kind == OF_UNITS and self.kept is None

    @property
    def gone(self) -> tuple[QuestionSide, ...]:
        """The forms that have to go because another one stays, or because the unit is barred."""
        if self.decision is None or not self.decision.is_same:
            return ()
        if self.kind == OF_ROSTER:
            return self.sides
        kept = self.kept
        return tuple(side for side in self.sides if side is not kept) if kept else ()


def questions(ws: Workspace, table: OfficeTable) -> list[CityQuestion]:
    """Every question about what counts of the packages, those about forms first.

    Args:
        ws: the workspace.
        table: the table of offices.

    Raises:
        StoreError: decisions cannot be read.
    """
    sides = _Sides(ws, table)
    found = []
    for double in table.city.doubles:
        seen = tuple(sides.of(side.submission, side.record) for side in double.sides)
        found.append(
            CityQuestion(
                OF_UNITS, double.pair, seen, None, double.likeness, double.said, double.decision
            )
        )
    return [*found, *_of_roster(table, sides)]


def question(found: Sequence[CityQuestion], wanted: str) -> CityQuestion:
    """The question whose id begins so.

    Raises:
        InputError: there is none, or more than one.
    """
    matching = [each for each in found if wanted and each.id.startswith(wanted)]
    if len(matching) != 1:
        fault = "不止一条" if matching else "没有这一条"
        raise InputError(f"编号 {in_sentence(wanted)}：{fault}，用 pairs 查看编号。")
    return matching[0]


def decide_same(
    ws: Workspace, asked: CityQuestion, kept: QuestionSide | None = None, words: str = ""
) -> Decision:
    """Keeps that it is one unit, and which of its forms stays.

    Args:
        ws: the workspace.
        asked: the question.
        kept: the form that stays, the others have to go; ``None`` where that is not known yet.
        words: further words; may be empty.

    Raises:
        InputError: the campaign is past.
        StoreError: it cannot be stored.
    """
    reason = SAME
    if kept is not None and asked.kind == OF_UNITS:
        reason += f"{_KEPT}{kept.title}"
    if words.strip():
        reason += f"：{' '.join(words.split())}"
    return _decide(ws, asked, reason, is_same=True)


def decide_another(ws: Workspace, asked: CityQuestion, reason: str) -> Decision:
    """Keeps that it is another unit, and why.

    Raises:
        InputError: that is no reason, or the campaign is past.
        StoreError: it cannot be stored.
    """
    fault = fault_of_reason(reason)
    if fault:
        raise InputError(f"不是同一单位，要写明原因：{fault}")
    return _decide(ws, asked, " ".join(reason.split()), is_same=False)


def take_back(ws: Workspace, asked: CityQuestion) -> None:
    """Opens a question again.

    Raises:
        InputError: nobody has decided, or the campaign is past.
        StoreError: it cannot be stored.
    """
    if asked.decision is None:
        raise InputError("还没有核对过，不用撤回。")
    pairs.take_back(ws, asked.decision)


def _decide(ws: Workspace, asked: CityQuestion, reason: str, *, is_same: bool) -> Decision:
    if ws.is_past:
        raise InputError("这是往届活动，不能再改，请先换到当前活动。")
    return ws.store.decide(
        ws.campaign.id, asked.kind, *asked.pair, is_same=is_same, reason=reason, at=ws.now
    )


class _Sides:
    """Makes the sides of questions."""

    def __init__(self, ws: Workspace, table: OfficeTable) -> None:
        self._ws = ws
        self._offices = {row.submission.number: row.name for row in table.rows if row.submission}

    def of(self, submission: int, record: ReceivedRecord) -> QuestionSide:
        """A side."""
        form = form_of(self._ws, record.record)
        return QuestionSide(submission, self._offices[submission], form, record)


def _of_roster(table: OfficeTable, sides: _Sides) -> Iterator[CityQuestion]:
    """A question for each unit and each entry that it may be, whoever hands it in."""
    grouped: dict[Pair, tuple[Barred, list[QuestionSide]]] = {}
    for row in table.rows:
        if row.submission is None:
            continue
        barred = table.city.barred.get(row.submission.number, {})
        for record in row.records:
            for entry in barred.get(record.record.id, ()):
                pair = (unit_key(record.name), unit_key(entry.name))
                _, found = grouped.setdefault(pair, (entry, []))
                found.append(sides.of(row.submission.number, record))
    for (one, other), (entry, found) in grouped.items():
        pair = pair_of(one, other)
        yield CityQuestion(
            OF_ROSTER, pair, tuple(found), entry, entry.likeness, "", table.city.of_roster.get(pair)
        )
