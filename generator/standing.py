"""When nothing at all has changed since the last build, and the published site stands as it is."""

from __future__ import annotations

from datetime import datetime

from generator.errors import errors
from generator.model import Report, Value


class Standing(Value, frozen=True):
    """What the last build was made of, and what it would report if nothing had been to do.

    `inputs` is the digest of all that it depended on but the moment, `manifest` that of what it published.
    The same inputs make the same site and report at any moment from `since` on, until something becomes public,
    expires, or stops being a problem (`until`).
    """

    inputs: str
    manifest: str
    since: datetime
    until: datetime | None
    report: Report

    def holds(self, inputs: str, manifest: str, now: datetime, strict: bool) -> bool:
        """Whether a build of `inputs` at `now`, over what `manifest` says, would change nothing."""
        following = self.report.next_transition
        ends = [at for at in (self.until, following and following[0]) if at]
        same = inputs == self.inputs and manifest == self.manifest and self.since <= now
        return same and all(now < at for at in ends) and not errors(self.report.problems, strict)
