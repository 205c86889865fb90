"""Units that are put forward, and how far the quotas are fulfilled by them.

A quota counts units, not rows: a form without a name is none, and a unit that is in the list twice,
on whatever forms, is one. Names with the same key are one unit's, nearly the same ones are once
somebody has said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.campaigns.campaign import Campaign, Quota, ReporterKind
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.units.same_units import AS_WRITTEN, SameUnits


@dataclass(frozen=True)
class QuotaState:
    """How far a quota is fulfilled.

    Attributes:
        quota: the rule.
        count: units that count.
        final: how many of them are final; the others are drafts.
    """

    quota: Quota
    count: int
    final: int = 0

    @property
    def missing(self) -> int:
        """How many units are still to come."""
        return max(0, self.quota.least - self.count)

    @property
    def excess(self) -> int:
        """How many units are too many."""
        return 0 if self.quota.most is None else max(0, self.count - self.quota.most)

    @property
    def sentence(self) -> str:
        """What is still wrong with it, empty when it is fulfilled."""
        if self.missing:
            return f"还差 {self.missing} 个{self.quota.name}"
        if self.excess:
            return f"{self.quota.name}多出 {self.excess} 个"
        return ""

    @property
    def verdict(self) -> str:
        """What there is beside the rule: ``非公企业：规定至少 3 个，实报 2 个，还差 1 个。``."""
        bounds = self.quota.bounds
        if not bounds:
            return f"{self.quota.name}：实报 {self.count} 个。"
        gap = "" if bounds.startswith("至") else " "
        fault = f"还差 {self.missing} 个" if self.missing else f"多出 {self.excess} 个"
        state = fault if self.sentence else "符合规定"
        return f"{self.quota.name}：规定{gap}{bounds}，实报 {self.count} 个，{state}。"

    @property
    def standing(self) -> str:
        """What there is, such as ``5 个典型单位：已定稿 2，草稿 3``."""
        apart = f"：已定稿 {self.final}，草稿 {self.count - self.final}" if self.count else ""
        return f"{self.count} 个{self.quota.name}{apart}"


def quota_states(
    campaign: Campaign,
    reporter: ReporterKind,
    records: Iterable[Record],
    decided: SameUnits = AS_WRITTEN,
) -> tuple[QuotaState, ...]:
    """Every quota of the reporter with its count.

    Of the records of one unit a single one counts: one on a form that the reporter fills in before
    any other, a final one before a draft, otherwise the first.

    Args:
        campaign: the rules.
        reporter: who reports.
        records: all records.
        decided: see :func:`units`.
    """
    own = set(reporter.forms)
    ranked = [
        min(unit, key=lambda record: (record.form not in own, record.state is RecordState.DRAFT))
        for unit in units(campaign, records, decided)
    ]
    return tuple(_state(quota, ranked) for quota in reporter.quotas)


def units(
    campaign: Campaign, records: Iterable[Record], decided: SameUnits = AS_WRITTEN
) -> list[list[Record]]:
    """The records of each unit that has a name, in the order in which they were made.

    Args:
        campaign: the rules.
        records: all records.
        decided: which names are one unit's, and which are not though they are equal.
    """
    known = [record for record in records if campaign.has_form(record.form)]
    names = (record.value(campaign.form(record.form).name_field) for record in known)
    by_unit: dict[str, list[Record]] = {}
    for record, unit in zip(known, decided.units(names), strict=True):
        if unit:
            by_unit.setdefault(unit, []).append(record)
    return list(by_unit.values())


def _state(quota: Quota, records: Sequence[Record]) -> QuotaState:
    counted = [record for record in records if quota.counts(record)]
    final = sum(record.state is RecordState.FINAL for record in counted)
    return QuotaState(quota, len(counted), final)
