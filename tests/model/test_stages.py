"""What may follow what on a form's road, pair by pair."""

from __future__ import annotations

from itertools import product

import pytest

from gonghui_desktop.model.stages import (
    STAGE_NAMES,
    TRANSITIONS,
    Stage,
    Step,
    can_mark,
    is_ahead,
    is_note,
)

# Rows: from; columns: to, in the order of the stages. F: by making final; R: by reopening;
# M: by a mark; N: noted beside the stage; -: never.
_TABLE = {
    "草稿": "-F-----",
    "已定稿": "R-MMM--",
    "已打印": "RM-MM--",
    "已盖章": "RMM-M--",
    "已上报": "RMNN-MM",
    "已退回": "R-NNM-M",
    "已受理": "R-NNMM-",
}
_STEPS = {"F": Step.FINALISE, "R": Step.REOPEN, "M": Step.MARK, "N": Step.NOTE, "-": None}


@pytest.mark.parametrize(("now", "then"), list(product(Stage, Stage)))
def test_every_pair_of_stages(now: Stage, then: Stage) -> None:
    wanted = _STEPS[_TABLE[STAGE_NAMES[now]][list(Stage).index(then)]]
    assert TRANSITIONS.get((now, then)) is wanted
    assert can_mark(now, then) is (wanted in (Step.MARK, Step.NOTE))
    assert is_note(now, then) is (wanted is Step.NOTE)


def test_every_stage_has_its_word_and_its_place() -> None:
    assert [STAGE_NAMES[stage] for stage in Stage] == list(_TABLE)
    assert is_ahead(Stage.FINAL, Stage.PRINTED)
    assert not is_ahead(Stage.SUBMITTED, Stage.PRINTED)
    assert not is_ahead(Stage.FINAL, Stage.FINAL)
