"""Running text of a wanted length, as clerks write it: in numbered paragraphs."""

from __future__ import annotations

from itertools import cycle

_SENTENCES = (
    "健全工会组织体系，配齐配强专兼职工会干部，职工入会率达到98%以上；",
    "广泛开展“安康杯”竞赛、职工技能大赛和“五小”创新活动，全年不少于12场；",
    "落实厂务公开和职工代表大会制度（每年召开2次），听取职工意见建议；",
    "建好“职工之家”和职工书屋，帮扶困难职工，让职工有温暖、有依靠；",
    "签订集体合同、工资专项集体合同和女职工权益保护专项集体合同，维护职工合法权益；",
)
_NUMBERS = "一二三四五六七八九十"


def numbered_paragraphs(count: int, length: int, first: int = 0) -> str:
    """Paragraphs of ``length`` characters, ``count`` in all without the line ends.

    Args:
        count: of characters; what is left for the last paragraph may be less than its length.
        length: of a paragraph.
        first: which sentence begins the first one.
    """
    sentences = cycle(_SENTENCES[first:] + _SENTENCES[:first])
    parts: list[str] = []
    for number in range(0, count, length):
        wanted = min(length, count - number)
        text = f"{_NUMBERS[len(parts) % 10]}、"
        while len(text) < wanted:
            text += next(sentences)
        parts.append(f"{text[: wanted - 1]}。")
    return "\n".join(parts)
