"""The documents say what is so: what they name exists, and what exists is named."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse

from evenhand.accounts.services.joining import create_member
from evenhand.directory.models import SpaceKind
from evenhand.directory.services import create_organisation, create_space

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "evenhand"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
each_page = pytest.mark.parametrize(
    "page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES]
)

RULES = {
    f"{letter}{n}" for letter, last in (("S", 24), ("B", 17), ("D", 14)) for n in range(1, last + 1)
}
PROMISE = """\
Stored reports are encrypted so that a copy of the database, the backups or the logs
cannot be read. The people who run the server cannot read stored reports either, unless
they change the running program and wait until a handler or reporter uses it. If you
fear someone who runs this server, use <named contact outside this organisation>."""

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r"EVENHAND_[A-Z_]*[A-Z]")
# What a path in a document may be relative to.
_FOLDERS = (ROOT, SOURCE, ROOT / "tests", ROOT / "docs")
_ENDINGS = {".py", ".md", ".toml", ".html", ".json", ".css", ".js"}
# Files of an operator's machine, or of a site's data.
_NOT_OURS = ("site.json", "lines.py")
# Where a machine keeps its things, and where it would fetch packages.
_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|tmp|root|opt|home)/|file://|\bpypi\b|--(?:extra-)?index-url\b|--find-links\b"
)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _inline_code(page: Path) -> list[str]:
    return _CODE.findall(_BLOCK.sub("", _text(page)))


@cache
def _tests() -> frozenset[str]:
    """The names of all tests there are."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    )


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(_text(page)) if "://" not in link]

    lost = [link for link in links if not (page.parent / link.partition("#")[0]).exists()]

    assert lost == []


@each_page
def test_every_test_that_is_named_exists(page: Path) -> None:
    """A whole name, or how the names of a family begin: test_t_kill."""
    named = {code for code in _inline_code(page) if re.fullmatch(r"test_\w+", code)}

    lost = [name for name in named if not any(_is_meant(test, name) for test in _tests())]

    assert lost == []


def _is_meant(test: str, name: str) -> bool:
    return test == name or (name.startswith("test_t_") and test.startswith(f"{name}_"))


@each_page
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = {code for code in _inline_code(page) if _is_a_path(code)}

    lost = [name for name in named if not any((folder / name).exists() for folder in _FOLDERS)]

    assert lost == []


def _is_a_path(code: str) -> bool:
    is_plain = re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", code) is not None
    is_ours = not code.endswith(_NOT_OURS)
    return is_plain and is_ours and (Path(code).suffix in _ENDINGS and "/" in code)


def _settings_in(*paths: Path) -> set[str]:
    return {name for path in paths for name in _SETTING.findall(path.read_text())}


def _settings_of_a_site() -> set[str]:
    """What site/settings.py reads through site/env.py."""
    tree = ast.parse((SOURCE / "site" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    read = [call for call in calls if ast.unparse(call.func).startswith("env.")]
    return {f"EVENHAND_{ast.literal_eval(call.args[0])}" for call in read if _is_name(call.args[0])}


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).isupper()


def _settings_in_the_table() -> set[str]:
    page = _text(ROOT / "docs" / "operating" / "install.md")
    return set(re.findall(r"^\| `(EVENHAND_\w+)` \|", page, re.MULTILINE))


def test_the_table_of_settings_is_what_a_site_reads() -> None:
    assert _settings_in_the_table() == _settings_of_a_site()


def test_every_name_in_the_environment_is_in_the_documents_and_nothing_else_is() -> None:
    code = [
        path
        for folder in ("src", "tests", "tools", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
    ]
    read = {name.removesuffix("_FILE") for name in _settings_in(*code)} | _settings_of_a_site()

    told = {name.removesuffix("_FILE") for name in _settings_in(*PAGES)}

    assert told == read


def test_every_rule_of_the_procedure_has_its_row() -> None:
    page = _text(ROOT / "docs" / "procedure.md")

    rows = re.findall(r"^\| ([SBD]\d+) \|", page, re.MULTILINE)

    assert sorted(rows) == sorted(RULES)


def test_a_rule_that_is_served_has_its_code_and_its_test() -> None:
    page = _text(ROOT / "docs" / "procedure.md")
    rows = [line.split(" | ") for line in page.splitlines() if re.match(r"\| [SBD]\d+ \|", line)]

    unproven = [
        cells[0].strip("| ")
        for cells in rows
        if not cells[2].startswith("Not yet") and "`" not in cells[-1]
    ]

    assert unproven == []


def test_the_promise_stands_in_the_readme_word_for_word() -> None:
    quoted = [line for line in _text(ROOT / "README.md").splitlines() if line.startswith("> ")]

    promised = "\n".join(line.removeprefix("> ") for line in quoted).replace("\\<", "<")

    assert promised == PROMISE


def test_every_command_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"[`\n]make (\w+)", _text(page))}

    assert {"run", "test"} <= named <= targets


def test_every_command_of_evenhand_is_in_the_changelog() -> None:
    commands = {path.stem for path in (SOURCE / "operations" / "commands").glob("*.py")}

    for name in commands - {"__init__", "printing", "with_database"}:
        assert f"`{name}`" in _text(ROOT / "CHANGELOG.md").replace("evenhand ", "")


def test_every_library_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]}
    page = _text(ROOT / "docs" / "decisions" / "0012-libraries.md")

    told = set(re.findall(r"^\| ([a-z0-9-]+)(?: \(\w+\))? \|", page, re.MULTILINE)) - {"library"}

    assert told == wanted


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def _tracked() -> Iterator[Path]:
    """What is or may be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    yield from (ROOT / name for name in listed.stdout.splitlines())


def test_no_file_names_a_machine_or_where_it_fetches_packages() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")

    naming = {
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in _tracked()
        if path.is_file() and path != Path(__file__)
        for found in _MACHINE.finditer(path.read_text(errors="ignore"))
    }

    assert naming == set()


@pytest.mark.django_db(databases=["default", "shred"])
def test_the_lines_for_the_directory_can_be_run() -> None:
    page = _text(ROOT / "docs" / "operating" / "directory.md")
    organisation = create_organisation(name="Ours", country="GB")
    for slug in ("our-conference", "lantern-conf", "lantern-forum"):
        create_space(
            organisation=organisation,
            name=slug,
            slug=slug,
            kind=SpaceKind.CONFERENCE,
            country="GB",
        )
    create_member(
        organisation, "Sam", "sam@example.org", passphrase="a quiet lantern", now=datetime.now(UTC)
    )
    blocks = _PYTHON.findall(page)

    for lines in blocks:
        exec(compile(lines, "directory.md", "exec"), {})  # noqa: S102 (our own document)

    assert len(blocks) == 6


@pytest.mark.django_db(databases=["default", "shred"])
def test_addresses_in_the_documents_are_those_of_the_site() -> None:
    assert reverse("casework:team") == "/m/team"
    assert reverse("accounts:account") == "/m/account"
    assert reverse("healthz") == "/healthz"
