"""Commands of the menu 文件 › 活动: show, use and add campaigns, carry records over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.record import Record
from gonghui_desktop.paths import forms_folder
from gonghui_desktop.services.campaigns import (
    KnownCampaign,
    add_campaign,
    carry_over,
    keep_current,
    known_campaigns,
    use_campaign,
)
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.campaigns.carry_over_dialog import CarryOverDialog
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_open
from gonghui_desktop.ui.commands.steps import push_added

Switch = Callable[[Callable[[], Workspace], Callable[[CommandContext], None]], None]
"""Shows the workspace that the first function returns, once everything typed is stored.

That function may write to the store; it runs off the GUI thread. The second one receives the
context of the commands there, unless the user decides to stay. An error that the user can mend is
told; the window then is as it was.
"""

_CAMPAIGN_FILE = "活动文件 (*.zip)"


class CampaignCommands(QObject):
    """Handlers of the menu 活动; lists the campaigns in it.

    Args:
        context: what they work with.
        menu: the menu, whose first separator follows the campaigns.
        switch: shows another workspace in the window.
    """

    def __init__(self, context: CommandContext, menu: QMenu, switch: Switch) -> None:
        super().__init__(context.owner)
        self._context = context
        self._menu = menu
        self._switch = switch
        self._campaigns: dict[str, Campaign] = {}
        self._group = QActionGroup(self)
        context.actions.connect_handlers(
            {
                "add_campaign": self.add,
                "use_campaign": self.use_shown,
                "carry_over": self.carry_over,
            }
        )
        context.tabs.changed.connect(self.refresh)
        menu.aboutToShow.connect(self.list_campaigns)
        self.list_campaigns()
        self.refresh()

    def list_campaigns(self) -> None:
        """Lists every known campaign in the menu, the shown one checked."""
        for action in self._group.actions():
            self._menu.removeAction(action)
        self._group.deleteLater()
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._on_chosen)
        end = next(action for action in self._menu.actions() if action.isSeparator())
        for known in self._known_campaigns():
            action = QAction(_caption(known), self._group)
            action.setObjectName(f"campaign_{known.campaign.id}")
            action.setToolTip(_tip(known))
            action.setData(known.campaign.id)
            action.setCheckable(True)
            action.setChecked(known.campaign.id == self._context.ws.campaign.id)
            self._campaigns[known.campaign.id] = known.campaign
            self._menu.insertAction(end, action)

    def show_campaign(self, campaign: Campaign) -> None:
        """Shows a campaign; one that is not past becomes the current one."""
        ws = self._context.ws
        if campaign.id == ws.campaign.id:
            return
        view = ws.viewing(campaign)
        if view.is_past or campaign.id == ws.current.id:
            self._switch(lambda: view, _say_nothing)
        else:
            self._use(campaign)

    def use_shown(self) -> None:
        """Makes the campaign that is shown the current one."""
        self._use(self._context.ws.campaign)

    def add(self) -> None:
        """Asks for the file of a campaign and adds it."""
        for path in ask_open(self._context, Place.CAMPAIGNS, "添加活动", (_CAMPAIGN_FILE,)):
            self._add(path)

    def carry_over(self) -> None:
        """Asks which of the shown records to copy as drafts of the current campaign."""
        dialog = CarryOverDialog(self._context.ws, self._context.theme, self._context.window)
        dialog.accepted.connect(lambda: self._carry_over(dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def refresh(self) -> None:
        """Enables the actions that are available now."""
        ws, actions = self._context.ws, self._context.actions
        is_other = ws.campaign.id != ws.current.id
        has_files = ws.catalogue.find(ws.campaign.id) is not None
        has_records = any(page.record_count for page in self._context.tabs.pages.values())
        actions["use_campaign"].setEnabled(is_other and has_files)
        actions["carry_over"].setEnabled(is_other and has_records)

    def _known_campaigns(self) -> tuple[KnownCampaign, ...]:
        try:
            return known_campaigns(self._context.ws)
        except GonghuiError as error:
            self._context.notifications.fail(str(error))
            return ()

    def _on_chosen(self, action: QAction) -> None:
        self.show_campaign(self._campaigns[action.data()])

    def _use(self, campaign: Campaign) -> None:
        ws = self._context.ws

        def tell(shown: CommandContext) -> None:
            shown.notifications.notify("success", f"当前活动：{campaign.name}（{campaign.id}）。")

        self._switch(lambda: use_campaign(ws, campaign.id), tell)

    def _add(self, path: Path) -> None:
        ws = self._context.ws
        is_known = {each.id for each in ws.catalogue.campaigns if not each.faults}

        def add() -> tuple[Campaign, Catalogue]:
            keep_current(ws)
            return add_campaign(ws.catalogue, forms_folder(), path, ws.readers)

        def done(added: tuple[Campaign, Catalogue]) -> None:
            campaign, ws.catalogue = added
            self._show_added(campaign, is_known=campaign.id in is_known)

        self._context.write(add, done)

    def _show_added(self, campaign: Campaign, *, is_known: bool) -> None:
        ws, notifications = self._context.ws, self._context.notifications
        name = f"“{campaign.name}”（{campaign.id}）"
        if is_known:
            notifications.notify("info", f"活动{name}本来就有，内容相同，没有改动。")
            return
        if campaign.id == ws.current.id:  # it was damaged
            self._switch(
                lambda: ws.working_on(campaign),
                lambda shown: shown.notifications.notify(
                    "success", f"已添加活动{name}，原来的已损坏。"
                ),
            )
            return
        if campaign.id == ws.campaign.id:  # so far only its records were known, or a part of it
            self._switch(lambda: ws.viewing(campaign), _say_nothing)
            return
        verb = "查看这个活动" if ws.viewing(campaign).is_past else "使用这个活动"
        notifications.notify(
            "success", f"已添加活动{name}。", verb, lambda: self.show_campaign(campaign)
        )

    def _carry_over(self, chosen: list[Record]) -> None:
        target = self._context.ws.viewing(self._context.ws.current)
        made: list[Record] = []

        def copy() -> Workspace:
            made.extend(carry_over(target, chosen).made)
            return target

        def tell(shown: CommandContext) -> None:
            push_added(shown, f"沿用 {len(made)} 份申报表", made)
            shown.tabs.go_to(made[0].id)
            shown.notifications.notify(
                "success", f"已沿用 {len(made)} 份，都是草稿，请逐份核对、修改。"
            )

        self._switch(copy, tell)


def _say_nothing(_shown: CommandContext) -> None:
    """What is shown speaks for itself."""


def _caption(known: KnownCampaign) -> str:
    campaign = known.campaign
    mark = "（当前）" if known.is_current else ""
    return f"{campaign.id}　{campaign.name}{mark}".replace("&", "&&")


def _tip(known: KnownCampaign) -> str:
    records = f"{known.records} 份申报表" if known.records else "没有申报表"
    if not known.is_in_catalogue:
        return f"没有这个活动的文件，只剩下 {records}"
    return f"{written_date(known.campaign.deadline)} 截止，{records}"
