"""Where the submission stands: who reports, what is still asked for, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gonghui_desktop.model.reply_marks import ReplyMark
from gonghui_desktop.services.checking import (
    deadline_summary,
    reporter_quotas,
    short_summary_of,
    summary_of,
)
from gonghui_desktop.services.receiving.waiting import offices_waiting
from gonghui_desktop.services.replies import record_marks
from gonghui_desktop.services.reporter import (
    OfficeRole,
    office_role,
    reporter_name,
    unneeded_forms,
)
from gonghui_desktop.services.units.alike import SharedUnits
from gonghui_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Standing:
    """The submission's state, as the window shows it.

    Attributes:
        quota: see :func:`gonghui_desktop.services.checking.quota_summary`.
        short_quota: see :func:`gonghui_desktop.services.checking.short_summary_of`.
        deadline: see :func:`gonghui_desktop.services.checking.deadline_summary`.
        counted: see :func:`gonghui_desktop.services.checking.quota_standing`.
        reporter: name of the reporting office, empty if it is unknown.
        role: what that office does in the campaign.
        unneeded_forms: ids of the forms that it never fills.
        shared_units: see :data:`gonghui_desktop.services.units.alike.SharedUnits`.
        roster: see :meth:`gonghui_desktop.services.units.barred.BarredIndex.state`.
        waiting: see :func:`gonghui_desktop.services.receiving.waiting.offices_waiting`.
        replies: see :func:`gonghui_desktop.services.replies.record_marks`.
        today: the day on which it was looked at.
    """

    quota: str
    short_quota: str
    deadline: str
    counted: tuple[str, ...]
    reporter: str
    role: OfficeRole
    unneeded_forms: frozenset[str]
    shared_units: SharedUnits
    roster: int
    waiting: int
    replies: Mapping[str, ReplyMark]
    today: date


def standing_of(ws: Workspace, today: date) -> Standing:
    """The submission's state on a day.

    Raises:
        StoreError: the records cannot be read.
    """
    name = reporter_name(ws)
    quotas = reporter_quotas(ws)
    return Standing(
        quota=summary_of(ws, quotas) if name else "",  # the office itself is asked for first
        short_quota=short_summary_of(ws, quotas) if name else "",
        deadline=deadline_summary(ws, today),
        counted=tuple(state.standing for state in quotas),
        reporter=name,
        role=office_role(ws),
        unneeded_forms=unneeded_forms(ws),
        shared_units=ws.alike.shared_units(ws),
        roster=ws.barred.state(ws),
        waiting=offices_waiting(ws) if ws.is_open else 0,
        # While the store is being opened nobody waits for it: it is counted again afterwards.
        replies=record_marks(ws) if ws.is_open else {},
        today=today,
    )
