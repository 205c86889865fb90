"""What the window's commands work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.actions import Actions
from gonghui_desktop.ui.drafts import DraftKeeper
from gonghui_desktop.ui.form_tabs import FormTabs
from gonghui_desktop.ui.news import News
from gonghui_desktop.ui.prompts import Prompts
from gonghui_desktop.ui.tasks import Tasks
from gonghui_desktop.ui.theme import Theme


@dataclass(frozen=True)
class Desk:
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
        news: what is said without asking.
    """

    ws: Workspace
    theme: Theme
    tasks: Tasks
    prompts: Prompts
    clock: Callable[[], datetime]
    window: QWidget
    actions: Actions
    keeper: DraftKeeper
    tabs: FormTabs
    news: News
