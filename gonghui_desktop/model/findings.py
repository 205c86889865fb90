"""Findings: what stands between a draft and a final form, in the clerks' own three degrees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from gonghui_desktop.model.reasons import is_reason

_WISH = re.compile(r"[，；][^，；。]*请写明原因[^；。]*。?$")


class Severity(StrEnum):
    """Degrees known from the statistical reporting systems (强制性, 核实性, 提示性)."""

    MANDATORY = "强制"
    VERIFY = "核实"
    ADVICE = "提示"


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        severity: 强制 blocks making final, 核实 wants an explanation, 提示 is advice.
        message: one Chinese sentence that says what to do.
        record_id: record it belongs to, empty for the whole submission.
        field: field it belongs to, empty for the whole record.
        explanation: the clerk's reason; a 核实 finding with one no longer blocks.
    """

    severity: Severity
    message: str
    record_id: str = ""
    field: str = ""
    explanation: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the form cannot be made final because of it."""
        if self.severity is Severity.VERIFY:
            return not is_reason(self.explanation)
        return self.severity is Severity.MANDATORY


def without_wish(message: str, instead: str = "。") -> str:
    """A finding's message, with something else in the place of its wish for a reason."""
    return _WISH.sub(instead, message)
