"""One list of what was done, the latest first: typing of each record, actions over records."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.ui.commands.undo_list import ActionStep, Deed, Step, UndoList, short_title
from gonghui_desktop.ui.editor.undo import Target, Typing

NAME, ADDRESS = Target("name"), Target("address")
NATURE, NON_PUBLIC = Target("nature"), Target("non_public")
EMPLOYEES = Target("employees")
A, B, C = "a" * 32, "b" * 32, "c" * 32


class _Desk:
    """An undo list with the texts that it restored, as ``(record id, texts)``."""

    def __init__(self) -> None:
        self.now = 0.0
        self.list = UndoList()
        self.restored: Mapping[Target, str] = {}
        self.typing = Typing(self.list, self._title, self._restore, lambda: self.now)

    def type(self, target: Target, before: str, after: str, into: str = A) -> None:
        self.typing.note(into, target, before, after)

    def act(self, title: str, *records: str) -> Step:
        deed = Deed(lambda: None, lambda _none: None)
        return self.list.push(title, deed, deed, records)

    def undo(self, at: str = A) -> Mapping[Target, str]:
        """The texts that an undo restores while that record is open; none for an action."""
        step = self.list.undoable(at)
        assert step is not None
        self.restored = {}
        step.undoing.show(None)
        self.list.note_undone(step)
        return self.restored

    def redo(self, at: str = A) -> Mapping[Target, str]:
        step = self.list.redoable(at)
        assert step is not None
        self.restored = {}
        step.redoing.show(None)
        self.list.note_redone(step)
        return self.restored

    def undoable(self, at: str = A) -> str | None:
        step = self.list.undoable(at)
        return None if step is None else step.title

    def redoable(self, at: str = A) -> str | None:
        step = self.list.redoable(at)
        return None if step is None else step.title

    def _restore(self, _record_id: str, texts: Mapping[Target, str]) -> None:
        self.restored = dict(texts)

    @staticmethod
    def _title(target: Target) -> str:
        return f"输入 {target.field_id}"


@pytest.fixture
def desk() -> _Desk:
    return _Desk()


# typing


def test_typing_without_a_pause_is_one_step(desk: _Desk) -> None:
    desk.type(NAME, "", "大")
    desk.type(NAME, "大", "大连")
    assert desk.undo() == {NAME: ""}
    assert desk.undoable() is None
    assert desk.redo() == {NAME: "大连"}


def test_a_pause_begins_a_new_step(desk: _Desk) -> None:
    desk.type(NAME, "", "大")
    desk.now += 5
    desk.type(NAME, "大", "大连")
    assert desk.undo() == {NAME: "大"}
    assert desk.undo() == {NAME: ""}


def test_another_field_is_another_step(desk: _Desk) -> None:
    desk.type(NAME, "", "甲")
    desk.type(ADDRESS, "", "乙")
    assert desk.undo() == {ADDRESS: ""}
    assert desk.undo() == {NAME: ""}


def test_what_followed_from_a_step_goes_back_with_it(desk: _Desk) -> None:
    desk.type(NATURE, "", "5")
    desk.typing.note_consequence(A, NON_PUBLIC, "", "yes")
    assert desk.undo() == {NATURE: "", NON_PUBLIC: ""}
    assert desk.redo() == {NATURE: "5", NON_PUBLIC: "yes"}


def test_what_followed_belongs_to_its_record_whatever_was_done_since(desk: _Desk) -> None:
    desk.type(NATURE, "", "5")
    desk.type(NAME, "", "乙", into=B)
    desk.typing.note_consequence(A, NON_PUBLIC, "", "yes")
    assert desk.undo(at=B) == {NAME: ""}
    assert desk.undo(at=A) == {NATURE: "", NON_PUBLIC: ""}


def test_the_canonical_form_is_no_step_of_its_own(desk: _Desk) -> None:
    desk.type(EMPLOYEES, "", "１２")
    desk.typing.close_step()
    desk.typing.note_normalised(A, EMPLOYEES, "12")
    assert desk.undo() == {EMPLOYEES: ""}
    assert desk.redo() == {EMPLOYEES: "12"}


def test_a_new_change_drops_what_was_undone(desk: _Desk) -> None:
    desk.type(NAME, "", "甲")
    desk.undo()
    desk.type(NAME, "", "乙")
    assert desk.redoable() is None


def test_typing_after_undo_does_not_join_the_step_before(desk: _Desk) -> None:
    desk.type(NAME, "", "甲")
    desk.typing.close_step()
    desk.type(NAME, "甲", "甲乙")
    desk.undo()
    desk.typing.close_step()
    desk.type(NAME, "甲", "甲丙")
    assert desk.undo() == {NAME: "甲"}


def test_a_reason_is_typed_in_a_step_of_its_own_beside_its_fields_value(desk: _Desk) -> None:
    reason = Target("name", is_reason=True)
    desk.type(NAME, "", "甲")
    desk.type(reason, "", "新")
    desk.type(reason, "新", "新设")
    assert desk.undo() == {reason: ""}
    assert desk.undo() == {NAME: ""}
    desk.redo()
    assert desk.redo() == {reason: "新设"}


def test_several_texts_at_once_are_one_step(desk: _Desk) -> None:
    desk.type(NAME, "", "甲")
    desk.typing.note_at_once(A, "粘贴", {NAME: "甲", ADDRESS: ""}, {NAME: "乙", ADDRESS: "丙"})
    desk.type(NAME, "乙", "丁")
    assert desk.undo() == {NAME: "乙"}
    assert desk.undoable() == "粘贴"
    assert desk.undo() == {NAME: "甲", ADDRESS: ""}


# one list for all


def test_the_latest_comes_first_whatever_it_was(desk: _Desk) -> None:
    desk.type(NAME, "", "甲")
    desk.act("删除 “乙”", B)
    desk.type(ADDRESS, "", "丙")
    assert [desk.undoable(), desk.undo()][0] == "输入 address"
    assert [desk.undoable(), desk.undo()][0] == "删除 “乙”"
    assert [desk.undoable(), desk.undo()][0] == "输入 name"
    assert [desk.redoable(), desk.redo()][0] == "输入 name"
    assert [desk.redoable(), desk.redo()][0] == "删除 “乙”"


def test_typing_in_another_record_is_not_undone_from_here(desk: _Desk) -> None:
    desk.type(NAME, "", "甲", into=A)
    assert desk.undoable(at=B) is None
    assert desk.undoable(at="") is None
    desk.undo(at=A)
    assert desk.redoable(at=B) is None
    assert desk.redoable(at=A) == "输入 name"


def test_an_action_is_undone_from_anywhere(desk: _Desk) -> None:
    desk.act("删除 “丙”", C)
    assert desk.undoable(at=A) == "删除 “丙”"
    assert desk.undoable(at="") == "删除 “丙”"


def test_a_record_with_newer_words_does_not_vanish_from_elsewhere(desk: _Desk) -> None:
    desk.type(NAME, "", "乙", into=B)
    desk.act("新建 附件1", A)
    desk.type(NAME, "", "甲", into=A)
    assert desk.undoable(at=B) == "输入 name"  # its own, not the making of the other one
    assert desk.undo(at=B) == {NAME: ""}
    assert desk.undoable(at=B) is None
    assert desk.undo(at=A) == {NAME: ""}
    assert desk.undoable(at=A) == "新建 附件1"


def test_what_was_undone_of_an_action_is_gone_after_something_new(desk: _Desk) -> None:
    desk.act("新建 附件1", C)
    desk.undo(at=A)
    desk.type(NAME, "", "甲", into=A)
    assert desk.redoable(at=A) is None


def test_what_was_undone_in_another_record_can_still_be_done_again(desk: _Desk) -> None:
    desk.type(NAME, "", "乙", into=B)
    desk.undo(at=B)
    desk.type(NAME, "", "甲", into=A)
    assert desk.redo(at=B) == {NAME: "乙"}


def test_a_step_that_others_build_on_waits_for_them(desk: _Desk) -> None:
    made = desk.act("新建 附件1", A)
    desk.type(NAME, "", "甲", into=A)
    assert not desk.list.can_undo(made)
    desk.undo(at=A)
    assert desk.list.can_undo(made)
    desk.undo(at=A)
    assert not desk.list.can_undo(made)


def test_the_list_is_deep_but_not_endless(desk: _Desk) -> None:
    for number in range(2100):
        desk.act(f"新建 {number}", f"{number:032}")
    depth = 0
    while desk.undoable() is not None:
        desk.undo()
        depth += 1
    assert depth == 2000


def test_steps_with_huge_texts_are_forgotten_sooner(desk: _Desk) -> None:
    huge = "字" * 9_000_000
    desk.type(NAME, "", huge)
    desk.typing.close_step()
    desk.type(NAME, huge, "")
    assert desk.undo() == {NAME: huge}
    assert desk.undoable() is None


def test_a_step_that_cannot_be_done_any_more_is_dropped(desk: _Desk) -> None:
    desk.type(NAME, "", "甲")
    step = desk.act("删除 “乙”", B)
    desk.list.drop(step)
    assert desk.undoable() == "输入 name"


# whatever is done in whatever order

_RECORDS = (A, B, C)
_DEEDS = st.one_of(
    st.tuples(st.just("type"), st.sampled_from(_RECORDS)),
    st.tuples(st.just("act"), st.sets(st.sampled_from(_RECORDS), min_size=1)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.sampled_from(_RECORDS)),
)


class _World:
    """Three records, each a number that every step on it changes."""

    def __init__(self) -> None:
        self.state = dict.fromkeys(_RECORDS, 0)
        self.list = UndoList()
        self._last = 0

    def do(self, kind: str, where: str | set[str]) -> None:
        if kind in ("undo", "redo"):
            assert isinstance(where, str)
            self._go(kind, where)
            return
        records = {where} if isinstance(where, str) else where
        self._last += 1
        before = {record: self.state[record] for record in records}
        after = dict.fromkeys(records, self._last)
        self.state |= after
        back = Deed(None, lambda _none: self._change(after, before))
        again = Deed(None, lambda _none: self._change(before, after))
        typed_into = where if isinstance(where, str) else ""
        self.list.add(ActionStep(kind, back, again, frozenset(records), typed_into))

    def _go(self, kind: str, at: str) -> bool:
        step = self.list.undoable(at) if kind == "undo" else self.list.redoable(at)
        if step is None:
            return False
        (step.undoing if kind == "undo" else step.redoing).show(None)
        (self.list.note_undone if kind == "undo" else self.list.note_redone)(step)
        return True

    def _change(self, was: Mapping[str, int], becomes: Mapping[str, int]) -> None:
        """Nothing else may have been done to the records than what is taken back."""
        assert {record: self.state[record] for record in was} == was
        self.state |= becomes

    def undo_all(self) -> None:
        while any(self._go("undo", at) for at in _RECORDS):
            pass


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(_DEEDS, max_size=30))
def test_every_step_is_undone_and_redone_in_the_state_that_it_knows(
    deeds: list[tuple[str, str | set[str]]],
) -> None:
    world = _World()
    for kind, where in deeds:
        world.do(kind, where)
    world.undo_all()
    assert world.state == dict.fromkeys(_RECORDS, 0)


def test_a_long_name_is_shortened_for_the_menu() -> None:
    name = short_title(f"删除 “{'很长' * 40}”")
    assert len(name) <= 24
    assert name.startswith("删除 “很长")
    assert name.endswith("…”")
