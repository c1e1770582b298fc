"""Whether the columns that are kept beside a store tell what the store tells."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from kg.analysis.corpus.reading import fault_of_columns
from kg.errors import LimitReached, StoreError
from kg.store.embedded import ENGINE_ERRORS, database, open_reader, unusable
from kg.store.findings import SWEEP, Finding
from kg.store.guard import run_guarded
from kg.store.leftovers import COLUMNS_FILE
from kg.store.orders import limits_for


def look_at_columns(store: Path) -> list[Finding]:
    """What is wrong with the columns of the store in a folder; they are read anew where they go.

    Nothing is told of them where the store itself cannot be read.
    """

    def job(out: IO[bytes]) -> None:
        try:
            fault = fault_of_columns(store, open_reader(store))
        except ENGINE_ERRORS as error:
            raise unusable(store, error) from None
        out.write((fault or "").encode())

    path = store / COLUMNS_FILE
    if not path.is_file() or path.is_symlink():
        return []
    try:
        fault = b"".join(run_guarded(job, limits_for(database(store)))).decode()
    except StoreError:
        return []
    except LimitReached:
        fault = "cannot be read"
    return [Finding(path, fault, SWEEP)] if fault else []
