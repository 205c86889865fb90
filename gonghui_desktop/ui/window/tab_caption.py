"""What stands on the tabs."""

from __future__ import annotations

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition

RECEIVING = "收件"
"""On the tab of what the office receives."""


def tab_caption(campaign: Campaign, form: FormDefinition, count: str) -> str:
    """A form's caption.

    Args:
        campaign: the campaign in which it is shown, which may not have it (any more).
        form: the form.
        count: how many records it has; empty for none.
    """
    caption = form.tab.replace("&", "&&")
    if not campaign.has_form(form.id):
        caption += "（表样有误）" if form.id in campaign.broken else "（已停用）"
    return f"{caption}  {count}" if count else caption
