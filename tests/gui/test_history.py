from __future__ import annotations

from gonghui_desktop.ui.editor.undo import History


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_typing_without_a_pause_is_one_step() -> None:
    history = History(_Clock())
    history.note("name", "", "大")
    history.note("name", "大", "大连")
    assert history.undo() == {"name": ""}
    assert not history.can_undo
    assert history.redo() == {"name": "大连"}


def test_a_pause_begins_a_new_step() -> None:
    clock = _Clock()
    history = History(clock)
    history.note("name", "", "大")
    clock.now += 5
    history.note("name", "大", "大连")
    assert history.undo() == {"name": "大"}
    assert history.undo() == {"name": ""}


def test_another_field_is_another_step() -> None:
    history = History(_Clock())
    history.note("name", "", "甲")
    history.note("address", "", "乙")
    assert history.undo() == {"address": ""}
    assert history.undo() == {"name": ""}


def test_what_followed_from_a_step_goes_back_with_it() -> None:
    history = History(_Clock())
    history.note("nature", "", "5")
    history.note_consequence("non_public", "", "yes")
    assert history.undo() == {"nature": "", "non_public": ""}
    assert history.redo() == {"nature": "5", "non_public": "yes"}


def test_the_canonical_form_is_no_step_of_its_own() -> None:
    history = History(_Clock())
    history.note("employees", "", "１２")
    history.close_step()
    history.note_normalised("employees", "12")
    assert history.undo() == {"employees": ""}
    assert history.redo() == {"employees": "12"}


def test_a_new_change_drops_what_was_undone() -> None:
    history = History(_Clock())
    history.note("name", "", "甲")
    history.undo()
    history.note("name", "", "乙")
    assert not history.can_redo
    assert history.redo() == {}


def test_typing_after_undo_does_not_join_the_step_before() -> None:
    history = History(_Clock())
    history.note("name", "", "甲")
    history.close_step()
    history.note("name", "甲", "甲乙")
    history.undo()
    history.note("name", "甲", "甲丙")
    assert history.undo() == {"name": "甲"}
