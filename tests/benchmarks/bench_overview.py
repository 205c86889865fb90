"""The submission at a glance: what reading it costs, and how that grows.

    python tests/benchmarks/bench_overview.py [--records 40 500 10000]

Processor time of the thread that reads, the least of three; half of the records are final, printed
and sealed, so that all there is to be said is said of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from gonghui_desktop.app import open_workspace
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.services.reporter import set_reporter
from gonghui_desktop.services.submissions.overview import overview_of
from gonghui_desktop.services.submissions.overview_words import parts_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord

_VALUES = {
    "city": "大连市",
    "county": "中山区",
    "chairperson": "于样例",
    "address": "大连市中山区示例路 1 号",
    "unit_nature": "5",
    "employees": "120",
    "non_public": "yes",
    "goals": "健全组织，规范制度，活跃活动，服务职工。" * 10,
    "measures": "开展集体协商，建好职工之家，办好实事。" * 20,
}


def _fill(ws: Workspace, count: int) -> None:
    form = ws.campaign.form("annex1")
    definition = definition_of(form)
    new = [
        NewRecord(
            form="annex1",
            values={
                **_VALUES,
                "unit_name": f"大连示例{chr(0x4E00 + n // 4 % 900)}机械{n // 4}厂第{n % 4}分厂",
                "contact": f"0411-8{n:07}",
            },
            state=RecordState.FINAL if n % 2 else RecordState.DRAFT,
            campaign=ws.campaign.id,
            edition=definition.digest,
        )
        for n in range(count)
    ]
    added = ws.store.add(new, [definition])
    final = [record.id for record in added if record.state is RecordState.FINAL]
    ws.store.mark(final, Stage.PRINTED)
    ws.store.mark(final, Stage.STAMPED)


def main() -> None:
    """Runs it and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[40, 500, 10_000])
    for count in parser.parse_args().records:
        with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder)) as ws:
            _fill(ws, count)
            set_reporter(ws, Profile("district", "大连市中山区总工会"))
            times = []
            for _ in range(3):
                start = time.thread_time()
                parts = parts_of(overview_of(ws, date(2017, 3, 8)))
                times.append(1000 * (time.thread_time() - start))
            lines = sum(len(part.lines) for part in parts)
            sys.stdout.write(f"{count:6} records: {min(times):8.1f} ms, {lines} lines\n")


if __name__ == "__main__":
    main()
