"""Which of an office's packages counts, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.receiving.submissions import (
    COUNTING,
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
    SubmissionState,
    states_of,
)
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.unit_names import unit_key

_AT = datetime(2017, 3, 8, tzinfo=UTC)
Came = tuple[str, int, str]  # office, revision, what is in it
_PACKAGES = st.lists(
    st.tuples(st.sampled_from(["甲工会", "乙工会"]), st.integers(1, 3), st.sampled_from("xyz")),
    unique=True,
    max_size=7,
)
_ACTIONS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(SubmissionAction)), max_size=5)


def _states(
    packages: Sequence[Came], done: Sequence[tuple[Came, SubmissionAction]]
) -> Mapping[Came, SubmissionState]:
    numbers = {each: number for number, each in enumerate(packages, 1)}
    kept = [
        ReceivedSubmission(
            number, str(each), "", "2017", Profile("district", each[0]), each[1], "", _AT, _AT
        )
        for each, number in numbers.items()
    ]
    events = [
        SubmissionEvent(place, numbers[each], action, "", "", "", _AT)
        for place, (each, action) in enumerate(done, 1)
    ]
    states = states_of(kept, events, unit_key)
    return {each: states[number] for each, number in numbers.items()}


@given(packages=_PACKAGES, actions=_ACTIONS, data=st.data())
def test_the_order_of_arrival_changes_nothing(
    packages: list[Came], actions: list[tuple[int, SubmissionAction]], data: st.DataObject
) -> None:
    done = [(packages[at], action) for at, action in actions if at < len(packages)]
    other = data.draw(st.permutations(packages))
    states = _states(packages, done)
    assert _states(other, done) == states
    for office in {each[0] for each in packages}:
        own = {each: state for each, state in states.items() if each[0] == office}
        counting = [each for each, state in own.items() if state in COUNTING]
        conflicts = [each for each, state in own.items() if state is SubmissionState.CONFLICT]
        assert len(counting) == 1 or (not counting and len(conflicts) > 1)
        if not done and counting:
            assert counting[0][1] == max(revision for _, revision, _ in own)


def test_of_two_packages_of_one_revision_the_one_accepted_last_counts() -> None:
    came = [("甲工会", 2, "x"), ("甲工会", 2, "y")]
    done = [(came[1], SubmissionAction.ACCEPT), (came[0], SubmissionAction.ACCEPT)]
    for packages in (came, came[::-1]):
        states = _states(packages, done)
        assert states[came[0]] is SubmissionState.ACCEPTED
        assert states[came[1]] is SubmissionState.CONFLICT


def test_what_came_within_a_report_counts_for_itself() -> None:
    sender = Profile("district", "甲工会")
    alone = ReceivedSubmission(1, "a", "", "2017", sender, 1, "", _AT, _AT)
    within = ReceivedSubmission(2, "b", "", "2017", sender, 2, "", _AT, _AT, within=9)
    states = states_of([alone, within], (), unit_key)
    assert set(states.values()) == {SubmissionState.RECEIVED}
