"""Samples as Markdown tables: medians, spread, memory, and how often each fits into Hugo's time."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from cases import CASES

MEASURE = "Hugo"
"""The tool that the others' times are divided by."""


def head(report: dict[str, Any]) -> str:
    """What was measured where."""
    versions = [f"{name} {version}" for name, version in report["versions"].items()]
    return (
        f"{', '.join([*versions, *report['machine']])}; {report['date'][:10]}.\n\n"
        f"Whole processes, one after another in turn. Each cell: median of {report['runs']} runs "
        f"(fastest–slowest), the ratio to {MEASURE}, the largest process's peak memory."
    )


def body(size: int, tools: Sequence[str], found: dict[str, Any]) -> str:
    """The table of one size."""
    rows = [[f"{size:,} briefs", *tools], ["---"] + ["---:"] * len(tools)]
    rows.append(["pages and feeds", *(f"{found['pages'].get(name, 0):,}" for name in tools)])
    for case, samples in found["cases"].items():
        measure = _median(samples.get(MEASURE))
        rows.append([CASES[case].name, *(_cell(samples.get(name), measure) for name in tools)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _median(samples: Sequence[Any] | None) -> float | None:
    good = [sample["seconds"] for sample in samples or () if sample]
    return median(good) if good else None


def _cell(samples: Sequence[Any] | None, measure: float | None) -> str:
    middle = _median(samples)
    if middle is None:
        return "failed"
    good = [sample for sample in samples or () if sample]
    times = [sample["seconds"] for sample in good]
    memory = max(sample["megabytes"] for sample in good)
    ratio = f", {middle / measure:.2g} ×" if measure else ""
    return f"**{_seconds(middle)} s** ({_seconds(min(times))}–{_seconds(max(times))}){ratio}, {memory:.0f} MB"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
