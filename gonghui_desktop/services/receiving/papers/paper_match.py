"""What was found for a stamped paper, and how many papers were there: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.services.receiving.received import Look


class PaperResult(StrEnum):
    """What a paper is; the value is what ``--json`` says.

    Attributes:
        SAME: it says what was accepted.
        NOT_ACCEPTED: it says what was received, which is not accepted.
        DIFFERS: it says something else than what counts, in the same revision.
        OLDER: it is of a former revision, or of a form that is no longer handed in.
        UNKNOWN: nothing like it was received.
        COMPARE: the short code alone was given: a person has to compare.
    """

    SAME = "same"
    NOT_ACCEPTED = "not_accepted"
    DIFFERS = "differs"
    OLDER = "older"
    UNKNOWN = "unknown"
    COMPARE = "compare"


@dataclass(frozen=True)
class PaperMatch:
    """What was found for a paper.

    Attributes:
        result: what it is.
        look: the package in which it counts or, where none does, was found.
        record: what is on the paper, as far as that is known.
        fields: what the paper says and what counts, where they differ.
        is_ticked: whether its paper was ticked off before.
        can_tick: whether it is to be ticked off: it is the same, or will be once compared.
        page: of the form, from 1; 0 for a short code.
        pages: of the form; 0 for a short code.
        candidates: further records with the same short code.
        is_cover: whether it is the cover sheet of a package, not a form.
    """

    result: PaperResult
    look: Look | None = None
    record: ReceivedRecord | None = None
    fields: tuple[Difference, ...] = ()
    is_ticked: bool = False
    can_tick: bool = False
    page: int = 0
    pages: int = 0
    candidates: tuple[PaperMatch, ...] = ()
    is_cover: bool = False


@dataclass(frozen=True)
class PaperCount:
    """How many stamped papers were there.

    Attributes:
        seen: of the records that count, those whose paper was.
        all: records that count.
    """

    seen: int
    all: int
