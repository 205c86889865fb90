"""How much a text takes of what is typed or pasted, and what is told of the rest."""

from __future__ import annotations

from collections.abc import Mapping

from gonghui_desktop.model.entry import LONGEST_TEXT

_MOST = f"{LONGEST_TEXT // 10_000} 万字"


def room_beside(text: str, selected: str = "") -> int:
    """Characters that may stand in a text in the place of a part of it, besides the rest."""
    return max(LONGEST_TEXT - len(text) + len(selected), 0)


def surplus(before: str, text: str) -> int:
    """Characters too many in a text that has just been typed into.

    One that is longer than a text may be, since an earlier version took it, can only be shortened.
    """
    return max(len(text) - max(LONGEST_TEXT, len(before)), 0)


def shortened(values: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Values as far as a text takes them, and how many characters are left out."""
    taken = {key: text[:LONGEST_TEXT] for key, text in values.items()}
    return taken, sum(len(text) - len(taken[key]) for key, text in values.items())


def typed_too_much(left_out: int) -> str:
    """What is told of characters that were typed and not taken, a sentence."""
    return f"这一栏最多 {_MOST}，多出的 {left_out} 字没有输入，请先删短。"


def filled_too_much(left_out: int) -> str:
    """What is told of characters of a table that were not taken; empty for none."""
    return f"有的单元格超过 {_MOST}，后面共 {left_out} 字没有填入，请核对。" if left_out else ""


def pasted_too_much(left_out: int, whole: int) -> str:
    """What is told of characters that were pasted and not taken, a sentence.

    Args:
        left_out: characters at the end that were not taken.
        whole: characters of the whole text.
    """
    if left_out == whole:
        return f"这一栏最多 {_MOST}，已经放不下，{whole} 字都没有粘贴，请先删短。"
    return f"这一栏最多 {_MOST}，最后 {left_out} 字没有粘贴，请核对，或删短后再粘贴其余部分。"
