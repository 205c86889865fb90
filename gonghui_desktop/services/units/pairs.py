"""What is remembered of two names, or of one on the roster: she has said it once, in a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.model.reasons import is_reason
from gonghui_desktop.model.record import EMPTY, Record
from gonghui_desktop.model.units.decisions import (
    OF_ROSTER,
    OF_UNITS,
    Decision,
    Pair,
    last_of_each,
    pair_of,
    says_same,
)
from gonghui_desktop.services.workspace import Workspace


def remember(ws: Workspace, before: Record, after: Record) -> None:
    """Keeps for the campaign what the reason at a unit's name says of others, and of the roster.

    The pair asks no more, whichever record has one of the names. A reason that is written anew
    takes the place of what it said before, one that is taken away takes that with it. What cannot
    be kept now stands in the record all the same.

    Args:
        ws: the workspace.
        before: the record before its reason was stored.
        after: the record as it is stored.
    """
    name_field = ws.campaign.form(after.form).name_field
    was, now = (each.explanations.get(name_field, "") for each in (before, after))
    if was == now:
        return
    with suppress(StoreError):
        name = after.value(name_field)
        near = ws.alike.alike(ws, ws.campaign.form(after.form), after).near
        _keep(ws, OF_UNITS, [pair_of(name, each.peer.name) for each in near], was, now)
        barred = ws.barred.barred(ws, name)
        _keep(ws, OF_ROSTER, [pair_of(name, each.name) for each in barred], was, now)


def _keep(ws: Workspace, kind: str, pairs: Sequence[Pair], was: str, now: str) -> None:
    """Keeps what a reason says of pairs of names, in the place of what it said before."""
    if not pairs:
        return
    decided = last_of_each(ws.store.decisions(ws.campaign.id), kind)
    for pair in pairs:
        known = decided.get(pair)
        if known and known.reason == was:
            ws.store.take_back_decisions([known.number])
        if is_reason(now) and (known is None or known.reason != now):
            ws.store.decide(ws.campaign.id, kind, *pair, is_same=says_same(now), reason=now)


def remember_all(ws: Workspace, added: Iterable[Record]) -> None:
    """As :func:`remember`, of records that have just come in with their reasons.

    Each says something in its own campaign; in one that is not known here, nothing.
    """
    for record in added:
        is_here = record.campaign == ws.campaign.id
        campaign = ws.campaign if is_here else ws.catalogue.find(record.campaign)
        if record.explanations and campaign is not None and campaign.has_form(record.form):
            remember(ws.viewing(campaign), replace(record, explanations=EMPTY), record)


def decided(ws: Workspace) -> Sequence[Decision]:
    """What counts of the decisions about names, the last one first."""
    every = ws.store.decisions(ws.campaign.id)
    last = {(each.kind, each.one, each.other): each for each in every}
    return sorted(last.values(), key=lambda each: each.number, reverse=True)


def take_back(ws: Workspace, decision: Decision) -> None:
    """Forgets all that was decided about a pair, which is asked for again.

    Raises:
        InputError: the campaign is past.
        StoreError: it cannot be stored; nothing has changed then.
    """
    if ws.is_past:
        raise InputError(
            f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，写过的原因不能再撤回，"
            "请先换到当前活动。"
        )
    forget(ws, decision.kind, (decision.one, decision.other))


def forget(ws: Workspace, kind: str, pair: Pair) -> None:
    """Forgets all that was decided about a pair, whatever the campaign's day.

    Raises:
        StoreError: it cannot be stored; nothing has changed then.
    """
    made = ws.store.decisions(ws.campaign.id)
    wanted = (kind, *pair)
    ws.store.take_back_decisions(
        each.number for each in made if (each.kind, each.one, each.other) == wanted
    )


def decide_again(ws: Workspace, decision: Decision) -> None:
    """Keeps once more what was taken back."""
    ws.store.decide(
        ws.campaign.id,
        decision.kind,
        decision.one,
        decision.other,
        is_same=decision.is_same,
        reason=decision.reason,
    )
