"""Who reports: the office whose name stands on the package."""

from __future__ import annotations

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.workspace import Workspace


def current_reporter(ws: Workspace) -> Profile | None:
    """The reporting office; ``None`` before it is filled in."""
    return ws.reader.profile()


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
