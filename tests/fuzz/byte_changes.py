"""Changes of bytes that know nothing of what they mean."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.fuzz.dice import Dice

_MOST = 400_000  # bytes that a change may make of a small file


def changed_bytes(dice: Dice, data: bytes, other: bytes) -> bytes:
    """The data after one to four changes.

    Args:
        dice: chooses.
        data: what is changed.
        other: where parts for a splice come from.
    """
    for _ in range(dice.pick((1, 1, 1, 2, 4))):
        data = dice.pick(_CHANGES)(dice, data, other)
    return data


def _flipped(dice: Dice, data: bytes, _other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.pick((1, 1, 2, 8, 40))):
        if changed:
            changed[dice.place(len(changed))] ^= dice.randrange(1, 256)
    return bytes(changed)


def _number_set(dice: Dice, data: bytes, _other: bytes) -> bytes:
    form = dice.pick(("<B", "<H", "<I", "<Q", ">H", ">I", ">Q"))
    size = struct.calcsize(form)
    value: bytes = struct.pack(form, dice.number() & ((1 << 8 * size) - 1))
    at = dice.place(len(data))
    return data[:at] + value + data[at + size :]


def _lost(dice: Dice, data: bytes, _other: bytes) -> bytes:
    part = dice.stretch(len(data))
    return data[: part.start] + data[part.stop :]


def _cut(dice: Dice, data: bytes, _other: bytes) -> bytes:
    return data[: dice.place(len(data))]


def _repeated(dice: Dice, data: bytes, _other: bytes) -> bytes:
    part = dice.stretch(len(data), 300)
    times = dice.pick((1, 2, 20, 1_000))
    return data[: part.start] + data[part] * times + data[part.start :][: _MOST + len(data)]


def _zeroed(dice: Dice, data: bytes, _other: bytes) -> bytes:
    part = dice.stretch(len(data))
    fill = dice.pick((b"\x00", b"\xff", b" ", b"9", b"("))
    return data[: part.start] + fill * len(data[part]) + data[part.stop :]


def _put_in(dice: Dice, data: bytes, _other: bytes) -> bytes:
    at = dice.place(len(data))
    more = dice.text().encode("utf-8", "replace") if dice.chance(0.5) else dice.randbytes(64)
    return data[:at] + more + data[at:]


def _spliced(dice: Dice, data: bytes, other: bytes) -> bytes:
    if dice.chance(0.5):
        return data[: dice.place(len(data))] + other[dice.place(len(other)) :]
    at = dice.place(len(data))
    return data[:at] + other[dice.stretch(len(other))] + data[at:]


_CHANGES: tuple[Callable[[Dice, bytes, bytes], bytes], ...] = (
    _flipped,
    _flipped,
    _number_set,
    _lost,
    _cut,
    _repeated,
    _zeroed,
    _put_in,
    _spliced,
)
