"""Where registered actors are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.clauses import AS_CLAUSE
from kg.extract.lexicon import Lexicon
from kg.extract.names import WORD, Naming
from kg.extract.namesakes import Word, in_other_name
from kg.extract.roster import Roster
from kg.extract.segment import Segments

_BYGONE = re.compile(r"\b(?:former |ex-|late )$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s?(?!\w)")
_JOINED = re.compile(r" |, |'s |, the |, who is | - ")
_LAST_WORD = re.compile(r"([^\W_]+) ?$")
_SUCH_AS = re.compile(
    r"((?:[\w-]+ ){0,3})(?:countries|states|members|nations|governments|capitals|allies|leaders"
    r"|ministers|politicians|partners|parties),? such as (?:the )?$",
    re.IGNORECASE,
)
_LOWER = frozenset({"holder-group", "holder-government"})
_CAPITAL = frozenset({"name", "surname", "body"})


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named at a place; actor is None for nobody, possessive before 's.

    ``beside`` is the bearer of the office that the text gives to somebody of another name.
    """

    start: int
    end: int
    actor: str | None
    form: str
    rule: str
    possessive: bool = False
    beside: str | None = None


def find_mentions(segments: Segments, roster: Roster, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions of registered actors by name, office or metonym, in order."""
    known = list(_known(segments, roster, lexicon))
    return tuple(_without_chance(known, segments.view, roster, lexicon))


def follows_preposition(view: str, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the word before it makes it an object: 'with Putin', 'of the Kremlin'.

    Behind 'countries such as' that is told by the word before the countries; 'as' may also open
    a clause whose subject it is: 'talks stall as Rome objects'.
    """
    if mention.form == "pronoun" and mention.rule.endswith("he"):
        return False
    such = _SUCH_AS.search(view, max(0, mention.start - 60), mention.start)
    if such is not None:
        return bool(set(such[1].lower().split()) & lexicon.words["prepositions"])
    before = _LAST_WORD.search(view, max(0, mention.start - 24), mention.start)
    if before is None:
        return False
    word = before[1].lower()
    if word in ("the", "its", "his", "her"):
        before = _LAST_WORD.search(view, max(0, before.start() - 24), before.start())
        word = before[1].lower() if before else ""
    if word == "as" and AS_CLAUSE.match(view, before.start(1) if before else 0):
        return False
    return word in lexicon.words["prepositions"]


def _without_chance(
    known: list[Mention], view: str, roster: Roster, lexicon: Lexicon
) -> Iterator[Mention]:
    """Leave out surnames that are also given names or places unless the full name is there.

    A name that many bear is taken for one who holds an office on the day of the text.
    """
    full = {mention.actor for mention in known if mention.form in ("name", "office")}
    doubtful = lexicon.words["ambiguous"]
    for mention in known:
        surname = view[mention.start : mention.end].lower()
        chance = surname in doubtful or surname in lexicon.genders
        held = surname in lexicon.words["shared"] and mention.actor in roster.offices
        if mention.form != "surname" or not chance or held or mention.actor in full:
            yield mention


def _known(segments: Segments, roster: Roster, lexicon: Lexicon) -> Iterator[Mention]:
    view = segments.view
    words = [(found.start(), found.end(), found[0]) for found in WORD.finditer(view)]
    lowered = [word.lower() for _, _, word in words]
    past = 0
    for index, word in enumerate(lowered):
        if index < past or word not in roster.tree.after:
            continue
        naming, length = _longest(lowered, index, roster)
        if naming is None:
            continue
        start, end = words[index][0], words[index + length - 1][1]
        if _spelt(words[index], naming, length) and (
            length > 1 or not in_other_name(segments, words, index, naming, roster, lexicon)
        ):
            bygone = naming.form == "office" and _BYGONE.search(view, max(0, start - 8), start)
            actor = None if bygone else naming.actor
            yield Mention(start, end, actor, naming.form, naming.rule, is_possessive(view, end))
        past = index + length


def _longest(lowered: list[str], index: int, roster: Roster) -> tuple[Naming | None, int]:
    node = roster.tree
    best: Naming | None = None
    length = 0
    for offset in range(index, min(index + 8, len(lowered))):
        following = node.after.get(lowered[offset])
        if following is None:
            break
        node = following
        if node.naming is not None:
            best, length = node.naming, offset - index + 1
    return best, length


def _spelt(word: Word, naming: Naming, length: int) -> bool:
    """Whether the spelling is that of a name."""
    start, end, spelling = word
    if naming.form in _CAPITAL and naming.rule not in _LOWER and not spelling[0].isupper():
        return False
    return naming.form != "body" or length > 1 or end - start != 2 or spelling.isupper()


def is_possessive(view: str, end: int) -> bool:
    """Whether 's stands behind a name."""
    return _POSSESSIVE.match(view, end) is not None


def join(found: Iterable[Mention], view: str) -> Iterator[Mention]:
    """Make 'French President A. B.' and 'A. B., the French president' one mention."""
    current: Mention | None = None
    for mention in found:
        if current is None:
            current = mention
            continue
        link = view[current.end : mention.start]
        joined = _JOINED.fullmatch(link) is not None
        same = current.actor == mention.actor and "body" not in (current.form, mention.form)
        titled = current.form == "office" and mention.form in ("name", "surname", "stranger")
        if joined and (same or titled) and not (link == "'s " and not same):
            form = current if mention.form == "office" else mention
            current = Mention(
                current.start,
                mention.end,
                mention.actor,
                form.form,
                form.rule,
                mention.possessive,
                None if same else current.actor,
            )
        else:
            yield current
            current = mention
    if current is not None:
        yield current
