"""`make check-site`: the sample digest held against the Nu HTML checker, Lighthouse and its own weights.

Needs Java (Debian: default-jre-headless), npm and Chromium. Writes its figures to standard output.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tests")]

import web  # noqa: E402
from conftest import copy_of_sample  # noqa: E402
from site_check import node  # noqa: E402
from site_check.kinds import fill  # noqa: E402

PAGES = {
    "home": "/",
    "edition": "/2022/01/25/",
    "brief": "/2022/01/25/stoltenberg-no-combat-troops/",
    "tag": "/tags/nato/",
    "search": "/search/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
HEAVIEST = 14_000


def main() -> int:
    """Run all checks; gives the exit status."""
    faults = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for theme in ("wire", "ledger"):
            site = fill(copy_of_sample(folder / theme))
            config = (site.root / "briefing.toml").read_text("utf-8").replace('theme = "wire"', f'theme = "{theme}"')
            site.write("briefing.toml", config)
            assert site.build().ok
            faults += nu(site.output, theme)
        sample = copy_of_sample(folder / "sample")
        with web.serve(sample.output) as base:
            assert sample.build(base_url=base, now=datetime(2022, 3, 1, tzinfo=UTC)).ok
            faults += weights(sample.output)
            faults += [fault for name, url in PAGES.items() for fault in lighthouse(name, base + url[1:], folder)]
    print("\n".join(["", *faults]) if faults else "\nAll is well.")
    return 1 if faults else 0


def nu(output: Path, theme: str) -> list[str]:
    """What the Nu HTML checker says of every page."""
    jar = next(node.package("vnu-jar").rglob("vnu.jar"))
    command = ("java", "-Xss2m", "-jar", str(jar), "--format", "json", "--skip-non-html", str(output))
    found = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    messages = json.loads(found)["messages"]
    # It takes data for search engines for a script, and files for another site than their own.
    messages = [said for said in messages if "Content Security Policy" not in said["message"]]
    lines = {f"{said['type']}: {said['message']} ({Path(said.get('url', '')).name})" for said in messages}
    pages = len(list(output.rglob("*.html")))
    print(f"Nu HTML checker, {theme}: {pages} pages, {len(messages)} messages")
    return sorted(lines)


def weights(output: Path) -> list[str]:
    """How much the pages weigh, compressed, and which weigh too much."""
    found = {
        "/" + str(file.relative_to(output)): len(gzip.compress(file.read_bytes(), 9)) for file in output.rglob("*.html")
    }
    heaviest = max(found, key=lambda path: found[path])
    print(f"Weight: {len(found)} pages, at most {found[heaviest]} bytes compressed ({heaviest})")
    for name, url in PAGES.items():
        print(f"Weight of {name}: {found[url + 'index.html']} bytes compressed")
    return [f"too heavy: {path}, {size} bytes" for path, size in found.items() if size > HEAVIEST]


def lighthouse(name: str, url: str, folder: Path) -> list[str]:
    """Lighthouse's scores on its phone profile, and what keeps them from 100.

    A page that falls short is measured twice more, and the middle one counts: what else a machine does makes a page
    slow, too (Lighthouse, 'Score variability').
    """
    results = [_measured(name, url, folder)]
    if any(result["score"] < 1 for result in results[0]["categories"].values()):
        results += [_measured(name, url, folder) for _ in range(2)]
    result = sorted(results, key=lambda result: result["categories"]["performance"]["score"])[len(results) // 2]
    scores = {category: round(100 * result["categories"][category]["score"]) for category in CATEGORIES}
    with contextlib.suppress(KeyError):
        scores["layout shift"] = result["audits"]["cumulative-layout-shift"]["numericValue"]
        scores["first paint, ms"] = round(result["audits"]["first-contentful-paint"]["numericValue"])
    print(f"Lighthouse, {name}: " + ", ".join(f"{key} {value}" for key, value in scores.items()))
    poor = [category for category in CATEGORIES if scores[category] < 100]
    failed = {
        audit["id"]
        for category in poor
        for audit in result["categories"][category]["auditRefs"]
        if (result["audits"][audit["id"]]["score"] or 0) < 1 and audit["weight"]
    }
    return [f"Lighthouse, {name}: {', '.join(poor)} below 100: {', '.join(sorted(failed))}"] if poor else []


def _measured(name: str, url: str, folder: Path) -> Any:
    """What Lighthouse found, as it reports it."""
    report = folder / f"{name}.json"
    command = (
        *("node", str(node.package("lighthouse") / "cli" / "index.js"), url, "--quiet", "--output=json"),
        *(f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"),
        f"--chrome-flags={' '.join(web.CHROMIUM)}",
    )
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium})
    return json.loads(report.read_text("utf-8"))


if __name__ == "__main__":
    raise SystemExit(main())
