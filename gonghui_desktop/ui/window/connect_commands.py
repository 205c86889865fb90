"""Connects the window's actions to their handlers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.backups.backup_commands import BackupCommands
from gonghui_desktop.ui.backups.data_care import DataCare
from gonghui_desktop.ui.backups.erase_commands import EraseCommands
from gonghui_desktop.ui.campaigns.campaign_commands import CampaignCommands, Switch
from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.menus import CAMPAIGNS_MENU, FORMS_MENU, record_menu
from gonghui_desktop.ui.editor.paste_commands import PasteCommands
from gonghui_desktop.ui.help.help_commands import HelpCommands
from gonghui_desktop.ui.history.bin_commands import BinCommands
from gonghui_desktop.ui.history.history_commands import HistoryCommands
from gonghui_desktop.ui.imports.import_commands import ImportCommands
from gonghui_desktop.ui.imports.template_commands import TemplateCommands
from gonghui_desktop.ui.printing.paper_printing import print_papers
from gonghui_desktop.ui.printing.print_commands import PrintCommands
from gonghui_desktop.ui.printing.print_desk import PrintDesk, PrintSystem
from gonghui_desktop.ui.printing.save_commands import SaveCommands
from gonghui_desktop.ui.receiving.offices.offices_commands import OfficesCommands
from gonghui_desktop.ui.receiving.receive_commands import ReceiveCommands
from gonghui_desktop.ui.receiving.report_commands import ReportCommands
from gonghui_desktop.ui.receiving.summary_commands import SummaryCommands
from gonghui_desktop.ui.records.record_commands import RecordCommands
from gonghui_desktop.ui.records.stage_commands import StageCommands
from gonghui_desktop.ui.records.undo_commands import UndoCommands
from gonghui_desktop.ui.roster.roster_commands import RosterCommands
from gonghui_desktop.ui.submission.pairs_commands import PairsCommands
from gonghui_desktop.ui.submission.submission_commands import SubmissionCommands
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.overview_commands import OverviewCommands
from gonghui_desktop.ui.window.pane_commands import PaneCommands
from gonghui_desktop.ui.window.text_commands import TextCommands
from gonghui_desktop.ui.window.view_commands import ViewCommands
from gonghui_desktop.ui.window.window_contents import WindowContents, show_contents

if TYPE_CHECKING:
    from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage


def connect_commands(contents: WindowContents, printing: PrintSystem | None = None) -> None:
    """Adds the remaining pages, connects each action to its handler and enables the menus.

    The handlers are owned by the contents and go with them.

    Args:
        contents: the window's contents, with the current page alone.
        printing: what is printed with, by default the system's queues.

    Raises:
        StoreError: the records cannot be read.
    """
    printing = printing or PrintSystem()
    contents.tabs.complete()
    context = contents.command_context()
    desk = PrintDesk(context, printing)
    RecordCommands(context)
    StageCommands(context)
    UndoCommands(context)
    pasting = PasteCommands(context)
    BinCommands(context, contents.keeper.take_refused)
    HistoryCommands(context)
    PrintCommands(desk)
    SaveCommands(context)
    RosterCommands(context)
    papers = partial(print_papers, desk)
    SubmissionCommands(context, papers, ReportCommands(context, papers).report)
    PairsCommands(context)
    SummaryCommands(context, papers)
    receiving = _connect_receiving(contents, context)
    TemplateCommands(context)
    OverviewCommands(context, contents)
    ViewCommands(context, contents.tabs)
    switch = switch_from(contents, printing)
    CampaignCommands(context, _menu(contents, CAMPAIGNS_MENU), switch)
    saved = BackupCommands(context, switch)
    EraseCommands(context, saved.save_then, contents.main_window.erase_requested.emit)
    DataCare(context, saved.show_backups)
    PaneCommands(context, contents, _menu(contents, FORMS_MENU))
    HelpCommands(context, contents.main_window.menuBar())
    TextCommands(context.actions, contents)
    # Del belongs to the list alone: in a text it deletes a character.
    context.actions["delete"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def connect_page(page: FormPage) -> None:
        _connect_page(page, context.actions)
        pasting.connect_page(page)

    for page in contents.tabs.pages.values():
        connect_page(page)
    contents.tabs.page_added.connect(connect_page)
    contents.refresh_progress()
    contents.main_window.set_commands_enabled(True)
    _notify_faults(context)
    contents.decide_refused()
    contents.main_window.contents_completed.emit(contents)
    contents.main_window.opened_files.set_importer(receiving.take_files)


def _connect_receiving(contents: WindowContents, context: CommandContext) -> ReceiveCommands:
    """Connects what comes in from elsewhere, as files of one's own or as what others report."""
    imports = ImportCommands(context)
    receiving = ReceiveCommands(context, contents.receiving.show_page, imports.import_files)
    imports.chosen.connect(receiving.take_files)
    OfficesCommands(context, contents.receiving.reload)
    contents.receiving.set_maker(partial(_make_receiving_page, context))
    return receiving


