"""Builds the same sites with Briefing and with its peers, in turn, and prints what that takes as Markdown tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import table
from briefs import Corpus
from cases import CASES, Edits
from measure import Failed, Sample, run
from tools import TOOLS, Tool

HOME = Path(__file__).parent.parent / ".cache" / "bench"


def main() -> None:
    """Measure what the command line asks for."""
    given = _arguments()
    tools = [kind(given.folder) for kind in TOOLS if kind.name.lower() in given.peers or kind.name == "Briefing"]
    given.folder.mkdir(parents=True, exist_ok=True)
    for tool in tools:
        tool.install()
    report = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": [f"Python {platform.python_version()}", f"{os.cpu_count()} cores", platform.platform()],
        "versions": {tool.name: tool.version() for tool in tools},
        "runs": given.runs,
        "sizes": {},
    }
    print(table.head(report), end="\n\n", flush=True)
    for size in given.sizes:
        found = _size(size, tools, given)
        report["sizes"][size] = found
        print(table.body(size, [tool.name for tool in tools], found), end="\n\n", flush=True)
        (given.folder / "results.json").write_text(json.dumps(report, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    peers = [kind.name.lower() for kind in TOOLS[1:]]
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], metavar="N", help="how many briefs")
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=CASES, metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--peers", nargs="*", default=peers, choices=peers, metavar="PEER", help=", ".join(peers))
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often each case is measured")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="makes other corpora")
    parser.add_argument("--folder", type=Path, default=HOME, help="where peers are installed and sites are made")
    return parser.parse_args()


def _size(size: int, tools: Iterable[Tool], given: argparse.Namespace) -> dict[str, dict]:
    """All samples of one size: pages by tool, and samples by case and tool."""
    corpus, roots = Corpus(size, given.seed), {}
    for tool in tools:
        roots[tool] = given.folder / "sites" / f"{size}-{tool.name.lower()}"
        shutil.rmtree(roots[tool], ignore_errors=True)
        tool.prepare(corpus, roots[tool])
    pages, failed = {}, {}
    for tool in tools:
        _say(f"{size}: first build with {tool.name}")
        try:
            run(tool.command(roots[tool]), roots[tool])
            pages[tool.name] = tool.pages(roots[tool])
        except Failed as error:
            failed[tool.name] = str(error)
            _say(str(error))
    samples: dict[str, dict[str, list]] = {}
    edits = Edits(corpus)
    for name in given.cases:
        case = CASES[name]
        for number in range(given.runs):
            change = case.edit(edits)
            for tool in tools:
                if tool.name in failed:
                    continue
                _say(f"{size}: {case.name}, {tool.name}, run {number + 1}")
                case.before(tool, roots[tool])
                change.apply(tool, roots[tool])
                sample = _sample(tool, roots[tool])
                samples.setdefault(name, {}).setdefault(tool.name, []).append(sample)
    return {"pages": pages, "failed": failed, "cases": samples}


def _sample(tool: Tool, root: Path) -> dict[str, float] | None:
    try:
        sample: Sample = run(tool.command(root), root)
    except Failed as error:
        _say(str(error))
        return None
    return asdict(sample)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
