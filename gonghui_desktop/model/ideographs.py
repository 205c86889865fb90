"""Ideographs, and the dot between the parts of a name, as patterns."""

from __future__ import annotations

import re

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Ideographs, to stand within the brackets of a pattern."""

DOT_LOOKALIKES = "\u0387\u2022\u2027\u2219\u22c5\u30fb\uff65"
"""What people type for the · of 阿不都热依木·买买提江: • ‧ ∙ ⋅ ・ and others."""

_DOT = re.compile(f"(?<=[{HAN}])[{DOT_LOOKALIKES}](?=[{HAN}])")


def with_middle_dots(text: str) -> str:
    """The text with the Chinese middle dot · between two ideographs for whatever looks like it."""
    return _DOT.sub("·", text)
