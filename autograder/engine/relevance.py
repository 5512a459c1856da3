"""Which cells have to run: a cell that only demonstrates, as it was released, is left out unless a name that it
defines is used by something that runs."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nbformat import NotebookNode

from autograder.engine.release import Release

DEMO = "demo"
CERTAIN = (ast.Assign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
LOOK_UP = frozenset(["globals", "locals", "vars", "eval", "exec", "get_ipython", "__main__"])
"""Code that mentions one of these may take a name of the notebook from a text, or as an attribute."""
IDENTIFIER = re.compile(r"[^\W\d]\w*")
LONGEST_SOURCE = 1_000_000
"""Characters; the tree of a longer cell would fill the memory."""


@dataclass(frozen=True)
class Names:
    """The names of the notebook that a cell's code defines, and those that it needs from elsewhere; ``readable`` is
    False where it is not plain Python."""

    defined: frozenset[str]
    used: frozenset[str]
    readable: bool = True


UNREADABLE = Names(frozenset(), frozenset(), readable=False)


@lru_cache(maxsize=1000)  # all submissions share the cells that nobody changes
def names_in(source: str) -> Names:
    """The notebook's names in ``source``. A function's parameters and local names are not among them, nor is what a
    statement before has defined; beside a name of `LOOK_UP`, texts and attributes count as uses."""
    if len(source) > LONGEST_SOURCE:
        return UNREADABLE
    try:
        tree = ast.parse(source)
        statements = [_names_of(statement) for statement in tree.body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return UNREADABLE
    defined: set[str] = set()
    known: set[str] = set()
    used: set[str] = set()
    for statement in statements:
        used |= statement.used - known
        defined |= statement.defined
        if statement.certain:
            known |= statement.defined
    words = _words(tree)
    return Names(frozenset(defined), frozenset(used | words if words & LOOK_UP else used))


def _words(tree: ast.Module) -> set[str]:
    """The identifiers anywhere in ``tree``: names, attributes, imported modules, and those in texts."""
    return {
        word
        for node in ast.walk(tree)
        for field in ("id", "attr", "name", "value")
        if isinstance(text := getattr(node, field, None), str)
        for word in IDENTIFIER.findall(text)
    }


@dataclass(frozen=True)
class _Statement:
    """Names as in `Names`; ``certain`` where the statement defines them whenever it runs."""

    defined: set[str]
    used: set[str]
    certain: bool


def _names_of(statement: ast.stmt) -> _Statement:
    defined, used, changed = set(), set(), set()
    whole = symtable.symtable(ast.unparse(statement), "cell", "exec")
    pending = [whole]
    while pending:
        scope = pending.pop()
        pending += scope.get_children()
        for name in scope.get_symbols():
            if scope is not whole and not name.is_global():
                continue
            if name.is_assigned() or name.is_imported():
                defined.add(name.get_name())
            if name.is_referenced():
                used.add(name.get_name())
            if name.is_declared_global():
                changed.add(name.get_name())
    # ``x += 1`` and ``del x`` need the x that was there; in a function that is mostly the function's own.
    used |= _targets(ast.walk(statement)) & changed | _targets(_outside_functions(statement))
    return _Statement(defined, used, isinstance(statement, CERTAIN))


def _targets(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that ``nodes`` assign to in place, or delete."""
    return {
        target.id
        for node in nodes
        if isinstance(node, (ast.AugAssign, ast.Delete))
        for target in ([node.target] if isinstance(node, ast.AugAssign) else node.targets)
        if isinstance(target, ast.Name)
    }


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """``node`` and what it holds, without the bodies of functions."""
    yield node
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        for part in ast.iter_child_nodes(node):
            yield from _outside_functions(part)


def cells_to_skip(notebook: NotebookNode, release: Release) -> set[int]:
    """The positions of the cells that need not run."""
    demos = {cell.id: cell.source for cell in release.cells if DEMO in cell.tags and not cell.metadata}
    code = [(place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    optional = {place for place, cell in code if demos.get(cell.get("id")) == cell.source}
    names = {place: names_in(cell.source) for place, cell in code}
    if any(not names[place].readable for place, _ in code if place not in optional):
        return set()  # magics and the like may use anything
    return _unneeded(optional, names, [place for place, _ in code if place not in optional])


def _unneeded(optional: set[int], names: dict[int, Names], running: Sequence[int]) -> set[int]:
    """``optional`` without the cells that define a name used by a cell that runs, directly or through others."""
    left = set(optional)
    wanted = set().union(*(names[place].used for place in running)) if running else set()
    while needed := {place for place in left if not names[place].readable or names[place].defined & wanted}:
        left -= needed
        wanted |= set().union(*(names[place].used for place in needed))
    return left
