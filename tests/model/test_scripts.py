from __future__ import annotations

import pytest

from kg.model.scripts import foreign_letters


@pytest.mark.parametrize(
    ("words", "language", "script"),
    [
        ("Мы за диалог", "en", "CYRILLIC"),
        ("Мы за диалог", "en-GB", "CYRILLIC"),
        ("Мы за диалог", "de", "CYRILLIC"),
        ("Мы за диалог", "el", "CYRILLIC"),
        ("Ζητούμε διάλογο", "en", "GREEK"),
        ("Ζητούμε διάλογο", "ru", "GREEK"),
        ("我们支持对话", "fr", "CJK"),
        ("Мы за диалог", "sr-Latn", "CYRILLIC"),
        ("Za dialog – čestitam", "sr-Cyrl", None),
        ("Мы за диалог", "ru", None),
        ("За дијалог", "sr", None),
        ("За дијалог", "sr-Cyrl", None),
        ("Ми за діалог", "uk", None),
        ("Za dialog čestitam", "sr", None),
        ("Slava Ukraïni", "uk", None),
        ("Wir sind dafür – „da“ (да)", "de", None),
        ("ЕС и НАТО", "en", "CYRILLIC"),
        ("The word мир means peace", "en", None),
        ("Διάλογος", "tlh", None),
        ("…", "en", None),
        ("2026", "ru", None),
        ("", "en", None),
    ],
)
def test_letters_tell_what_a_language_is_not(words: str, language: str, script: str | None) -> None:
    assert foreign_letters(words, language) == script
