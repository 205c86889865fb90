"""Connects the window's actions to their handlers."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.commands.menus import record_menu
from gonghui_desktop.ui.preview.print_commands import AskPrinter, PrintCommands
from gonghui_desktop.ui.preview.system_print import ask_printer as ask_system_printer
from gonghui_desktop.ui.records.record_commands import RecordCommands
from gonghui_desktop.ui.submission.submission_commands import SubmissionCommands
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.help_commands import HelpCommands
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.text_commands import TextCommands
from gonghui_desktop.ui.window.view_commands import ViewCommands
from gonghui_desktop.ui.window.window_contents import WindowContents, show_contents


def connect_commands(
    contents: WindowContents, ask_printer: AskPrinter = ask_system_printer
) -> None:
    """Adds the remaining pages, connects each action to its handler and enables the menus.

    The handlers are owned by the contents and go with them.

    Args:
        contents: the window's contents, with the current page alone.
        ask_printer: shows the print dialog.

    Raises:
        StoreError: the records cannot be read.
    """
    contents.tabs.complete()
    context = contents.command_context()
    RecordCommands(context)
    PrintCommands(context, ask_printer)
    SubmissionCommands(context)
    ViewCommands(context, contents.tabs)
    HelpCommands(context)
    TextCommands(context.actions, contents)
    # Del belongs to the list alone: in a text it deletes a character.
    context.actions["delete"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    for page in contents.tabs.pages.values():
        _connect_page(page, context.actions)
    contents.tabs.page_added.connect(lambda page: _connect_page(page, context.actions))
    contents.refresh_progress()
    contents.main_window.set_commands_enabled(True)


def fill_window(
    window: MainWindow, ws: Workspace, ask_printer: AskPrinter = ask_system_printer
) -> WindowContents:
    """Shows a workspace in the window in one step, for tests and the self-test.

    Raises:
        StoreError: the records cannot be read.
    """
    contents = show_contents(window, ws)
    connect_commands(contents, ask_printer)
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
