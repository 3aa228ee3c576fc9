"""Bad input, and what it gets: one clear problem with its place and the mend, and the published site untouched."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from conftest import SiteFolder

HEAD = "---\ntitle: Zorvia\ndate: 2022-01-25\n---\n"
BAD = "content/2022/01/25-bad.md"
AT_FIRST = "title: Zorvia\ndate: 2022-01-25\n"


def briefing(site: SiteFolder, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`briefing build`, in a process of its own."""
    command = [sys.executable, "-m", "generator", "build", "-C", site.root, "--now", "2022-03-01", *arguments]
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site that is public already, built once."""
    root = tmp_path_factory.mktemp("first") / "site"
    root.mkdir()
    site = SiteFolder(root)
    site.brief("2022/01/24-good.md", date="2022-01-24", tags="[Good]")
    site.write("output/.gitignore", "*\n")
    assert site.build().ok
    return site


@pytest.fixture
def published(first: SiteFolder, site: SiteFolder) -> SiteFolder:
    """A site that is public already, to be spoilt."""
    shutil.copytree(first.root, site.root, dirs_exist_ok=True)
    return site


def untouched(site: SiteFolder, *arguments: str | Path, status: int = 1) -> list[str]:
    """The problems that a build tells; it must end with `status`, with no traceback, and publish nothing."""
    before = site.tree()
    done = briefing(site, *arguments)
    assert "Traceback" not in done.stderr
    assert "[internal]" not in done.stderr
    assert done.returncode == status, done.stderr
    assert site.tree() == before
    assert not (site.root / ".output.briefing-new").exists()
    return [line for line in done.stderr.splitlines() if ": error[" in line]


def with_fields(fields: str) -> str:
    """A brief of these fields."""
    return f"---\n{fields}---\n\nWords.\n"


CASES: dict[str, tuple[str | bytes, str]] = {
    "a missing date": (with_fields("title: x\n"), ":1:1: error[missing-date]"),
    "an unparsable date": (with_fields("title: x\ndate: Jan 25th\n"), ":3:7: error[bad-date]"),
    "an ambiguous date": (with_fields("title: x\ndate: 10/11/2022\n"), ":3:7: error[bad-date]"),
    "a day that is not": (with_fields("title: x\ndate: Feb 30\n"), ":3:7: error[bad-date]"),
    "a day that is not, in ISO": (with_fields("title: x\ndate: 2022-02-30\n"), ":3:7: error[bad-date]"),
    "no title": (with_fields("date: 2022-01-25\n"), ":1:1: error[missing-title]"),
    "unterminated front matter": ("---\ntitle: x\ndate: 2022-01-25\n\nWords\n", ":1:1: error[unclosed-front-matter]"),
    "front matter that is a list": ("---\n- a\n- b\n---\n", ":2:1: error[front-matter-syntax]"),
    "Latin-1": (HEAD.encode() + b"caf\xe9\n", ":5:4: error[not-utf-8]"),
    "UTF-16": (HEAD.encode("utf-16"), ":1:1: error[not-utf-8]"),
    "UTF-16 without a mark": (HEAD.encode("utf-16-le"), ":1:2: error[nul-byte]"),
    "a NUL byte": (HEAD.encode() + b"a\0b", ":5:2: error[nul-byte]"),
    "a duplicate key": (with_fields(AT_FIRST + "title: y\n"), ":4:1: error[duplicate-key]"),
    "a YAML alias": (with_fields(AT_FIRST + "summary: *x\n"), ":4:10: error[yaml-feature]"),
    "a YAML anchor": (with_fields(AT_FIRST + "summary: &x y\n"), ":4:10: error[yaml-feature]"),
    "a YAML tag": (with_fields(AT_FIRST + "summary: !!int 1\n"), ":4:10: error[yaml-feature]"),
    "deep nesting": (with_fields(AT_FIRST + "extra: " + "[" * 30 + "]" * 30 + "\n"), ":4:28: error[yaml-nesting]"),
    "an empty file": ("", ":1:1: error[empty-file]"),
    "a file of 50 MB": (HEAD.encode() + b"word " * 10 * 1024 * 1024, ": error[too-large]"),
    "a slug that climbs": (with_fields(AT_FIRST + "slug: ../../x\n"), ":4:7: error[bad-slug]"),
    "a Windows device": (with_fields(AT_FIRST + "slug: NUL\n"), ":4:7: error[bad-slug]"),
    "an empty slug": (with_fields(AT_FIRST + "slug: ''\n"), ":4:7: error[bad-slug]"),
    "a link to nothing": (HEAD + "[x](gone.md)\n", ":5:5: error[broken-link]"),
    "a link to a word of the text": (HEAD + "Gone, ./Gone.\n\n## Gone\n\n[x](Gone)\n", ":9:5: error[broken-link]"),
    "an address that begins like another": (HEAD + "[x](/gone/) [y](gone)\n", ":5:17: error[broken-link]"),
    "a tag to nothing": (HEAD + "The href is <a href='href'>x</a>\n", ":5:22: error[broken-link]"),
    "two tags with one address": (with_fields(AT_FIRST + "tags: [env, .env]\n"), ":4:7: error[slug-clash]"),
    "a path of Windows": (with_fields('title: "C:\\places"\ndate: 2022-01-25\n'), ":2:11: error[front-matter-syntax]"),
}


def test_nesting_beyond_the_limit_of_the_library_is_told_as_nesting(published: SiteFolder) -> None:
    """However deep values are nested, the writer is told that they are, at their line."""
    published.write(BAD, with_fields(AT_FIRST + "extra: " + "[" * 10_000 + "]" * 10_000 + "\n"))
    (told,) = untouched(published)
    assert re.match(re.escape(BAD) + r":4:\d+: error\[yaml-nesting\]: .*; flatten them", told)


@pytest.mark.parametrize("name", CASES)
def test_bad_content_is_one_problem_with_its_place(published: SiteFolder, name: str) -> None:
    """Each bad file gets one clear problem with its place and the mend, and ends the build with 1."""
    text, problem = CASES[name]
    published.write(BAD, text)
    told = untouched(published)
    assert len(told) == 1
    assert told[0].startswith(BAD + problem)
    assert re.search("; .*[a-z]", told[0]), "no mend"


def test_all_of_them_are_told_in_one_run(published: SiteFolder) -> None:
    """Every problem of a build is reported at once."""
    for number, (text, _) in enumerate(CASES.values()):
        published.write(f"content/2022/01/25-bad-{number:02}.md", text)
    told = untouched(published)
    assert [line.partition(":")[0] for line in told] == [
        f"content/2022/01/25-bad-{number:02}.md" for number in range(len(CASES))
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("slug: same\n", "slug: same\n"), ("slug: Same\n", "slug: same\n"), ("slug: e\u0301\n", "slug: é\n")],
)
def test_two_briefs_with_one_url_are_named(published: SiteFolder, one: str, other: str) -> None:
    """Two briefs with one URL are an error that names both, also if they differ only in case or Unicode form."""
    published.write("content/2022/01/25-one.md", with_fields(AT_FIRST + one))
    published.write("content/2022/01/25-other.md", with_fields(AT_FIRST + other))
    told = untouched(published)
    assert len(told) == 1
    assert "25-one.md" in told[0]
    assert "25-other.md" in told[0]


def test_two_files_of_one_name_are_one_problem(published: SiteFolder) -> None:
    """One mistake is one problem."""
    for folder in "ab":
        published.write(f"content/{folder}/same.md", HEAD)
    assert len(untouched(published)) == 1


@pytest.mark.parametrize(
    ("name", "target"), [("out.md", "../../secret.md"), ("loop.md", "loop.md"), ("up", "../.."), ("around", ".")]
)
def test_symbolic_links_out_of_content_or_in_a_loop(published: SiteFolder, name: str, target: str) -> None:
    """A symbolic link out of content/ or in a loop is an error, and is not followed."""
    published.write("secret.md", HEAD + "Secret.\n")
    (published.root / "content/sub").mkdir()
    (published.root / "content/sub" / name).symlink_to(target)
    told = untouched(published)
    assert [line.partition(";")[0].partition(": error")[0] for line in told] == [f"content/sub/{name}"]
    assert "error[symlink]" in told[0]


@pytest.mark.parametrize("text", ["\ufeff" + HEAD + "Words.\n", (HEAD + "\nWords.\n").replace("\n", "\r\n")])
def test_a_bom_and_windows_line_ends_are_simply_accepted(published: SiteFolder, text: str) -> None:
    """A BOM and CRLF are no problem at all."""
    published.write("content/2022/01/25-zorvia.md", text.encode())
    done = briefing(published)
    assert (done.returncode, done.stderr) == (0, "")
    assert "<p>Words.</p>" in published.page("/2022/01/25/zorvia/")


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        (
            'titel = "x"\n',
            "briefing.toml:3:1: error[unknown-key]: 'titel' is not a key of the configuration; did you mean 'title'?",
        ),
        ('theme = "wier"\n', "briefing.toml: error[no-theme]: there is no theme 'wier'; did you mean 'wire'?"),
        ('timezone = "Zorvia"\n', "briefing.toml:3:1: error[bad-value]"),
        ("x = \n", "briefing.toml:3:5: error[bad-config]"),
    ],
)
def test_a_bad_configuration_ends_with_2(published: SiteFolder, config: str, problem: str) -> None:
    """An unknown config key, a missing theme and the like end the build with 2."""
    file = published.root / "briefing.toml"
    file.write_text(file.read_text() + config)
    told = untouched(published, status=2)
    assert len(told) == 1
    assert told[0].startswith(problem)


def test_all_that_is_wrong_with_the_setting_up_is_told_at_once(published: SiteFolder) -> None:
    """A key, a theme and an output folder that won't do are told in one run."""
    file = published.root / "briefing.toml"
    file.write_text(file.read_text() + 'theme = "gone"\ntitel = "x"\n')
    assert len(untouched(published, "-o", "/", status=2)) == 3


