"""Kinds of packages: what an office hands in, and what comes back or goes further up."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

LABEL = "Gonghui-Package-Type"
"""Where ``bag-info.txt`` says the kind; the BagIt profile allows these kinds alone."""


class PackageKind(StrEnum):
    """What a package is for; the value is what stands under :data:`LABEL`."""

    SUBMISSION = "submission"
    RETURN = "return"
    RECEIPT = "receipt"
    REPORT = "report"

    @property
    def label(self) -> str:
        """What clerks call it."""
        return _LABELS[self]

    @property
    def remedy(self) -> str:
        """What to do with one where a submission was wanted, a clause."""
        return _REMEDIES.get(self, "请核对文件")


_LABELS = {
    PackageKind.SUBMISSION: "报送包",
    PackageKind.RETURN: "退回单",
    PackageKind.RECEIPT: "受理回执",
    PackageKind.REPORT: "汇总上报包",
}


_REMEDIES = {
    PackageKind.RETURN: "请用“导入”把它导入",
    PackageKind.RECEIPT: "请用“导入”把它导入",
    PackageKind.REPORT: "请由上级单位接收，接收时逐个核验",
}


def kind_of(info: Mapping[str, str]) -> PackageKind:
    """The kind of a package, by its ``bag-info.txt`` as the bag's reader returns it."""
    return PackageKind(info[LABEL])
