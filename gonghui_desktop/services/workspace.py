"""What every service works with: the campaign, the store and the printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonghui_desktop.model.campaign import Campaign

if TYPE_CHECKING:  # ReportLab and SQLAlchemy take 0.3 s; whoever opens a workspace pays for them
    from gonghui_desktop.printing.printer import FormPrinter
    from gonghui_desktop.store.store import Store


@dataclass(frozen=True)
class Workspace:
    """The program's open state, handed to every service function."""

    campaign: Campaign
    store: Store
    printer: FormPrinter
