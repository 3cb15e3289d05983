"""Where the team's code uses something of the contract, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .base import BASE
from .comparison import Look
from .existing import Project
from .reach import Reach

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A place in the team's code."""

    file: str
    line: int


class TeamCode:
    """The package's modules, what is generated apart."""

    def __init__(self, project: Project) -> None:
        self.unreadable: list[str] = []
        """Modules that are no Python, with the reason."""
        self._modules: dict[str, ast.Module] = {}
        for path in sorted(project.source.rglob("*.py")):
            shown = project.shown(path)
            if path.name == BASE or "supplier_api" in path.parts:
                continue
            try:
                self._modules[shown] = ast.parse(path.read_bytes())
            except (SyntaxError, ValueError, OSError) as error:
                self.unreadable.append(f"{shown}: {error}")

    def capabilities(self) -> frozenset[str]:
        """What any class of the package declares in CAPABILITIES."""
        return frozenset(
            constant.value
            for module in self._modules.values()
            for node in ast.walk(module)
            if isinstance(node, ast.Assign | ast.AnnAssign) and _assigns(node, "CAPABILITIES")
            if node.value is not None
            for constant in ast.walk(node.value)
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
        )

    def uses(self, look: Look, reach: Reach) -> list[Use]:
        """Where code holds what is looked for, by file and line."""
        found: set[Use] = set()
        for file, module in self._modules.items():
            for scope in _scopes(module):
                if look.schema is not None and look.schema not in _meant(scope, reach):
                    continue
                found |= {Use(file, line) for line in _lines(scope, look)}
        return sorted(found)


def _assigns(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _scopes(module: ast.Module) -> Iterator[ast.stmt]:
    """Functions and methods, and statements that stand outside of them."""
    for statement in module.body:
        if isinstance(statement, ast.ClassDef):
            yield from statement.body
        else:
            yield statement


def _meant(scope: ast.stmt, reach: Reach) -> set[str]:
    """Schemas that code may be about: those it names, those of the operation it is named for."""
    words = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(scope)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    meant = reach.below(words)
    if isinstance(scope, _Function):
        operation = scope.name.removesuffix("_request").removesuffix("_answer")
        meant |= reach.of_operation(operation)
    return meant


def _lines(scope: ast.stmt, look: Look) -> Iterator[int]:
    for node in ast.walk(scope):
        if isinstance(node, _Function):
            if node.name in look.functions:
                yield node.lineno
        elif isinstance(node, ast.Attribute):
            if node.attr in look.names:
                yield node.end_lineno or node.lineno
        elif isinstance(node, ast.Name | ast.keyword | ast.Constant) and _held(node) in look.names:
            yield node.lineno


def _held(node: ast.Name | ast.keyword | ast.Constant) -> object:
    if isinstance(node, ast.Constant):
        return node.value
    return node.id if isinstance(node, ast.Name) else node.arg
