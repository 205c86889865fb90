"""Two writers at one record."""

from __future__ import annotations

from collections.abc import Mapping

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.record import Record

Clash = tuple[str, str, str]
"""What the writer had seen, what is stored by now, and what the writer wants to store."""


class ValueConflict(GonghuiError):  # noqa: N818 -- named for what happened, as FileNotFoundError is not
    """Somebody else has changed what was to be changed; nothing was written.

    Attributes:
        record: as it is stored now.
        fields: by field id, for values.
        reasons: by field id, for reasons.
    """

    def __init__(
        self, record: Record, fields: Mapping[str, Clash], reasons: Mapping[str, Clash]
    ) -> None:
        super().__init__("这份申报表刚刚在别处改动过，请对照两边的内容，选定保留哪一个。")
        self.record = record
        self.fields = fields
        self.reasons = reasons
