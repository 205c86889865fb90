"""Names that may be one unit's: what is found, and what only looks alike."""

from gonghui_desktop.model.near_names import Near, NearNames, likeness


def test_a_name_with_another_character_is_found_among_the_others() -> None:
    names = NearNames()
    for number, name in enumerate(["大连示例机诫有限公司", "大连样板药业有限公司"]):
        names.add(str(number), name)

    assert names.near("大连示例机械有限公司") == (
        Near("0", "大连示例机诫有限公司", likeness("大连示例机械有限公司", "大连示例机诫有限公司")),
    )
    names.remove("0")
    assert names.near("大连示例机械有限公司") == ()
