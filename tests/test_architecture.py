"""The plan of the rooms in docs/architecture.md, held to the code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "accounts": set(),
    "evidence": set(),
    "library": {"delivery"},
    "delivery": set(),
    "search": {"delivery"},
    "articles": {"api", "delivery", "library", "evidence"},
    "api": {"delivery", "search"},
    "home": {"api", "articles", "delivery", "library", "evidence", "accounts"},
    "benchmarks": {"home", "api", "articles", "delivery", "library", "evidence", "cms"},
    "cms": {"home", "api", "articles", "search", "delivery", "library", "evidence", "accounts"},
}


def modules_of(room):
    files = (ROOT / room).rglob("*.py")
    return [path for path in files if "migrations" not in path.parts]


def imported_rooms(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_run_one_way(room):
    forbidden = set(ALLOWED) - ALLOWED[room] - {room}
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules_of(room)
        for name in imported_rooms(path)
        if name in forbidden
    }
    assert not wrong


def test_every_room_is_on_the_plan():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert rooms == set(ALLOWED)
    described = set(re.findall(r"^\| `(\w+)/`", (ROOT / "docs/architecture.md").read_text(), re.M))
    assert rooms <= described


def test_endpoints_name_no_page_type():
    imported = {name for path in modules_of("api") for name in imported_rooms(path)}
    assert not imported & {"articles", "home"}


def test_no_model_is_imported_by_a_block_at_module_level():
    for path in (ROOT / "articles/blocks").glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ImportFrom):
                assert not re.fullmatch(r"(articles|home|library)\.models(\..*)?", node.module), (
                    path
                )


def test_documentation_index_names_every_page():
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    linked = set(re.findall(r"\]\((\w+\.md)\)", (ROOT / "docs/index.md").read_text()))
    assert pages == linked


def test_links_between_documents_lead_somewhere():
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert not missing


def test_decisions_are_numbered_once_each():
    names = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    numbers = [int(name[:4]) for name in names]
    assert numbers == list(range(1, len(numbers) + 1))
