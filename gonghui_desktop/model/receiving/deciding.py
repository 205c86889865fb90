"""What may be done to a received package, by what it counts for; why not, in a sentence.

One table for the services, the window and the command line: what is decided is taken back before
anything else is decided, so that each step has its reason.
"""

from __future__ import annotations

from gonghui_desktop.model.receiving.submissions import SubmissionState

_WITHIN = "它是随汇总上报包一起来的，不能单独办理，请对整个汇总上报包办理"
_OLDER = "已经有更新的一次，请办理最新的一次"
_PENDING = "上一次已经受理，这一次还不算；要办理这一次，请先撤销上一次的受理"
_CONFLICT = "同一次收到了内容不同的报送包，请先选定以哪一个为准"


def why_not_returned(state: SubmissionState, *, is_within: bool = False) -> str:
    """Why a package cannot be sent back, a clause; empty if it can.

    Args:
        state: what it counts for.
        is_within: whether it came within another one.
    """
    match state:
        case SubmissionState.ACCEPTED:
            own = "已经受理，不能再退回；要退回，请先撤销受理"
        case SubmissionState.RETURNED:
            own = (
                "已经退回，正等对方重报；要再存一份退回单，请重新存出；要改退回的原因，请先撤销退回"
            )
        case _:
            own = _why_not_decided(state)
    return _WITHIN if is_within else own


def why_not_accepted(state: SubmissionState, *, is_within: bool = False) -> str:
    """As :func:`why_not_returned`: why it cannot be accepted."""
    match state:
        case SubmissionState.ACCEPTED:
            own = "已经受理过了，不用再受理；要再存一份回执，请重新存出"
        case SubmissionState.RETURNED:
            own = "已经退回，正等对方重报；不用重报了，请先撤销退回再受理"
        case _:
            own = _why_not_decided(state)
    return _WITHIN if is_within else own


def why_not_taken_back(state: SubmissionState, *, is_within: bool = False) -> str:
    """As :func:`why_not_returned`: why there is no decision to be taken back."""
    if is_within:
        return _WITHIN
    if state in (SubmissionState.ACCEPTED, SubmissionState.RETURNED):
        return ""
    if state is SubmissionState.OLDER:
        return _OLDER
    return "还没有退回或受理，没有可以撤销的"


def why_not_chosen(
    state: SubmissionState, *, is_contested: bool, is_locked: bool, is_within: bool = False
) -> str:
    """As :func:`why_not_returned`: why it cannot be chosen among those of its revision.

    Args:
        state: what it counts for.
        is_contested: whether another one of its revision is in conflict with it.
        is_locked: whether another one of its revision was accepted.
        is_within: whether it came within another one.
    """
    if is_within:
        return _WITHIN
    if not is_contested:
        return "这一次没有内容不同的另一个报送包，不用选定"
    if is_locked and state is not SubmissionState.ACCEPTED:
        return "同一次的另一个已经受理；要以这一个为准，请先撤销那一个的受理"
    return ""


def _why_not_decided(state: SubmissionState) -> str:
    match state:
        case SubmissionState.OLDER:
            return _OLDER
        case SubmissionState.PENDING:
            return _PENDING
        case SubmissionState.CONFLICT:
            return _CONFLICT
        case _:
            return ""
