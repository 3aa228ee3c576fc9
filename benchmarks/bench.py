"""Builds the same sites with Briefing and with its peers, in turn, and prints what that takes as Markdown tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import table
from briefs import Corpus
from cases import CASES, Edits, put_away
from measure import Failed, run
from tools import TOOLS, Tool

HOME = Path(__file__).parent.parent / ".cache" / "bench"


def main() -> None:
    """Measure what the command line asks for. What is found is kept in results.json after each case."""
    given = _arguments()
    tools = [kind(given.folder) for kind in TOOLS if kind.name.lower() in given.peers or kind.name == "Briefing"]
    given.folder.mkdir(parents=True, exist_ok=True)
    for tool in tools:
        tool.install()
    report: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": [f"Python {platform.python_version()}", f"{os.cpu_count()} cores", platform.platform()],
        "versions": {tool.name: tool.version() for tool in tools},
        "runs": given.runs,
        "sizes": {},
    }
    print(table.head(report), end="\n\n", flush=True)
    for size in given.sizes:
        found = report["sizes"][size] = {"pages": {}, "cases": {}}
        sites = Sites(Corpus(size, given.seed), tools, given.folder / "sites")
        sites.build(found["pages"])
        for case in given.cases:
            found["cases"][case] = sites.measure(case, given.runs)
            (given.folder / "results.json").write_text(json.dumps(report, indent=1))
        shutil.rmtree(given.folder / "sites/put away", ignore_errors=True)
        print(table.body(size, report), end="\n\n", flush=True)


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


class Sites:
    """A corpus as a site of each tool; the same happens to all of them."""

    def __init__(self, corpus: Corpus, tools: Sequence[Tool], folder: Path) -> None:
        self.corpus, self.edits = corpus, Edits(corpus)
        self.roots = {tool: folder / f"{corpus.size}-{tool.name.lower()}" for tool in tools}
        for tool, root in self.roots.items():
            put_away(root, root)
            tool.prepare(corpus, root)

    def build(self, pages: dict[str, int]) -> None:
        """Build every site once and count its pages. A tool that fails has none, and is left out from then on."""
        for tool, root in list(self.roots.items()):
            if self._run("first build", tool):
                pages[tool.name] = tool.pages(root)
            else:
                del self.roots[tool]

    def measure(self, name: str, runs: int) -> dict[str, list[dict[str, float]]]:
        """The samples of one case: tool by tool in turn, and that several times."""
        case = CASES[name]
        samples: dict[str, list[dict[str, float]]] = {tool.name: [] for tool in self.roots}
        for number in range(runs):
            change = case.edit(self.edits)
            for tool, root in self.roots.items():
                case.before(tool, root)
                change.apply(tool, root)
                samples[tool.name] += self._run(f"{case.name}, run {number + 1}", tool)
        return samples

    def _run(self, what: str, tool: Tool) -> list[dict[str, float]]:
        """A sample of one build, or none if it fails."""
        print(f"{self.corpus.size}: {what}, {tool.name}", file=sys.stderr, flush=True)
        try:
            return [asdict(run(tool.command(self.roots[tool]), self.roots[tool]))]
        except Failed as error:
            print(error, file=sys.stderr, flush=True)
            return []


if __name__ == "__main__":
    main()
