"""No input whatever ends in a traceback: sites of hostile files, built."""

from hostile import SITES, Hostile
from hypothesis import given, settings

from generator.errors import Refusal


@settings(max_examples=40, derandomize=True)
@given(SITES)
def test_a_site_is_built_or_its_problems_are_told(hostile: Hostile) -> None:
    """Whatever content holds, a build ends in a site or in problems, each with its file, and publishes nothing then."""
    options = {"drafts": hostile.everything, "future": hostile.everything, "jobs": 1}
    with hostile.written() as site:
        try:
            report = site.build(**options)
        except Refusal:
            return
        assert report.ok or any(problem.level == "error" and problem.path for problem in report.problems)
        assert report.ok is (site.output / "index.html").is_file()
        assert all("\n" not in str(problem) for problem in report.problems)
        if report.ok:
            assert site.build(**options).written == {}
