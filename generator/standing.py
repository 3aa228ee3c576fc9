"""When nothing at all has changed since the last build, and the published site stands as it is."""

from __future__ import annotations

from datetime import datetime

from generator.errors import Problem, errors
from generator.model import Report, Value


class Standing(Value, frozen=True):
    """What the last build was made of, and what it reported.

    `inputs` is the digest of all that it depended on but the moment, `manifest` that of what it published.
    The same site would come of the same inputs at any moment from `since` on and before `until`, when
    something becomes public or expires.
    """

    inputs: str
    manifest: str
    since: datetime
    until: tuple[datetime, str] | None
    problems: tuple[Problem, ...]
    pages: int
    briefs: int

    def holds(self, inputs: str, manifest: str, now: datetime, strict: bool) -> bool:
        """Whether a build of `inputs` at `now`, over what `manifest` says, would change nothing."""
        same = inputs == self.inputs and manifest == self.manifest and not errors(self.problems, strict)
        return same and self.since <= now and (self.until is None or now < self.until[0])

    def report(self, timings: dict[str, float]) -> Report:
        """The report of a build that finds everything as it was."""
        return Report({}, self.pages, (), self.problems, timings, self.until, self.pages, self.briefs, ok=True)
