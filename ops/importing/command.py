"""`python -m ops import`: the file's reference data first, then its lines, with a progress bar and a summary."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
from tqdm import tqdm

from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.usecases.ports import Deps
from ops import seed
from ops.importing import table
from ops.importing.mapping import Mapping
from ops.importing.report import Report, reporting
from ops.importing.writing import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the operator asked for. `report` is where every remark is written, if anywhere."""

    file: Path
    mapping: Mapping
    report: Path | None = None
    threads: int = 8
    dry: bool = False


def import_file(
    order: Order,
    deps: Deps,
    say: Callable[[str], object],
    timer: Callable[[], float] = time.perf_counter,
    pause: Callable[[float], None] = time.sleep,
) -> Report:
    """Bring a file in and say what became of its lines; `timer` and `pause` are in seconds."""
    bring_reference(order.mapping, deps)
    began = timer()
    total = table.count(order.file, order.mapping)
    lines = table.lines(order.file, order.mapping)
    run = Run(order.mapping, deps, pause=pause, dry=order.dry)
    with reporting(order.report) as report, ThreadPoolExecutor(order.threads) as pool:
        for result in tqdm(run.results(lines, pool), total=total, unit=" lines", disable=None):
            report.add(result)
    _say_all(report, timer() - began, order, say)
    return report


def bring_reference(mapping: Mapping, deps: Deps) -> int:
    """Put the agencies, regions, categories and calendars that the mapping brings and that are not there; returns how many were new."""
    wanted = {agency.calendar for agency in mapping.agencies}
    calendars = [calendar for calendar in seed.every_calendar() if calendar.id in wanted]
    kinds = ((Agency, mapping.agencies), (Category, mapping.categories), (Region, mapping.regions))
    return seed.bring([*calendars, *(kind(**msgspec.structs.asdict(each)) for kind, listed in kinds for each in listed)], deps)


def _say_all(report: Report, seconds: float, order: Order, say: Callable[[str], object]) -> None:
    for line in report.summary():
        say(line)
    lines = sum(report.fates.values())
    say(f"{lines:,} lines in {seconds:.1f} s, {lines / seconds:,.0f} a second")
    if order.report:
        say(f"every remark is in {order.report}")
    if report.written["failed"]:
        say("the store was too busy for some lines: run the same command again, it goes on where it stopped")
