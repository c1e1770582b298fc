"""One fault at a time put into the functions of a module, for the tests to find.

What stands outside functions, docstrings and annotations are left as they are.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_JOINED: dict[type[ast.boolop], type[ast.boolop]] = {ast.And: ast.Or, ast.Or: ast.And}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Change = Callable[[Any], None]
"""What makes a sound node a faulty one."""


class Mutant(NamedTuple):
    """A module with one fault: its line, what was done, its function, and its code."""

    line: int
    told: str
    function: str
    code: CodeType


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function, place, node in sorted(_within(tree), key=lambda one: one[2].lineno):
        for told, change in _changes(node):
            faulty = copy.deepcopy(tree)
            change(_at(faulty, place))
            code = compile(ast.fix_missing_locations(faulty), str(path), "exec")
            yield Mutant(node.lineno, told, function, code)


def put_in(module: ModuleType, mutant: Mutant) -> None:
    """Give the functions of a module the code of a mutant, whoever has them by name already."""
    codes = dict(_codes(mutant.code))
    for function in _functions(module):
        name = function.__code__.co_qualname
        if name in codes and codes[name].co_freevars == function.__code__.co_freevars:
            function.__code__ = codes[name]


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)


def _functions(owner: ModuleType | type) -> Iterator[FunctionType]:
    """The functions of a module and its classes, under whatever wraps them."""
    module = getattr(owner, "__module__", owner.__name__)
    for held in tuple(vars(owner).values()):
        found: Any = getattr(held, "fget", held)
        found = getattr(found, "__func__", found)
        found = getattr(found, "__wrapped__", found)
        if getattr(found, "__module__", None) != module:
            continue
        if isinstance(found, FunctionType):
            yield found
        elif isinstance(found, type):
            yield from _functions(found)


def _within(tree: ast.Module) -> Iterator[tuple[str, int, Any]]:
    """The nodes inside functions, with the function's name and their place in the walk."""
    names: dict[ast.AST, str] = {}
    for place, node in enumerate(ast.walk(tree)):
        inside = names.get(node, "")
        children = list(ast.iter_child_nodes(node))
        if isinstance(node, _FUNCTIONS):
            inside = inside or node.name
            children = node.body[ast.get_docstring(node) is not None :]  # type: ignore[assignment]
        elif isinstance(node, ast.AnnAssign):
            children = [one for one in children if one is not node.annotation]
        if inside:
            names |= dict.fromkeys(children, inside)
        if node in names and isinstance(node, ast.expr | ast.stmt):
            yield names[node], place, node


def _at(tree: ast.Module, place: int) -> Any:
    return next(node for number, node in enumerate(ast.walk(tree)) if number == place)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    for kind in (_signs, _values, _statements, _conditions):
        yield from kind(node)


def _signs(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=ops):
            for number, sign in enumerate(ops):
                yield f"{type(sign).__name__} turned", _compared(number, sign)
        case ast.BoolOp(op=word):
            yield f"{type(word).__name__} turned", lambda one: _set(one, op=_JOINED[type(word)]())
        case ast.BinOp(op=sign) | ast.AugAssign(op=sign) if type(sign) in _COMPUTED:
            yield f"{type(sign).__name__} turned", lambda one: _set(one, op=_COMPUTED[type(sign)]())
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", lambda one: _set(one, operand=_negated(one.operand))
        case ast.UnaryOp(op=ast.USub()):
            yield "minus dropped", lambda one: _set(one, op=ast.UAdd())


def _values(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Constant(value=value) if value is not None and value is not ...:
            yield f"{value!r:.30} changed", lambda one: _set(one, value=_other(value))
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield "None returned", lambda one: _set(one, value=ast.Constant(None))
        case ast.Call(keywords=keywords):
            for number, word in enumerate(keywords):
                yield f"{word.arg or '**'}= dropped", _without(number)


def _statements(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign() | ast.Delete():
            yield f"{type(node).__name__} dropped", lambda one: _become(one, ast.Pass())
        case ast.Break():
            yield "Break turned", lambda one: _become(one, ast.Continue())
        case ast.Continue():
            yield "Continue turned", lambda one: _become(one, ast.Break())


def _conditions(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            if not isinstance(test, ast.Constant):
                yield "condition negated", lambda one: _set(one, test=_negated(one.test))
        case (
            ast.ListComp(generators=parts)
            | ast.SetComp(generators=parts)
            | ast.DictComp(generators=parts)
            | ast.GeneratorExp(generators=parts)
        ):
            for number, part in enumerate(parts):
                if part.ifs:
                    yield "condition negated", _sifted(number)


def _compared(number: int, sign: ast.cmpop) -> Change:
    def change(node: ast.Compare) -> None:
        node.ops[number] = _COMPARED[type(sign)]()

    return change


def _sifted(number: int) -> Change:
    def change(node: Any) -> None:
        ifs = node.generators[number].ifs
        ifs[0] = _negated(ifs[0])

    return change


def _without(number: int) -> Change:
    def change(node: ast.Call) -> None:
        del node.keywords[number]

    return change


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    filler: Any = b"?" if isinstance(value, bytes) else "?"
    return filler + value if value else filler


def _negated(condition: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), condition)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _set(node: ast.AST, **fields: object) -> None:
    for name, value in fields.items():
        setattr(node, name, value)


def _become(node: ast.AST, other: ast.AST) -> None:
    """Make a node another one where it stands."""
    place = {name: getattr(node, name) for name in ("lineno", "col_offset")}
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(vars(other) | place)
