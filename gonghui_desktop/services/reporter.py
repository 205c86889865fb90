"""Who reports: the office whose name stands on the package."""

from __future__ import annotations

from enum import Enum, auto

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaigns.campaign import Quota, ReporterKind
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.workspace import Workspace

_PUT_OFF = "reporter.put_off"


class OfficeRole(Enum):
    """What an office does in the campaign, by its kind."""

    FILLS_IN = auto()
    """It fills in forms and sees nothing of receiving, or nobody has said who it is."""
    ALSO_RECEIVES = auto()
    """It fills in forms, and receives those of others."""
    ONLY_RECEIVES = auto()
    """It receives what others fill in, and fills in nothing itself."""


def current_reporter(ws: Workspace) -> Profile | None:
    """The reporting office; ``None`` before it is filled in."""
    return ws.reader.profile()


def reporter_name(ws: Workspace) -> str:
    """The reporting office's name; empty before it is filled in."""
    profile = current_reporter(ws)
    return profile.name if profile is not None else ""


def office_role(ws: Workspace) -> OfficeRole:
    """What one's own office does in the campaign."""
    profile = current_reporter(ws)
    if ws.campaign.only_receives(profile):
        return OfficeRole.ONLY_RECEIVES
    kind = ws.campaign.office(profile.kind) if profile is not None else None
    if kind is not None and kind.shows_receiving and ws.campaign.receives_from(kind.id):
        return OfficeRole.ALSO_RECEIVES
    return OfficeRole.FILLS_IN


def is_asked_for(ws: Workspace) -> bool:
    """Whether to ask who reports: nobody has said so, and there is nothing else yet."""
    if ws.is_past or not ws.campaign.reporters or current_reporter(ws) is not None:
        return False
    return not ws.reader.setting(_PUT_OFF) and not any(ws.reader.counts_by_campaign().values())


def put_off(ws: Workspace) -> None:
    """Does not ask again at the start.

    Raises:
        StoreError: it cannot be stored.
    """
    ws.store.set_setting(_PUT_OFF, "1")


def duties(ws: Workspace, kind: ReporterKind) -> str:
    """What an office of that kind hands in, or receives, in one line."""
    if kind in ws.campaign.receivers:
        return _receiving(ws, kind)
    numbers = [ws.campaign.form(form_id).number for form_id in kind.forms]
    if kind.own_form:
        one = " 或".join(filter(None, ("、".join(numbers[:-1]), *numbers[-1:])))
        return f"只填本单位自己的一份（{one}），报给上级工会"
    asked = "，".join(_asked(quota) for quota in kind.quotas)
    return f"填{'、'.join(numbers)}{'：' if asked else ''}{asked}"


def _receiving(ws: Workspace, kind: ReporterKind) -> str:
    """What an office does that fills in nothing itself."""
    below = ws.campaign.receives_from(kind.id)
    whose = below[0].name if len(below) == 1 else "下级单位"
    above = "、".join(each.name for each in ws.campaign.offices if each.id in kind.reports_to)
    return f"不填表：接收{whose}的报送" + (f"，审核、汇总后报{above}" if above else "")


def receiver_name(ws: Workspace) -> str:
    """Name of the office that the submission goes to; empty where nobody has said it."""
    return ws.campaign.hands_in_to(current_reporter(ws))


def unneeded_forms(ws: Workspace) -> frozenset[str]:
    """Ids of the campaign's forms that the reporting office never fills; none if it is unknown.

    Whoever hands in one form of its own needs no other as soon as it has begun that one.
    """
    profile = current_reporter(ws)
    kind = ws.campaign.reporter(profile.kind) if profile is not None else None
    if kind is None or not kind.forms:
        return frozenset()
    needed = set(kind.forms)
    if kind.own_form:
        begun = {record.form for record in ws.reader.records(campaign=ws.campaign.id)}
        needed = needed & begun or needed
    return frozenset(form.id for form in ws.campaign.forms) - needed


def _asked(quota: Quota) -> str:
    gap = " " if quota.most == quota.least else ""
    return f"{quota.name}{gap}{quota.bounds}"


def set_reporter(ws: Workspace, profile: Profile) -> None:
    """Stores who reports.

    Raises:
        InputError: the kind is not one of the campaign's, there is no name, or it names an office
            above where the campaign says which one that is.
    """
    kind = ws.campaign.office(profile.kind)
    if kind is None:
        kinds = "、".join(f"{kind.id}（{kind.name}）" for kind in ws.campaign.offices)
        raise InputError(f"没有这种上报单位类型：{profile.kind}，请从这些中选：{kinds}。")
    if not profile.name.strip():
        raise InputError("上报单位名称不能为空，请填写全称。")
    if profile.receiver and not ws.campaign.asks_for_receiver(kind):
        above = ws.campaign.hands_in_to(profile)
        fault = f"{kind.name}报给{above}，不用另写报给谁" if above else f"{kind.name}不再上报"
        raise InputError(f"{fault}，请去掉再试。")
    ws.store.set_profile(profile)
