"""How long it takes from saving a brief to its page on disk, while `briefing serve` runs.

`python benchmarks/save.py --size 10000 --saves 100` prints the median, the 95th percentile and the slowest, for
changes of a text, or with `--title` of titles. `--whole` waits for the build that follows: for the month's page.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from briefs import Corpus
from corpus import site


def main() -> None:
    """Make a corpus, serve it, save at random moments, and print how long each page took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--title", action="store_true")
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    title = options.title or options.whole
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="briefing-save-") as folder:
        root = Path(folder)
        site(Corpus(options.size, 1), root)
        output, log = root / ".cache" / "briefing" / "preview", root / "serve.log"
        with log.open("w") as out:
            command = [sys.executable, "-m", "generator", "serve", "-C", str(root), "--port", "8765"]
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        while "Serving" not in log.read_text():
            time.sleep(0.1)
        try:
            files = sorted((root / "content").rglob("*.md"))
            times = [
                save(chance.choice(files), number, output, title, options.whole) for number in range(options.saves)
            ]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    times.sort()
    print(
        f"{options.size} briefs, {len(times)} saves: median {statistics.median(times) * 1000:.0f} ms, "
        f"p95 {times[int(len(times) * 0.95) - 1] * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms"
    )


def save(file: Path, number: int, output: Path, title: bool, whole: bool) -> float:
    """Change a brief, after a pause of up to two seconds, and return the seconds until its page shows the change."""
    time.sleep(random.Random(number).uniform(0.1, 2))
    word, text = f"Saved{number}word", file.read_text("utf-8")
    if title:
        text = re.sub(r"^title: .*$", f"title: {word}", text, count=1, flags=re.MULTILINE)
    else:
        text += f"\n{word}\n"
    year, month, name = file.parts[-3:]
    page = output / year / month / name[:2] / name[3:].removesuffix(".md") / "index.html"
    page = output / year / month / "index.html" if whole else page
    assert page.is_file(), page
    started = time.perf_counter()
    file.write_text(text, "utf-8")
    while word not in page.read_text("utf-8"):
        time.sleep(0.001)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
