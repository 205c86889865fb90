"""When a field's findings are shown: late, and never while she types.

A field that is empty is not blamed until she tries to make the form final. What she has typed is
judged when she leaves the field, or a moment after she stops; what is mended goes at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.record import EMPTY


class Blame:
    """Decides which of a record's findings are shown under its fields."""

    def __init__(self) -> None:
        self.findings: tuple[Finding, ...] = ()
        """All findings of the last check, shown or not."""
        self._checked: Mapping[str, str] = EMPTY
        self._typing = ""
        self._tells_all = False

    def begin(self) -> None:
        """Forgets everything: another record is loaded."""
        self.findings = ()
        self._checked = EMPTY
        self._typing = ""
        self._tells_all = False

    def take(self, findings: Sequence[Finding], checked: Mapping[str, str]) -> None:
        """Takes the outcome of a check of these canonical values."""
        self.findings = tuple(findings)
        self._checked = checked

    def tell_all(self) -> None:
        """From now on empty fields are blamed, too: she tried to make the form final."""
        self._tells_all = True

    def type(self, field_id: str) -> None:
        """She is typing into that field."""
        self._typing = field_id

    def rest(self) -> None:
        """She has stopped, or has left the field."""
        self._typing = ""

    def of(self, field_id: str, value: str, shown: Sequence[Finding]) -> list[Finding]:
        """What is to be shown under a field.

        Args:
            field_id: which.
            value: its canonical value as it stands in the input.
            shown: what is shown now.
        """
        own = [finding for finding in self.findings if finding.field == field_id]
        if not value and not self._tells_all:
            return []
        is_stale = self._checked.get(field_id, "") != value
        if is_stale or field_id == self._typing:
            return [finding for finding in own if finding in shown]
        return own
