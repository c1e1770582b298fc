"""The peers over HTTP: Oxigraph's server on our own database, and Virtuoso 7 on the same quads."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.scale_costs import FAILED, TIME_OUT
from benchmarks.serving_servers import Endpoint, awaited, free_port, running
from benchmarks.virtuoso_settings import settings
from kg.rdf.terms import BASE

VIRTUOSO = "Virtuoso 7"
PUBLISHED = f"{BASE}graph/published"
"""The graph that stands for the default graph where an engine has no true one."""
_NAMED = tuple(
    f"{BASE}graph/{name}" for name in ("candidates", "counts", "meta", "rejected", "reviews")
)
_SCRATCH = f"{BASE}graph/languages"
_MOST_ROWS = 100_000_000
_PIECES = 4
"""Into how many files the quads are cut for loaders that work side by side."""
_LOADERS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What one asking came to: seconds until the last byte, and how many rows or triples."""

    seconds: float
    rows: int | None
    outcome: str = ""


def buffers_for(stances: int) -> int:
    """How many pages of 8 KiB Virtuoso keeps in memory: 2 GiB with what else it needs, at 1M."""
    return min(230_000, max(20_000, stances))


@contextmanager
def virtuoso(folder: Path, stances: int, seconds: int) -> Iterator[tuple[Endpoint, int]]:
    """Virtuoso on what a folder holds, empty at first; the number is the port of its SQL."""
    folder.mkdir(parents=True, exist_ok=True)
    sql, http = free_port(), free_port()
    path = folder / "virtuoso.ini"
    told = settings(
        folder, sql, http, buffers=buffers_for(stances), rows=_MOST_ROWS, seconds=seconds
    )
    path.write_text(told, encoding="ascii")
    with running(["virtuoso-t", "-f", "-c", str(path)], quiet=True) as server:
        yield awaited(Endpoint(VIRTUOSO, http, "/sparql", server.pid)), sql


@contextmanager
def cut(quads: Path, folder: Path) -> Iterator[Path]:
    """A folder with the N-Quads in several files, for loaders that work side by side."""
    pieces = folder / "pieces"
    pieces.mkdir()
    names = ["--additional-suffix=.nq", str(quads), str(pieces / "piece-")]
    subprocess.run(["split", "-n", f"l/{_PIECES}", *names], check=True)
    yield pieces
    shutil.rmtree(pieces)


def teach_languages(sql: int, quads: Path) -> None:
    """Let Virtuoso number all languages of the N-Quads, which it then needs not while it loads.

    Two loaders that meet a new language at once make one give its file up (SR197).
    """
    look = ["grep", "-ohE", r'"@[A-Za-z]+(-[A-Za-z0-9]+)* ', str(quads)]
    with subprocess.Popen(
        look, stdout=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C"}
    ) as found:
        tags = {line.strip(' "\n') for line in found.stdout or ()}
    for tag in sorted(tags):
        words = f'<{_SCRATCH}> {{ <{_SCRATCH}> <{_SCRATCH}> "x"{tag} }}'
        _isql(sql, f"SPARQL INSERT DATA {{ GRAPH {words} }};")
    _isql(sql, f"SPARQL CLEAR GRAPH <{_SCRATCH}>;")


def load_virtuoso(sql: int, pieces: Path) -> None:
    """Load the N-Quads of a folder by the bulk loader, and write all to disk.

    Raises SystemExit where a file was not taken.
    """
    _isql(sql, f"ld_dir('{pieces}', '*.nq', '{PUBLISHED}');")
    loaders = [
        subprocess.Popen(_isql_command(sql, "rdf_loader_run();"), stdout=subprocess.DEVNULL)
        for _ in range(_LOADERS)
    ]
    for loader in loaders:
        loader.wait()
    _isql(sql, "checkpoint;")
    failed = "SELECT COUNT(*) FROM DB.DBA.load_list WHERE ll_state <> 2 OR ll_error IS NOT NULL;"
    if _isql(sql, failed).split() != ["0"]:
        raise SystemExit("Virtuoso did not take all files")


def _isql(sql: int, statement: str) -> str:
    done = subprocess.run(_isql_command(sql, statement), check=True, capture_output=True, text=True)
    return done.stdout


def _isql_command(sql: int, statement: str) -> list[str]:
    quiet = ["BANNER=OFF", "VERBOSE=OFF", "PROMPT=OFF"]
    return ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", *quiet, f"exec={statement}"]


def ask(endpoint: Endpoint, text: str, *, triples: bool, limit: float) -> Told:
    """Put a query to a server, and read all of its answer; a query that makes triples says so."""
    accept = "text/tab-separated-values"
    if triples:
        accept = "application/n-triples, text/plain;q=0.5"
    fields: list[tuple[str, str]] = [("query", text)]
    if endpoint.name == VIRTUOSO:
        fields += [("default-graph-uri", PUBLISHED)]
        fields += [("named-graph-uri", name) for name in _NAMED]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    connection = HTTPConnection("127.0.0.1", endpoint.port, timeout=limit)
    begun = time.perf_counter()
    try:
        connection.request("POST", endpoint.path, urlencode(fields), headers)
        reply = connection.getresponse()
        lines = 0
        last = b""
        while block := reply.read(1 << 20):
            lines += block.count(b"\n")
            last = block
            if time.perf_counter() - begun > limit:
                return Told(limit, None, TIME_OUT)
    except TimeoutError:
        return Told(limit, None, TIME_OUT)
    except (OSError, HTTPException):
        return Told(time.perf_counter() - begun, None, FAILED)
    finally:
        connection.close()
    seconds = time.perf_counter() - begun
    if reply.status != 200 or b"The SPARQL operation has been cancelled" in last:
        late = seconds >= limit - 1 or reply.getheader("X-SQL-State") == "S1TAT"
        return Told(seconds, None, TIME_OUT if late else FAILED)
    ended = lines + (not last.endswith(b"\n")) if last else 0
    return Told(seconds, ended if triples else ended - 1)
