"""Which variables of Discourse Network Analyzer (DNA) tell who stands where: by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.model.debates import Role

ROLES: Mapping[str, Role] = {role.value: role for role in Role} | {
    "organisation": Role.ORGANIZATION
}
"""Roles by the name of a variable, in lower case."""
AGREEMENTS = ("agreement", "polarity")
"""What a variable is called that says whether a statement agrees."""
NEEDED = "a concept, a person or an organization, and an agreement"
NAMED = "variables go by their names: person, organization, concept, agreement (or polarity)"
_SIGNS = {False: {1: 1, 0: -1}, True: {1: 1, 0: 0, -1: -1}}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a type of statement, by number; kind is boolean, integer, short or long text.

    ``boolean`` and ``integer`` are DNA's words, and so are ``short text`` and ``long text``.
    """

    number: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class StatementType:
    """A type of statement that tells who stands where; roles and agreement by variable number."""

    roles: Mapping[int, Role]
    agreement: int
    is_graded: bool


def statement_type(variables: Iterable[Variable]) -> StatementType | None:
    """The type that has these variables, or None where they do not tell who stands where."""
    roles: dict[int, Role] = {}
    agreement: Variable | None = None
    for one in variables:
        name = one.name.strip().lower()
        if name in ROLES and one.kind == "short text":
            roles[one.number] = ROLES[name]
        elif name in AGREEMENTS and one.kind in {"boolean", "integer"}:
            agreement = agreement or one
    known = set(roles.values())
    if agreement is None or Role.CONCEPT not in known or known == {Role.CONCEPT}:
        return None
    return StatementType(roles, agreement.number, agreement.kind == "integer")


def sign_of(value: int, *, is_graded: bool) -> int:
    """1 for agreement, -1 against, 0 mixed: of yes and no (1, 0), or graded (1, 0, -1).

    Raises ValueError for any other number.
    """
    signs = _SIGNS[is_graded]
    if value not in signs:
        listed = ", ".join(map(str, signs))
        raise ValueError(f"the agreement {value} is none of {listed}")
    return signs[value]
