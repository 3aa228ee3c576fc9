"""What a preview adds to pages when they are served: a script that keeps them current, and the overlay of problems."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator import digest

SCRIPT = Path(__file__).with_name("live.js")
EVENTS, LIVE = "/__briefing/events", "/__briefing/live.js"
"""Addresses that only a preview has."""
_STYLE = re.compile(r"<style\b.*?</style>|<link\b[^>]*\brel=\"?stylesheet\b[^>]*>", re.DOTALL)
_POLICY = re.compile(r"<meta http-equiv=\"?Content-Security-Policy\"?[^>]*>", re.IGNORECASE)
_OVERLAY = """<style>
:host{all:initial}
section{position:fixed;inset:0;z-index:99999;overflow:auto;padding:2rem 1rem;background:#1c1b1af2;color:#f6f3ee;
font:1rem/1.5 system-ui,sans-serif}
div{max-width:60rem;margin:auto}
h1{font-size:1.3rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#000;padding:.8rem 1rem;
border-inline-start:.3rem solid #e5484d;font:.9rem/1.5 ui-monospace,monospace}
pre.warning{border-color:#f5a623}
button{font:inherit;padding:.3rem 1rem}
</style>
"""


def page(text: str, serial: str) -> str:
    """A page's HTML with the script of the preview; its own security policy, which would forbid that, is left out.

    The script is told digests of the page with and without its styles: a page that did not change stays as it is.
    """
    styles = "".join(_STYLE.findall(text))
    told = {
        "events": EVENTS,
        "serial": serial,
        "page": digest.of_bytes(_STYLE.sub("", text).encode()),
        "style": digest.of_bytes(styles.encode()),
    }
    data = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in told.items())
    script = f'<script src="{LIVE}" {data}></script>'
    text = _POLICY.sub("", text)
    before, body, after = text.rpartition("</body>")
    return f"{before}{script}{body}{after}" if body else text + script


def overlay(problems: Iterable[tuple[str, Sequence[str]]]) -> str:
    """HTML that shows problems over the last good page: for each its level, and its lines as a terminal shows them."""
    shown = "".join(
        f'<pre class="{html.escape(level)}">{html.escape(chr(10).join(lines))}</pre>\n' for level, lines in problems
    )
    what = "<h1>Not published: this has to be mended first</h1>\n<p>Below it lies the last good page.</p>"
    close = "<button>Show the page</button>"
    return f'{_OVERLAY}<section role="alert"><div>{what}\n{shown}{close}</div></section>' if shown else ""
