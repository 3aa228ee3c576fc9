"""Samples as Markdown tables: medians, spread, memory, and how often each fits into Hugo's time."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from cases import CASES

MEASURE = "Hugo"
"""The tool whose time the others' times are divided by."""


def head(report: dict[str, Any]) -> str:
    """What was measured, where and how."""
    versions = [f"{name} {version}" for name, version in report["versions"].items()]
    return (
        f"{', '.join([*versions, *report['machine']])}; {report['date'][:10]}.\n\n"
        f"Whole processes, the tools in turn. A cell has the median of {report['runs']} runs (fastest–slowest), "
        f"its ratio to {MEASURE}'s, and the peak memory of the largest process."
    )


def body(size: int, report: dict[str, Any]) -> str:
    """The table of one size."""
    tools, found = report["versions"], report["sizes"][size]
    rows = [[f"{size:,} briefs", *tools], ["---"] + ["---:"] * len(tools)]
    rows.append(["pages and feeds", *(f"{found['pages'].get(name, 0):,}" for name in tools)])
    for case, samples in found["cases"].items():
        cells = (_cell(samples.get(name), samples.get(MEASURE)) for name in tools)
        rows.append([CASES[case].name, *cells])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(samples: Sequence[dict[str, float]] | None, measure: Sequence[dict[str, float]] | None) -> str:
    if not samples:
        return "failed"
    times = [sample["seconds"] for sample in samples]
    ratio = f", {median(times) / median(sample['seconds'] for sample in measure):.2g} ×" if measure else ""
    memory = max(sample["megabytes"] for sample in samples)
    return f"**{_seconds(median(times))} s** ({_seconds(min(times))}–{_seconds(max(times))}){ratio}, {memory:.0f} MB"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
