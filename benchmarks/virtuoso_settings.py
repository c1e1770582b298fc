"""How Virtuoso 7 is set up where it is measured and tested."""

from __future__ import annotations

from pathlib import Path

_SETTINGS = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ResultSetMaxRows = {rows}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
Charset = UTF-8
EnabledGzipContent = 1
[SPARQL]
ResultSetMaxRows = {rows}
MaxConstructTriples = {rows}
MaxQueryExecutionTime = {seconds}
MaxQueryCostEstimationTime = 0
"""


def settings(folder: Path, sql: int, http: int, *, buffers: int, rows: int, seconds: int) -> str:
    """The text of virtuoso.ini for a server that listens on the loopback alone.

    ``sql`` and ``http`` are its ports, ``buffers`` pages of 8 KiB that it keeps in memory.
    """
    return _SETTINGS.format(
        folder=folder,
        sql=sql,
        http=http,
        buffers=buffers,
        dirty=buffers * 3 // 4,
        rows=rows,
        seconds=seconds,
    )
