"""Who reports: the office whose name stands on the package."""

from __future__ import annotations

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaign import Quota, ReporterKind
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.workspace import Workspace

_PUT_OFF = "reporter.put_off"


def current_reporter(ws: Workspace) -> Profile | None:
    """The reporting office; ``None`` before it is filled in."""
    return ws.reader.profile()


def reporter_name(ws: Workspace) -> str:
    """The reporting office's name; empty before it is filled in."""
    profile = current_reporter(ws)
    return profile.name if profile is not None else ""


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
    """What an office of that kind hands in, in one line."""
    numbers = "、".join(ws.campaign.form(form_id).number for form_id in kind.forms)
    return f"填{numbers}：{'，'.join(_asked(quota) for quota in kind.quotas)}"


def unneeded_forms(ws: Workspace) -> frozenset[str]:
    """Ids of the campaign's forms that the reporting office never fills; none if it is unknown."""
    profile = current_reporter(ws)
    kind = ws.campaign.reporter(profile.kind) if profile is not None else None
    if kind is None or not kind.forms:
        return frozenset()
    return frozenset(form.id for form in ws.campaign.forms) - set(kind.forms)


def _asked(quota: Quota) -> str:
    if quota.most == quota.least:
        return f"{quota.name} {quota.least} 个"
    least = f"至少 {quota.least} 个" if quota.least else ""
    most = f"至多 {quota.most} 个" if quota.most is not None else ""
    return f"{quota.name}{'、'.join(filter(None, (least, most)))}"


def set_reporter(ws: Workspace, profile: Profile) -> None:
    """Stores who reports.

    Raises:
        InputError: the kind is not one of the campaign's, or there is no name.
    """
    if ws.campaign.reporter(profile.kind) is None:
        kinds = "、".join(f"{kind.id}（{kind.name}）" for kind in ws.campaign.reporters)
        raise InputError(f"没有这种上报单位类型：{profile.kind}，请从这些中选：{kinds}。")
    if not profile.name.strip():
        raise InputError("上报单位名称不能为空，请填写全称。")
    ws.store.set_profile(profile)
