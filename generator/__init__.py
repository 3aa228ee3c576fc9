"""Briefing: a static site generator for briefing digests. Start reading in `build.py`."""

__version__ = "0.1.0"