def fill_window(
    window: MainWindow, ws: Workspace, printing: PrintSystem | None = None
) -> WindowContents:
    """Shows a workspace in the window in one step, in the place of what it shows.

    Raises:
        StoreError: the records cannot be read.
    """
    contents = show_contents(window, ws)
    connect_commands(contents, printing)
    return contents


def _connect_page(page: FormPage, actions: Actions) -> None:
    """Connects a page's own buttons, keys and context menu to the actions."""
    page.panel.new_requested.connect(actions["new"].trigger)
    page.panel.import_requested.connect(actions["import"].trigger)
    page.panel.reopen_requested.connect(actions["reopen"].trigger)
    page.panel.strip.finish.connect(actions["finish"].trigger)
    page.list.view.addAction(actions["delete"])
    menu = record_menu(actions, page.list)
    page.list.menu_requested.connect(menu.popup)


def _make_receiving_page(context: CommandContext, parent: QWidget) -> ReceivingPage:
    from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage  # noqa: PLC0415 - most have none

    return ReceivingPage(context, parent)


def switch_from(contents: WindowContents, printing: PrintSystem | None = None) -> Switch:
    """The function that shows another workspace in the place of these contents.

    Until it is shown these go on: they keep what was typed if the other cannot be opened.
    """
    window = contents.main_window

    def show(workspace: Workspace, then: Callable[[CommandContext], None]) -> None:
        window.setUpdatesEnabled(False)  # the pages are laid out before they are seen
        try:
            window.tool_bar.clear_search()
            contents.keeper.rescue()  # what was refused since the clerk was asked
            shown = fill_window(window, workspace, printing).command_context()
        except GonghuiError as error:
            contents.command_context().report(error)
            return
        finally:
            window.setUpdatesEnabled(True)
        then(shown)

    def switch(
        make_workspace: Callable[[], Workspace], then: Callable[[CommandContext], None]
    ) -> None:
        if not contents.prepare_close("换活动"):
            return
        context = contents.command_context()
        if contents.keeper.has_unsaved:  # it cannot be stored, and she goes nevertheless
            context.writer.run(
                make_workspace,
                lambda made: show(made, then),
                context.report,
                owner=context.owner,
            )
            return
        # What was typed while the disk was slow is stored, too.
        context.write(make_workspace, lambda made: context.after_saving(lambda: show(made, then)))

    return switch


def _menu(contents: WindowContents, name: str) -> QMenu:
    menu = contents.main_window.findChild(QMenu, name)
    assert isinstance(menu, QMenu)
    return menu


def _notify_faults(context: CommandContext) -> None:
    """Tells what is wrong with the campaign's files; all else can be used."""
    ws = context.ws
    if ws.catalogue.find(ws.campaign.id) is None:
        return  # the banner of a past campaign says so
    faults = (*ws.campaign.faults, *ws.catalogue.faults)
    text = f"活动文件有 {len(faults)} 处问题，有问题的表或活动不能用，别的照常。"

    def show_all() -> None:
        context.prompts.warn("活动文件有问题", text, "\n".join(faults))

    if len(faults) == 1:
        context.notifications.notify("warning", f"活动文件有问题：{faults[0]}", stays=True)
    elif faults:
        context.notifications.notify("warning", text, "详情", show_all, stays=True)