def test_a_template_that_uses_what_isnt_there(published: SiteFolder) -> None:
    """A template that uses a variable that isn't there is an error at its file and line."""
    published.write("templates/home.html", "<p>\n{{ nothing }}\n")
    told = untouched(published)
    assert len(told) == 1
    assert told[0].startswith("templates/home.html:2:1: error[template]: 'nothing' is undefined")


@pytest.mark.parametrize(
    "place",
    ["/", str(Path.home()), "{root}", "{root}/..", "{root}/mine"],
    ids=["root", "home", "project", "parent", "stranger"],
)
def test_an_output_folder_that_is_not_ours(published: SiteFolder, place: str) -> None:
    """An output folder that is `/`, home, the project or a stranger's is refused, and left as it is."""
    published.write("mine/letter.txt", "Dear all")
    told = untouched(published, "-o", place.format(root=published.root), status=2)
    assert len(told) == 1
    assert "error[bad-output]" in told[0]
    assert "-o" in told[0]
    assert (published.root / "mine/letter.txt").read_text() == "Dear all"
    assert [file.name for file in (published.root / "mine").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    "name",
    [
        'x" onerror="alert(1).png',
        "x' y.png",
        "a&b.png",
        'x"onerror="alert(1).png',
        "q?a.png",
    ],
)
def test_the_name_of_an_attachment_stays_a_name(published: SiteFolder, name: str) -> None:
    """Whatever signs a file's name has, its address is one, and leads to the file."""
    published.write(f"content/2022/01/{name}", b"png")
    published.write(BAD, HEAD + f"![x]({quote(name)})\n")
    assert briefing(published).returncode == 0
    sources = re.findall(r'<img alt="x" src="([^"]*)"', published.page("/2022/01/25/bad/"))
    assert [unquote(source.partition("?")[0]) for source in sources] == [f"/2022/01/{name}"]
