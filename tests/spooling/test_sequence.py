"""The order of pages: copy after copy, each on paper of its own."""

from __future__ import annotations

from gonghui_desktop.spooling import Sides, page_sequence


def test_copies_of_one_form_come_as_sets() -> None:
    assert page_sequence([2], [3]) == (0, 1, 0, 1, 0, 1)


def test_forms_with_different_numbers_come_in_their_own() -> None:
    assert page_sequence([1, 2], [3, 2]) == (0, 0, 0, 1, 2, 1, 2)


def test_range_of_pages() -> None:
    assert page_sequence([2, 2], [1, 2], {1, 3, 4}) == (0, 2, 3, 2, 3)
    assert page_sequence([4], [2], range(2, 4)) == (1, 2, 1, 2)


def test_each_copy_has_its_own_paper_when_both_sides_are_printed() -> None:
    both = Sides.LONG_EDGE
    assert page_sequence([1, 2], [2, 1], sides=both) == (0, None, 0, None, 1, 2)
    assert page_sequence([3], [2], sides=both) == (0, 1, 2, None, 0, 1, 2)
    assert page_sequence([3], [2], {1, 2}, both) == (0, 1, 0, 1)


def test_form_outside_of_the_range_leaves_no_paper() -> None:
    assert page_sequence([1, 3], [2, 2], {2, 3, 4}, Sides.LONG_EDGE) == (1, 2, 3, None, 1, 2, 3)
    assert page_sequence([1], [2], ()) == ()
