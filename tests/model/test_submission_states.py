"""Which of an office's packages counts, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.receiving.deciding import (
    why_not_accepted,
    why_not_chosen,
    why_not_returned,
    why_not_taken_back,
)
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


class _Office:
    """What came and was done, step by step, as long as it may be done."""

    def __init__(self) -> None:
        self.came: list[ReceivedSubmission] = []
        self.done: list[SubmissionEvent] = []

    def states(self) -> Mapping[int, SubmissionState]:
        return states_of(self.came, self.done, unit_key)

    def arrive(self, name: str, revision: int) -> None:
        number = len(self.came) + 1
        sender = Profile("district", name)
        self.came.append(
            ReceivedSubmission(
                number, str(number), "", "2017", sender, revision, "", _AT, self._now()
            )
        )

    def refusal(self, number: int, action: SubmissionAction) -> str:
        """Why that cannot be done, as the services ask it."""
        states, own = self.states(), self.came[number - 1]
        match action:
            case SubmissionAction.RETURN:
                return why_not_returned(states[number])
            case SubmissionAction.ACCEPT:
                return why_not_accepted(states[number])
            case SubmissionAction.TAKE_BACK:
                return why_not_taken_back(states[number])
            case SubmissionAction.CHOOSE:
                rivals = [
                    states[each.number]
                    for each in self.came
                    if (each.sender, each.revision) == (own.sender, own.revision)
                    and each.number != number
                ]
                contested = SubmissionState.CONFLICT in (states[number], *rivals)
                locked = SubmissionState.ACCEPTED in rivals
                return why_not_chosen(
                    states[number], is_contested=bool(rivals) and contested, is_locked=locked
                )
        return ""

    def do(self, number: int, action: SubmissionAction) -> None:
        event = SubmissionEvent(len(self.done) + 1, number, action, "", "", "", self._now())
        self.done.append(event)

    def _now(self) -> datetime:
        return _AT + timedelta(seconds=len(self.came) + len(self.done))


class _Arrives(NamedTuple):
    name: str
    revision: int


class _Does(NamedTuple):
    at: int
    action: SubmissionAction


_STEPS = st.lists(
    st.one_of(
        st.builds(_Arrives, st.sampled_from(["甲工会", "乙工会"]), st.integers(1, 3)),
        st.builds(_Does, st.integers(0, 9), st.sampled_from(SubmissionAction)),
    ),
    max_size=20,
)


@given(steps=_STEPS)
def test_whatever_comes_and_is_decided_in_whatever_order(
    steps: list[_Arrives | _Does],
) -> None:
    office = _Office()
    for step in steps:
        before = office.states()
        if isinstance(step, _Arrives):
            office.arrive(*step)
            _nothing_decided_is_lost(before, office.states())
        elif office.came:
            number = step.at % len(office.came) + 1
            if not office.refusal(number, step.action):
                office.do(number, step.action)
                _is_done(office, number, step.action)
        _one_counts(office)


def _nothing_decided_is_lost(
    before: Mapping[int, SubmissionState], after: Mapping[int, SubmissionState]
) -> None:
    """An arrival changes nothing that was accepted; a return it can only answer or contest."""
    for number, state in before.items():
        if state is SubmissionState.ACCEPTED:
            assert after[number] is SubmissionState.ACCEPTED
        elif state is SubmissionState.OLDER:
            assert after[number] in (SubmissionState.OLDER, SubmissionState.CONFLICT)
        elif state is SubmissionState.RETURNED:
            answers = (SubmissionState.OLDER, SubmissionState.CONFLICT)
            assert after[number] in (SubmissionState.RETURNED, *answers)


def _is_done(office: _Office, number: int, action: SubmissionAction) -> None:
    """What may be decided comes to be, and the same again is refused."""
    wanted = {
        SubmissionAction.RETURN: (SubmissionState.RETURNED,),
        SubmissionAction.ACCEPT: (SubmissionState.ACCEPTED,),
        SubmissionAction.TAKE_BACK: (SubmissionState.RECEIVED, SubmissionState.CONFLICT),
        SubmissionAction.CHOOSE: COUNTING,
    }
    if action not in wanted:
        return
    state = office.states()[number]
    newer = [each.revision for each in office.came if each.sender == _sender(office, number)]
    is_superseded = max(newer) > office.came[number - 1].revision
    if action is SubmissionAction.TAKE_BACK and is_superseded:
        assert state is SubmissionState.OLDER  # what was pending counts now
    else:
        assert state in wanted[action]
    assert office.refusal(number, action)


def _sender(office: _Office, number: int) -> Profile:
    return office.came[number - 1].sender


def _one_counts(office: _Office) -> None:
    """Of each office exactly one counts, or those of one revision are in conflict."""
    states = office.states()
    for name in {each.sender.name for each in office.came}:
        own = [each for each in office.came if each.sender.name == name]
        counting = [each for each in own if states[each.number] in COUNTING]
        conflicts = [each for each in own if states[each.number] is SubmissionState.CONFLICT]
        assert len(counting) <= 1
        assert len({each.revision for each in conflicts}) <= 1
        if not counting:
            assert len(conflicts) > 1
        accepted = [each for each in own if states[each.number] is SubmissionState.ACCEPTED]
        for each in own:
            if accepted and each.revision > accepted[0].revision:
                assert states[each.number] is SubmissionState.PENDING
