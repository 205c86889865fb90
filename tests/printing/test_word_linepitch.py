"""The line pitch in Word: lines of text stand above the seals, whatever Word makes of the lines."""

import pytest

from gonghui_desktop.printing.word.linepitch import (
    ABOVE_LONG,
    BELOW_LONG,
    Room,
    WordRow,
    choose_line_pitch,
)

PRINTED_PITCH = 18.0
SHORT = WordRow(height=27.0)
ROOM = Room(first=500.0, further=600.0, closing=330.0)


def long_row(lines: int) -> WordRow:
    return WordRow(height=46.0, min_lines=lines, max_lines=lines)


@pytest.mark.parametrize("printed", range(24, 45))
@pytest.mark.parametrize("more", [-2, -1, 0, 1])
def test_text_stands_above_the_seals_whatever_number_of_lines_word_makes(
    printed: int, more: int
) -> None:
    chosen = choose_line_pitch([SHORT, long_row(printed)], ROOM, PRINTED_PITCH, page_count=2)

    padding = ABOVE_LONG + BELOW_LONG
    on_first_page = int((ROOM.first - SHORT.height - padding) / chosen.pitch)
    above_seals = printed + more - on_first_page
    assert chosen.certain
    assert above_seals >= 3
    assert above_seals * chosen.pitch + padding <= ROOM.further - ROOM.closing


@pytest.mark.parametrize("lines", range(32, 39))
def test_the_printed_pitch_is_kept_where_it_does(lines: int) -> None:
    chosen = choose_line_pitch([SHORT, long_row(lines)], ROOM, PRINTED_PITCH, page_count=2)

    assert chosen.pitch == PRINTED_PITCH


@pytest.mark.parametrize(("lines", "stays"), [(0, True), (5, True), (6, False)])
def test_a_last_text_of_a_few_lines_stays_with_the_seals(lines: int, stays: bool) -> None:
    rows = [SHORT, long_row(30), long_row(lines)]

    chosen = choose_line_pitch(rows, ROOM, PRINTED_PITCH, page_count=2)

    assert chosen.last_row_with_seals is stays


def test_where_no_pitch_helps_the_text_is_not_certain_to_stand_above_the_seals() -> None:
    chosen = choose_line_pitch([SHORT, long_row(46)], ROOM, PRINTED_PITCH, page_count=2)

    assert not chosen.certain
