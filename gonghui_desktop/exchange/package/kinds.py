"""Kinds of packages: what an office hands in, and what comes back or goes further up."""

from __future__ import annotations

from enum import StrEnum


class PackageKind(StrEnum):
    """What a package is for; the value is its ``Gonghui-Package-Type``."""

    SUBMISSION = "submission"
    RETURN = "return"
    RECEIPT = "receipt"
    REPORT = "report"

    @property
    def label(self) -> str:
        """What clerks call it."""
        return _LABELS[self]


_LABELS = {
    PackageKind.SUBMISSION: "报送包",
    PackageKind.RETURN: "退回单",
    PackageKind.RECEIPT: "受理回执",
    PackageKind.REPORT: "汇总上报包",
}
