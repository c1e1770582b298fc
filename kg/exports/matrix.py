"""Networks as matrices: CSV for R and spreadsheets, DL for UCINET."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from anyascii import anyascii

from kg.analysis.counting.pooling import Unit
from kg.analysis.network.networks import Network
from kg.exports.plain_values import line, number, used_once

_UNQUOTED = re.compile("[^A-Za-z0-9._+-]+")


def matrix(network: Network) -> bytes:
    """CSV (RFC 4180): a row for each unit, weights as they are; ids are the heads.

    ``as.matrix(read.csv(file, row.names = 1, check.names = FALSE))`` reads it into R.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["", *_ids(network.columns)])
    for name, row in zip(_ids(network.rows), _rows(network), strict=True):
        writer.writerow([name, *row])
    return stream.getvalue().encode()


def dl(network: Network) -> bytes:
    """UCINET's DL, format fullmatrix.

    Labels are ids on one line, without what UCINET or Gephi take for their end: they are plain
    ASCII and no two alike. An old UCINET shows their first 18 letters, in capitals.

    Source: UCINET help, DL language (analytictech.com/ucinet/help/hs5000.htm).
    """
    if network.is_two_mode:
        size = f"nr={len(network.rows)}, nc={len(network.columns)}"
        heads = [("row labels", network.rows), ("column labels", network.columns)]
    else:
        size, heads = f"n={len(network.rows)}", [("labels", network.rows)]
    lines = [f"dl {size}, format=fullmatrix"]
    for head, units in heads:
        lines += [f"{head}:", ",".join(_labels(units))]
    lines += ["data:", *(" ".join(row) for row in _rows(network))]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _ids(units: Iterable[Unit]) -> list[str]:
    return used_once(line(unit.id) for unit in units)


def _labels(units: Iterable[Unit]) -> list[str]:
    plain = (_UNQUOTED.sub("_", anyascii(line(unit.id))).strip("_") for unit in units)
    # UCINET writes all labels in capitals.
    return used_once((name or "unit" for name in plain), any_case=True)


def _rows(network: Network) -> Iterator[list[str]]:
    for row in range(len(network.rows)):
        yield [number(weight) for weight in network.weights[[row]].toarray()[0].tolist()]
