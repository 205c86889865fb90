"""What an office above says to the one that has handed something in: 退回 or 受理."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gonghui_desktop.model.record import Profile


class ReplyKind(StrEnum):
    """What is said; the value is that of the package's kind.

    Attributes:
        RETURN: the package, some of its records or fields are sent back, with reasons.
        RECEIPT: the package was accepted.
    """

    RETURN = "return"
    RECEIPT = "receipt"

    @property
    def label(self) -> str:
        """What clerks call it."""
        return _LABELS[self]


_LABELS = {ReplyKind.RETURN: "退回单", ReplyKind.RECEIPT: "受理回执"}


@dataclass(frozen=True)
class ReplyReason:
    """Why something is sent back.

    Attributes:
        text: in the clerk's words.
        record: id of the record that it concerns; empty for the whole package.
        revision: that record's, as it came; 0 for the whole package.
        field: id of the field that it concerns; empty for the whole record.
    """

    text: str
    record: str = ""
    revision: int = 0
    field: str = ""


@dataclass(frozen=True)
class RepliedRecord:
    """A record that is sent back or was accepted.

    Attributes:
        id: its id.
        form: id of its form.
        name: of its unit.
        revision: as it came.
        check_code: on its paper.
    """

    id: str
    form: str
    name: str
    revision: int
    check_code: str


@dataclass(frozen=True)
class Reply:
    """A return or a receipt.

    Attributes:
        package: UUID that its contents make.
        kind: which of the two.
        campaign: id of the campaign.
        campaign_name: its name.
        of: UUID of the package that it answers.
        of_revision: of that package.
        office: who says it.
        addressee: name of the office that has handed the package in.
        reasons: why it is sent back, in the clerk's order; none in a receipt.
        records: those that are sent back or were accepted, in the package's order.
        answer_by: until when an answer is wanted; ``None`` in a receipt.
        made_on: the day of the decision, by China's calendar.
        turn: the how manieth decision about the package it is, what was taken back among them: of
            several on one day the last one counts.
    """

    package: str
    kind: ReplyKind
    campaign: str
    campaign_name: str
    of: str
    of_revision: int
    office: Profile
    addressee: str
    reasons: tuple[ReplyReason, ...]
    records: tuple[RepliedRecord, ...]
    answer_by: date | None
    made_on: date
    turn: int = 1
