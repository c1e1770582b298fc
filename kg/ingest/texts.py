"""Texts of articles by their hashes, as runs of the extractor know them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from kg.ingest.articles import Article
from kg.ingest.sources import read_articles
from kg.model.documents import text_hash


def texts_by_hash(paths: Iterable[Path], wanted: Collection[str] | None = None) -> dict[str, str]:
    """The texts in files and below folders by their SHA-256, all or those that are wanted.

    Pages, feeds and archives are read as the extractor reads them; no network is asked. What
    cannot be read is passed over. Raises UsageError where a page needs more libraries.
    """
    # An absolute path can be taken for neither a URL nor stdin.
    found = read_articles(str(path.resolve()) for path in paths)
    texts = ((text_hash(one.text), one.text) for one in found if isinstance(one, Article))
    return {digest: text for digest, text in texts if wanted is None or digest in wanted}
