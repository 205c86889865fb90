"""A finding in words: what is settled is not asked for again."""

from __future__ import annotations

import pytest

from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.ui.widgets.severity import finding_words


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("联系方式：不像电话号码；确实如此请写明原因。", "不像电话号码。"),
        ("联系方式：“集体”由您判定，请写明原因。", "“集体”由您判定。"),
        ("联系方式：超过 9，请核对；确实不是请写明原因。", "超过 9，请核对。"),
        ("联系方式：与“甲”相同，请核对。", "与“甲”相同，请核对。"),
    ],
)
def test_a_reason_that_was_given_is_not_asked_for(message: str, words: str) -> None:
    finding = Finding(Severity.VERIFY, message, explanation="新号段")
    assert finding_words(finding, "联系方式") == f"核实（已写明原因）　{words}"
    nothing = Finding(Severity.VERIFY, message, explanation="1")
    if "写明原因" in message:
        assert finding_words(nothing).endswith("；写的看不出原因，请至少写两个汉字。")
    open_one = Finding(Severity.VERIFY, message)
    assert finding_words(open_one) == f"核实　{message}"
