from __future__ import annotations

from gonghui_desktop.ui.editor.undo import History, Target

NAME, ADDRESS = Target("name"), Target("address")
NATURE, NON_PUBLIC = Target("nature"), Target("non_public")
EMPLOYEES = Target("employees")


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_typing_without_a_pause_is_one_step() -> None:
    history = History(_Clock())
    history.note(NAME, "", "大")
    history.note(NAME, "大", "大连")
    assert history.undo() == {NAME: ""}
    assert not history.can_undo
    assert history.redo() == {NAME: "大连"}


def test_a_pause_begins_a_new_step() -> None:
    clock = _Clock()
    history = History(clock)
    history.note(NAME, "", "大")
    clock.now += 5
    history.note(NAME, "大", "大连")
    assert history.undo() == {NAME: "大"}
    assert history.undo() == {NAME: ""}


def test_another_field_is_another_step() -> None:
    history = History(_Clock())
    history.note(NAME, "", "甲")
    history.note(ADDRESS, "", "乙")
    assert history.undo() == {ADDRESS: ""}
    assert history.undo() == {NAME: ""}


def test_what_followed_from_a_step_goes_back_with_it() -> None:
    history = History(_Clock())
    history.note(NATURE, "", "5")
    history.note_consequence(NON_PUBLIC, "", "yes")
    assert history.undo() == {NATURE: "", NON_PUBLIC: ""}
    assert history.redo() == {NATURE: "5", NON_PUBLIC: "yes"}


def test_the_canonical_form_is_no_step_of_its_own() -> None:
    history = History(_Clock())
    history.note(EMPLOYEES, "", "１２")
    history.close_step()
    history.note_normalised(EMPLOYEES, "12")
    assert history.undo() == {EMPLOYEES: ""}
    assert history.redo() == {EMPLOYEES: "12"}


def test_a_new_change_drops_what_was_undone() -> None:
    history = History(_Clock())
    history.note(NAME, "", "甲")
    history.undo()
    history.note(NAME, "", "乙")
    assert not history.can_redo
    assert history.redo() == {}


def test_typing_after_undo_does_not_join_the_step_before() -> None:
    history = History(_Clock())
    history.note(NAME, "", "甲")
    history.close_step()
    history.note(NAME, "甲", "甲乙")
    history.undo()
    history.note(NAME, "甲", "甲丙")
    assert history.undo() == {NAME: "甲"}


def test_a_reason_is_typed_in_a_step_of_its_own_beside_its_fields_value() -> None:
    reason = Target("name", is_reason=True)
    history = History(_Clock())
    history.note(NAME, "", "甲")
    history.note(reason, "", "新")
    history.note(reason, "新", "新设")
    assert history.undo() == {reason: ""}
    assert history.undo() == {NAME: ""}
    history.redo()
    assert history.redo() == {reason: "新设"}
