"""What a change made durable costs against bare sqlite3, and how each cost grows with the store.

    python tests/benchmarks/bench_store.py [--records 100000] [--folder DIR]

Figures of one run are comparable with each other only. DIR should be on a real disk: on a RAM disk
``fsync`` is free and everything else looks large.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from gonghui_desktop.model.record import Record
from gonghui_desktop.store.store import NewRecord, Store

_ROUNDS = 300
_TEXT = "围绕企业生产经营开展劳动竞赛和技能培训，落实集体协商制度，维护职工合法权益。"
_VALUES = {
    "unit_name": "中山市某某五金制品有限公司工会委员会",
    "chairperson": "张某某",
    "address": "中山市某某镇工业大道 1 号",
    "contact": "0760-88880000",
    "unit_nature": "5",
    "employees": "320",
    "covered_enterprises": "1",
    "goals": _TEXT * 8,
    "measures": _TEXT * 16,
}


class Bare:
    """The same rows by the driver alone, with the same settings: the floor."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            "CREATE TABLE records (number INTEGER PRIMARY KEY, id TEXT UNIQUE, texts TEXT, at)",
        ):
            self._connection.execute(statement)

    def add(self, record_id: str, values: dict[str, str]) -> None:
        """Adds one record."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "INSERT INTO records (id, texts, at) VALUES (?, ?, ?)",
            (record_id, json.dumps(values, ensure_ascii=False), ""),
        )
        self._connection.execute("COMMIT")

    def change(self, record_id: str, values: dict[str, str]) -> None:
        """Reads, merges and writes one record in a transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        query = "SELECT number, texts FROM records WHERE id = ?"
        number, texts = self._connection.execute(query, (record_id,)).fetchone()
        merged = json.dumps(json.loads(texts) | values, ensure_ascii=False)
        self._connection.execute(
            "UPDATE records SET texts = ?, at = ? WHERE number = ?", (merged, str(number), number)
        )
        self._connection.execute("COMMIT")


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def compare_with_bare(folder: Path) -> None:
    """Takes turns, so that a noisy disk is noisy for both."""
    bare = Bare(folder / "bare.sqlite3")
    with Store.open(folder / "durable") as store:
        record = store.add([NewRecord("annex1", _VALUES)])[0]
        bare.add(record.id, _VALUES)
        ours: list[float] = []
        floor: list[float] = []
        for number in range(_ROUNDS):
            typed = {"goals": _TEXT * 8 + str(number)}
            floor.append(_milliseconds(partial(bare.change, record.id, typed)))
            ours.append(_milliseconds(partial(store.change, record.id, typed)))
    for name, times in (("bare sqlite3", floor), ("Store.change", ours)):
        tail = statistics.quantiles(times, n=20)[-1]
        _print(f"{name:14} median {statistics.median(times):6.2f} ms   p95 {tail:6.2f} ms")
    ratio = statistics.median(ours) / statistics.median(floor)
    _print(f"ratio of medians {ratio:.2f} (target 1.5)")


def growth(folder: Path, most: int) -> None:
    """Every cost at 10, 100, 1,000 … records."""
    _print("milliseconds, medians; listed: records() a thousand records")
    _print(f"{'records':>8} {'open':>8} {'record':>8} {'change':>8} {'add':>8} {'listed':>8}")
    size = 10
    while size <= most:
        place = folder / str(size)
        with Store.open(place) as store:
            made = store.add([NewRecord("annex1", _VALUES)] * size)
        _print_row(place, size, made[size // 2])
        size *= 10


def _print_row(place: Path, size: int, record: Record) -> None:
    def reopened() -> None:
        Store.open(place).close()

    opened = statistics.median(_milliseconds(reopened) for _ in range(9))
    with Store.open(place) as store:
        listed = statistics.median(_milliseconds(store.records) for _ in range(5)) / size * 1000
        read = statistics.median(_milliseconds(lambda: store.record(record.id)) for _ in range(99))
        turns = iter(range(10_000))
        changed = statistics.median(
            _milliseconds(lambda: store.change(record.id, {"employees": str(next(turns))}))
            for _ in range(99)
        )
        new = NewRecord("annex1", _VALUES)
        added = statistics.median(_milliseconds(lambda: store.add([new])) for _ in range(49))
    _print(f"{size:8} {opened:8.2f} {read:8.2f} {changed:8.2f} {added:8.2f} {listed:8.2f}")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Runs both parts in a throwaway folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        compare_with_bare(Path(name))
        growth(Path(name), arguments.records)


if __name__ == "__main__":
    main()
