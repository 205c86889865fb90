"""How far a form has come, from the first key to the office above, and what may follow what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gonghui_desktop.model.forms.form import FormDefinition


class Stage(StrEnum):
    """Where a form stands. Each revision begins as a draft."""

    DRAFT = "draft"
    FINAL = "final"
    PRINTED = "printed"
    STAMPED = "stamped"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


STAGE_NAMES: Mapping[Stage, str] = {
    Stage.DRAFT: "草稿",
    Stage.FINAL: "已定稿",
    Stage.PRINTED: "已打印",
    Stage.STAMPED: "已盖章",
    Stage.SUBMITTED: "已上报",
    Stage.RETURNED: "已退回",
    Stage.ACCEPTED: "已受理",
}
"""Every stage in the clerk's words."""

ON_PAPER = frozenset({Stage.PRINTED, Stage.STAMPED, Stage.SUBMITTED})
"""A revision that has been here has paper, which is void once the next revision begins."""


CROSS_PAGE_SEAL = "骑缝章"
"""The seal across the edges of all pages, which the paper of several pages needs besides its own:
no page can then be exchanged unseen."""


def seal_names(form: FormDefinition) -> tuple[str, ...]:
    """Names of the seals that a form's paper can bear, by their numbers.

    The form's own are first; the last one, across the pages, is for paper of several pages.
    """
    return (*(seal.name for seal in form.seals), CROSS_PAGE_SEAL)


class Step(StrEnum):
    """How a form comes from one stage to another."""

    FINALISE = "finalise"
    REOPEN = "reopen"
    MARK = "mark"
    NOTE = "note"
    """The form stays where it is: an earlier stage is written down late, such as its printing."""


def _transitions() -> Mapping[tuple[Stage, Stage], Step]:
    draft, final, printed, stamped, submitted, returned, accepted = Stage
    with_us = (final, printed, stamped, submitted)
    answers = (returned, accepted)
    paper = (printed, stamped)
    marks = [(one, other) for one in with_us for other in with_us]
    marks += [(submitted, answer) for answer in answers]
    marks += [(answer, submitted) for answer in answers]
    marks += [(one, other) for one in answers for other in answers]
    return {
        (draft, final): Step.FINALISE,
        **{(stage, draft): Step.REOPEN for stage in Stage if stage is not draft},
        **{pair: Step.MARK for pair in marks if pair[0] is not pair[1]},
        **{(one, other): Step.NOTE for one in (submitted, *answers) for other in paper},
    }


TRANSITIONS: Mapping[tuple[Stage, Stage], Step] = _transitions()
"""What may follow what, and how; every other pair is refused.

Between 已定稿 and 已盖章 both ways, since a mark may have been set by mistake, and back to 已定稿
from 已上报 for the same reason. Paper and package go out in either order: that paper was printed or
stamped after the package went out is noted, and the form stays 已上报. The office above answers
only what has been submitted.
"""


def can_mark(now: Stage, then: Stage) -> bool:
    """Whether a form may simply be marked so, be it only that an earlier stage is noted."""
    return TRANSITIONS.get((now, then)) in (Step.MARK, Step.NOTE)


def is_note(now: Stage, then: Stage) -> bool:
    """Whether a mark is noted beside the stage, which stays."""
    return TRANSITIONS.get((now, then)) is Step.NOTE


def is_ahead(now: Stage, then: Stage) -> bool:
    """Whether the other stage lies further on the road than this one."""
    stages = list(Stage)
    return stages.index(then) > stages.index(now)


@dataclass(frozen=True)
class StageEntry:
    """A stage that a revision came to.

    Attributes:
        revision: 1 for the first.
        stage: which.
        at: when, with time zone.
    """

    revision: int
    stage: Stage
    at: datetime


def facts(entries: Iterable[StageEntry], revision: int) -> Mapping[Stage, datetime]:
    """What has been done to a revision since it was made final last, and when.

    A form that was 已盖章 by mistake and is 已打印 again has no seal; once it is 已上报, an earlier
    stage is noted and takes nothing away.
    """
    found: dict[Stage, datetime] = {}
    for entry in entries:
        if entry.revision == revision:
            if entry.stage in (Stage.DRAFT, Stage.FINAL):
                found.clear()
            elif entry.stage is Stage.PRINTED and Stage.SUBMITTED not in found:
                found.pop(Stage.STAMPED, None)
            found[entry.stage] = entry.at
    return found
