"""The layers of the package: what may import what, and what it costs to start."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from kg.cli.commands import COMMANDS
from tests.invented import ROOT

LAYERS = (
    ("kg.errors",),
    ("kg.held", "kg.remedies"),
    ("kg.files",),
    (
        "kg.model",
        "kg.temporary",
        "kg.printing",
        "kg.colours",
        "kg.workers",
        "kg.ahead",
        "kg.choice",
    ),
    ("kg.project",),
    ("kg.rdf",),
    ("kg.seeds", "kg.extract", "kg.ingest", "kg.store"),
    ("kg.build", "kg.stream", "kg.llm"),
    ("kg.queries", "kg.review", "kg.evaluation"),
    ("kg.analysis", "kg.endpoint"),
    ("kg.views", "kg.exports", "kg.care"),
    ("kg.reader", "kg.pages"),
    ("kg.serve", "kg.site", "kg.mcp"),
    ("kg.cli",),
)
"""Lowest first; a package imports its own and lower layers, and no sibling on its level."""
ANALYSIS = (
    ("corpus",),
    ("counting",),
    ("network", "change", "coverage"),
    ("structure", "polarisation", "report"),
    ("comparison",),
)
"""The same within the analysis, whose packages are many."""
TOP = ("kg", "kg.__main__")
PURE = {
    "kg.model": {"kg.errors", "kg.model"},
    "kg.extract": {"kg.errors", "kg.model", "kg.extract"},
}
"""Packages of the standard library and of these alone, but for the one module that loads spaCy."""
SPACY = "kg.extract.parser"
DRAWING = {"pyvis", "networkx"}
HEAVY = (
    "rdflib",
    "pyshacl",
    "matplotlib",
    "networkx",
    "pyvis",
    "numpy",
    "scipy",
    "pandas",
    "polars",
    "graspologic_native",
    "oxrdflib",
    "jinja2",
    "anyascii",
    "httpx",
    "lxml",
    "trafilatura",
    "feedparser",
    "spacy",
    "starlette",
    "uvicorn",
    "mcp",
)
LONGEST = 260
MODULES = sorted((ROOT / "kg").rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, also inside functions; of ``from a import b`` a.b
    where that is a module of the package.
    """
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in names() else str(node.module))
    return frozenset(found)


@cache
def names() -> frozenset[str]:
    return frozenset(map(module_name, MODULES))


def unit(module: str) -> str:
    """The package of the layering to which a module belongs."""
    return ".".join(module.split(".")[:2])


def level(name: str) -> int:
    return next(n for n, layer in enumerate(LAYERS) if name in layer)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_arrows_go_down(path: Path) -> None:
    here = module_name(path)
    if here in TOP:
        return
    own = unit(here)
    for module in imports(path):
        # The package itself holds its version and nothing else that a layer may want.
        if module.startswith("kg.") and unit(module) != own:
            assert level(unit(module)) < level(own), f"{here} imports {module}"


def test_arrows_go_down_within_the_analysis() -> None:
    order = {name: n for n, layer in enumerate(ANALYSIS) for name in layer}
    found = 0
    for path in MODULES:
        here = module_name(path).split(".")
        for module in (name.split(".") for name in imports(path)):
            if here[1:2] == module[1:2] == ["analysis"] and here[2:3] != module[2:3]:
                assert order[module[2]] < order[here[2]], f"{path} imports {'.'.join(module)}"
                found += 1
    assert found


def test_every_package_has_its_layer() -> None:
    placed = {name for layer in LAYERS for name in layer}
    assert {unit(name) for name in names()} - set(TOP) == placed


def test_the_package_itself_gives_no_more_than_its_version() -> None:
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "kg":
                taken = {alias.name for alias in node.names}
                assert all(n == "__version__" or f"kg.{n}" in names() for n in taken), path


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {
        module_name(path): {m for m in imports(path) if m in names() and m != module_name(path)}
        for path in MODULES
        if module_name(path) not in TOP
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for further in sorted(graph.get(name, ())):
                visit(further, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())
    assert done >= set(graph)


@pytest.mark.parametrize("package", PURE)
def test_some_packages_need_python_alone(package: str) -> None:
    for path in MODULES:
        if module_name(path).startswith(package):
            for module in imports(path):
                root = module.split(".", maxsplit=1)[0]
                if root == "kg":
                    assert unit(module) in PURE[package], f"{path}: {module}"
                elif not (root == "spacy" and module_name(path) == SPACY):
                    assert root in sys.stdlib_module_names, f"{path}: {module}"


def test_few_modules_know_the_network_libraries() -> None:
    drawers = {
        module_name(path)
        for path in MODULES
        if any(module.split(".", maxsplit=1)[0] in DRAWING for module in imports(path))
    }
    assert drawers == {
        "kg.analysis.network.graphs",
        "kg.analysis.network.measured",
        "kg.exports.graphml",
        "kg.views.network",
    }


def test_the_command_starts_without_heavy_modules() -> None:
    modules = ", ".join(f"kg.cli.{module}" for module in COMMANDS)
    code = f"import {modules}, sys; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []


def _public(path: Path) -> list[tuple[str, ast.AST]]:
    found: list[tuple[str, ast.AST]] = [(module_name(path), tree(path))]
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found.append((f"{module_name(path)}.{node.name}", node))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += [
                (f"{module_name(path)}.{node.name}.{inner.name}", inner)
                for inner in node.body
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
            ]
    return found


def test_everything_public_says_what_it_is() -> None:
    silent = [
        name
        for path in MODULES
        for name, node in _public(path)
        if not ast.get_docstring(node)  # type: ignore[arg-type]
        and not (path.name == "__init__.py" and not path.read_text(encoding="utf-8").strip())
    ]
    assert silent == []


def test_modules_stay_short() -> None:
    lengths = {module_name(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_pattern_has_a_possessive_group() -> None:
    # Python before 3.11.5 matches such groups wrongly; an atomic group says the same.
    group = re.compile(r"(?<!\()\)(?:[*+?]|\{[\d,]+\})\+")
    assert [path for path in MODULES if group.search(path.read_text(encoding="utf-8"))] == []
