"""The licence of what is installed, in one spelling (SPDX), and which licences may come in."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD",  # "BSD" is all that some say: two clauses or three
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-1.1",  # holds for the files under it, as 2.0
    "MPL-2.0",
    "PSF-2.0",
    "Unlicense",
    "W3C-20150513",
    "Zlib",
}

SPELLINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}

READ = {
    "axe-playwright-python": "MIT",
    "cyclonedx-bom": "Apache-2.0",
    "pip-audit": "Apache-2.0",
    "uv": "MIT OR Apache-2.0",
}
"""Read in the files of those whose metadata name none, or that need not be installed."""

_UNKNOWN = "unknown"


def licence(name: str) -> str:
    """The licence of a distribution as its metadata tell it; "unknown" where they do not."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return READ.get(name, _UNKNOWN)
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rsplit(" :: ", 1)[1]
        for line in told.get_all("Classifier") or ()
        if line.startswith("License :: OSI Approved :: ")
    ]
    words = str(told.get("License") or "").strip()
    short = words if words and "\n" not in words and SPELLINGS.get(words, words) != "BSD" else ""
    for candidate in (short, " AND ".join(SPELLINGS.get(one, one) for one in classifiers), words):
        spelled = SPELLINGS.get(candidate, candidate)
        if is_allowed(spelled):
            return spelled
    return READ.get(name) or " AND ".join(classifiers) or words.partition("\n")[0] or _UNKNOWN


def is_allowed(expression: str) -> bool:
    """Whether one alternative of it is made of allowed licences alone; no brackets are read."""
    return any(
        all(part.strip() in ALLOWED for part in alternative.split(" AND "))
        for alternative in expression.split(" OR ")
    )
