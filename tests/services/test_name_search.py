from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.services.name_search import fold, matcher, needs_readings, readings, sort_key

NAME = "大连长兴重工有限公司"


@pytest.mark.parametrize(
    "typed",
    [
        *("大连长兴", "重工", "大 连"),
        *("dl", "dlcx", "cxzg", "yxgs"),  # initials
        *("dalian", "changxing", "dalianchangxingzhonggong", "Da Lian"),  # whole syllables
        *("dal", "dalianch", "dalianchangxi"),  # the last one still being typed
        *("daliancx", "大连cx", "dlchxzhg"),  # mixed
        *("dlzx", "dlcxcg"),  # other readings of 长 and 重
    ],
)
def test_a_name_is_found_by_its_characters_pinyin_and_initials(typed: str) -> None:
    assert matcher(typed)(fold(NAME))


@pytest.mark.parametrize("typed", ["dx", "ldl", "dalianx", "沈阳", "yxgsx", "dl1", "alian"])
def test_what_the_name_does_not_say_does_not_find_it(typed: str) -> None:
    assert not matcher(typed)(fold(NAME))


@pytest.mark.parametrize("typed", ["lvshun", "lushun", "lüshun", "ls", "lvs"])
def test_the_umlaut_is_typed_as_v_or_u(typed: str) -> None:
    assert matcher(typed)(fold("旅顺口区"))


@pytest.mark.parametrize("typed", ["abc", "ＡＢＣ", "dlabcgs", "ABC公司", "3m", "gs3"])
def test_letters_and_digits_of_a_name_are_themselves(typed: str) -> None:
    assert matcher(typed)(fold("大连ＡＢＣ公司3M"))


def test_going_to_a_name_wants_its_beginning() -> None:
    assert matcher("dlc", from_start=True)(fold(NAME))
    assert not matcher("cxzg", from_start=True)(fold(NAME))
    assert not matcher("长兴", from_start=True)(fold(NAME))


def test_only_letters_need_the_table_of_readings() -> None:
    assert [needs_readings(text) for text in ("", "大连", "3", "d", "大Ｌ")] == [
        *(False, False, False),
        *(True, True),
    ]


_CHARACTERS = st.sampled_from("大连长兴重行厂旅顺单解仇曾a1")


@given(st.text(_CHARACTERS, min_size=1, max_size=6), st.data())
def test_any_reading_of_each_character_finds_the_name(name: str, data: st.DataObject) -> None:
    ways = [
        data.draw(st.sampled_from([each, *readings(each), *(r[0] for r in readings(each))]))
        for each in name
    ]
    typed = "".join(ways)
    assert matcher(typed)(fold(name))
    cut = data.draw(st.integers(0, len(typed)))
    assert matcher(typed[:cut])(fold(name))  # and so does every beginning of it


def test_names_stand_as_in_a_dictionary_with_the_reading_that_the_word_has() -> None:
    names = ["重庆路小学", "中山医院", "大连厂", "长兴岛", "A公司", "重工集团"]
    assert sorted(names, key=sort_key) == [
        *("A公司", "长兴岛", "重庆路小学"),
        *("大连厂", "中山医院", "重工集团"),
    ]
