"""What the window's commands work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.dialogs.prompts import Prompts
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.notification_bar import NotificationBar
from gonghui_desktop.ui.window.form_tabs import FormTabs


@dataclass(frozen=True)
class CommandContext:
    """The window's parts and doors, for its commands.

    Attributes:
        ws: the workspace.
        theme: look of the window.
        tasks: background work.
        prompts: the door to the user.
        clock: the present moment, with time zone.
        window: what dialogs belong to.
        actions: what can be done.
        keeper: stores what is typed.
        tabs: the forms' pages.
        notifications: what is said without asking.
    """

    ws: Workspace
    theme: Theme
    tasks: TaskRunner
    prompts: Prompts
    clock: Callable[[], datetime]
    window: QWidget
    actions: Actions
    keeper: DraftKeeper
    tabs: FormTabs
    notifications: NotificationBar
