"""测试页: what a printer does to the size and place of a form, seen with a ruler in a minute.

It has the form's frame in its place (GB/T 9704-2012: 20 mm from the paper's edges, as the forms'),
circles as large as the seals, scales of 100 mm both ways, the forms' type in its two sizes, and
what to set for what is seen. It is made as the forms are, so that it shows what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gonghui_desktop.printing.page.geometry import (
    FRAME_BOTTOM,
    FRAME_RULE,
    INNER_RULE,
    LEFT,
    MM,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    RIGHT,
    TOP,
    PageLayout,
    Rect,
    SetCircle,
    SetRule,
)
from gonghui_desktop.printing.page.structure import (
    ARTIFACT,
    NOTE,
    TITLE,
    Path,
    cell_path,
    label_path,
    row_path,
)
from gonghui_desktop.printing.sheet import TEST_PAGE
from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.textblock import TextBlock
from gonghui_desktop.printing.type.typesetter import Typesetter

SCALE = 100
"""Length of either scale, mm."""
SEALS = (42, 46)
"""Diameters of the seals that the forms take, mm (ACFTU's rules of 1986)."""

_HOW = (
    "用直尺量三处：① 横尺、竖尺各长 100 毫米；② 框线离纸的四边各 20 毫米；"
    "③ 把公章放到同样大的圆上。差不到半毫米就是准的；不准时，照下面的表去设，再印一张。"
)
_SAMPLES = (
    (12.0, "小四号：总工会 1234567890　䶮　翀　㛃　镕　喆　𬀩　𬭎　𠮷"),
    (10.5, "五号：基层工会活力建设 1234567890　䶮　翀　㛃　镕　喆　𬀩　𬭎　𠮷"),
)
_ADVICE = (
    ("看到、量到的", "原因和做法"),
    ("两把尺都是 100 毫米，四边都是 20 毫米", "打印机是准的，不用设。"),
    (
        "两把尺都短（如 97 毫米）或都长",
        "打印机在缩放。打印机属性里选“实际大小”或“100%”，不要选“适合页面”“缩放以适合”；"
        "PDF 阅读软件里也这样选。",
    ),
    (
        "只有一个方向不准，圆成了椭圆",
        "纸型或走纸不对。打印机属性里把纸张选为 A4，纸盒的挡板推到 A4 处；"
        "还不准，就清洁走纸的滚轮。",
    ),
    (
        "尺准，左边多、右边少（如 22 和 18 毫米），或者相反",
        "整页横着偏了 2 毫米。把纸靠齐，推紧纸盒两侧的挡板；"
        "打印机的菜单里有“打印位置”的，照偏的数调回。",
    ),
    (
        "尺准，上边多、下边少，或者相反",
        "整页竖着偏了。推紧纸盒后面的挡板；打印机的菜单里有“打印位置”的，照偏的数调回。",
    ),
    (
        "尺准，左右多、上下少（如 23 和 11 毫米），或者少了框线",
        "纸不是 A4（多半是 Letter 或 A5），或驱动里选了别的纸。换成 A4 纸，驱动里也选 A4。",
    ),
    (
        "上面的字成了方框、空白或别的字体",
        "打印机拿自己的字代替了。打印机属性里关掉“使用打印机字体”“字体替换”，选“以图形打印文字”。",
    ),
)
_SIZE, _PITCH = 10.5, 14.0  # of the table, pt
_COLUMN = LEFT + 56 * MM
_BESIDE, _ABOVE = 5.0, 4.0  # of texts in cells, pt
_ACROSS_FROM, _ACROSS_AT = 62 * MM, 56 * MM
_DOWN_FROM, _DOWN_AT = 51 * MM, 36 * MM
_CIRCLES = (92 * MM, 145 * MM), 93 * MM
_SAMPLE_LEFT, _SAMPLE_TOP = 54 * MM, 130 * MM
_TABLE_TOP = 156 * MM
_TICK = {10: 5.0, 5: 3.6, 1: 2.2}
"""Length of a tick at every so many millimetres, mm."""
_MEASURED = (
    "量得：横尺＿＿＿＿毫米　竖尺＿＿＿＿毫米　"
    "左＿＿＿　右＿＿＿　上＿＿＿　下＿＿＿毫米　日期＿＿＿＿＿"
)
_NUMBER = 8.0  # pt
_NEAR_EDGE = 3 * MM
"""Where a printer begins at the earliest; what lies further out is only for paper."""


def test_page(setter: Typesetter) -> PageLayout:
    """Lay the page out."""
    page = PageLayout()
    page.frame(Rect(LEFT, TOP + FRAME_RULE / 2, RIGHT, FRAME_BOTTOM))
    _place_heading(page, setter)
    _place_scale(page, setter, (_ACROSS_FROM, _ACROSS_AT), is_across=True)
    _place_scale(page, setter, (_DOWN_AT, _DOWN_FROM), is_across=False)
    _place_circles(page, setter)
    _place_edges(page, setter)
    top = _SAMPLE_TOP
    for size, text in _SAMPLES:
        block = setter.long_text(
            setter.paragraphs(text),
            (RIGHT - 4 * MM - _SAMPLE_LEFT) / size,
            size,
            1.5 * size,
            indent=0,
        )
        page.put(NOTE, block.set_left(_SAMPLE_LEFT, top))
        top += block.height + 2 * MM
    _place_advice(page, setter)
    return page


def _place_heading(page: PageLayout, setter: Typesetter) -> None:
    title = setter.short_text(TEST_PAGE, RIGHT - LEFT, Role.SONG_BOLD, (18.0,))
    page.put(TITLE, title.set_centred(PAPER_WIDTH / 2, TOP + 4 * MM, Role.SONG_BOLD))
    size, left = 10.5, LEFT + 5 * MM
    how = setter.long_text(
        setter.paragraphs(_HOW), (RIGHT - 5 * MM - left) / size, size, 15.0, indent=0.0
    )
    page.put(NOTE, how.set_left(left, TOP + 13 * MM))


def _place_scale(
    page: PageLayout, setter: Typesetter, start: tuple[float, float], *, is_across: bool
) -> None:
    """A scale with a tick every millimetre, numbers every ten; its ends are the ticks' middles."""
    x, y = start

    def at(along: float, beside: float) -> tuple[float, float]:
        return (x + along, y + beside) if is_across else (x + beside, y + along)

    page.rules.append(_rule(at(0, 0), at(SCALE * MM, 0)))
    for mm in range(SCALE + 1):
        tick = next(length for every, length in _TICK.items() if mm % every == 0)
        page.rules.append(_rule(at(mm * MM, 0), at(mm * MM, tick * MM)))
        if mm % 10 == 0:
            middle = at(mm * MM, (tick + 2.4 if is_across else tick + 3.2) * MM)
            _put_middle(page, setter, middle, str(mm))
    name = "横尺" if is_across else "竖尺"
    middle = (x + SCALE / 2 * MM, y - 2.6 * MM) if is_across else (x + 4 * MM, y - 3.4 * MM)
    _put_middle(page, setter, middle, f"{name} {SCALE} 毫米")


def _place_circles(page: PageLayout, setter: Typesetter) -> None:
    centres, y = _CIRCLES
    for x, diameter in zip(centres, SEALS, strict=True):
        page.circles.append(SetCircle(x, y, diameter * MM, INNER_RULE))
        page.rules.append(_rule((x - 3 * MM, y), (x + 3 * MM, y)))
        page.rules.append(_rule((x, y - 3 * MM), (x, y + 3 * MM)))
        _put_middle(page, setter, (x, y + 8 * MM), f"公章 {diameter} 毫米")


def _place_edges(page: PageLayout, setter: Typesetter) -> None:
    """A line from each side of the frame to the paper's edge, with how long it should be."""
    half = FRAME_RULE / 2  # its outer edge is what she measures from
    across, down = PAPER_WIDTH / 2, 225 * MM
    words = "20 毫米"
    for near, far in (
        ((LEFT - half, down), (_NEAR_EDGE, down)),
        ((RIGHT + half, down), (PAPER_WIDTH - _NEAR_EDGE, down)),
        ((across, TOP), (across, _NEAR_EDGE)),
        ((across, FRAME_BOTTOM + half), (across, PAPER_HEIGHT - _NEAR_EDGE)),
    ):
        page.rules.append(_rule(near, far))
        middle = (near[0] + far[0]) / 2, (near[1] + far[1]) / 2
        is_across = near[1] == far[1]
        _put_middle(
            page,
            setter,
            (middle[0], middle[1] - 2 * MM) if is_across else (middle[0] + 7 * MM, middle[1]),
            words,
        )


def _place_advice(page: PageLayout, setter: Typesetter) -> None:
    y = _TABLE_TOP
    page.across(y)
    for number, texts in enumerate(_ADVICE):
        row, is_head = row_path(f"advice-{number}"), number == 0
        role = Role.SONG_BOLD if is_head else Role.SONG
        blocks = list(_cells(setter, texts))
        bottom = y + max(block.height for block, _ in blocks) + 2 * _ABOVE
        for key, (block, left) in enumerate(blocks):
            is_label = is_head or key == 0
            path: Path = label_path(row, str(key)) if is_label else cell_path(row, str(key))
            top = (y + bottom - block.height) / 2
            page.put(path, block.set_left(left + _BESIDE, top, role))
        page.across(bottom)
        y = bottom
    page.down(_COLUMN, _TABLE_TOP, y)
    measured = setter.short_text(
        _MEASURED, RIGHT - LEFT - 2 * _BESIDE, sizes=(10.5, 10.0, 9.5, 9.0)
    )
    top = (y + FRAME_BOTTOM - measured.height) / 2
    page.put(NOTE, measured.set_left(LEFT + _BESIDE, top))


def _cells(setter: Typesetter, texts: Sequence[str]) -> Iterator[tuple[TextBlock, float]]:
    """The texts of a row, and where their cells begin."""
    for text, left, right in zip(texts, (LEFT, _COLUMN), (_COLUMN, RIGHT), strict=True):
        measure = (right - left - 2 * _BESIDE) / _SIZE
        yield setter.long_text(setter.paragraphs(text), measure, _SIZE, _PITCH, indent=0.0), left


def _put_middle(
    page: PageLayout, setter: Typesetter, middle: tuple[float, float], text: str
) -> None:
    """Words in one line around a point; they only belong to what is drawn."""
    x, y = middle
    block = setter.short_text(text, 40 * MM, sizes=(_NUMBER,))
    page.put(ARTIFACT, block.set_centred(x, y - block.height / 2))


def _rule(one: tuple[float, float], other: tuple[float, float]) -> SetRule:
    return SetRule(*one, *other, INNER_RULE)
