"""When nothing at all has changed since the last build, and the published site stands as it is."""

from __future__ import annotations

from datetime import datetime

from generator.errors import errors
from generator.model import Report, Value


class Standing(Value, frozen=True):
    """What the last build was made of, and what it would report if nothing had been to do.

    `inputs` is the digest of all that it depended on but the moment, `manifest` that of what it published.
    The same inputs make the same site at any moment from `since` on, until something becomes public or expires.
    """

    inputs: str
    manifest: str
    since: datetime
    report: Report

    def holds(self, inputs: str, manifest: str, now: datetime, strict: bool) -> bool:
        """Whether a build of `inputs` at `now`, over what `manifest` says, would change nothing."""
        until = self.report.next_transition
        same = inputs == self.inputs and manifest == self.manifest and self.since <= now
        return same and (until is None or now < until[0]) and not errors(self.report.problems, strict)
