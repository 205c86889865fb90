"""The forms that records from outside may be made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition


@dataclass(frozen=True)
class KnownForms:
    """The forms that records from outside may be made with.

    Attributes:
        campaign: whose forms new records are read with.
        first_campaign: id of the campaign of everything that was made before editions existed.
        first_forms: that campaign's forms at that time, by id.
    """

    campaign: Campaign
    first_campaign: str = ""
    first_forms: Mapping[str, FormDefinition] = field(default_factory=dict)

    def without_edition(self, campaign: str, form: str) -> FormDefinition | None:
        """The form of a record that names no edition; ``None`` if nobody knows it."""
        if campaign == self.first_campaign and form in self.first_forms:
            return self.first_forms[form]
        if campaign == self.campaign.id and self.campaign.has_form(form):
            return self.campaign.form(form)
        return None
