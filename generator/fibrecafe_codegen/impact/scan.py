"""One module: where it meets what is wanted, with the types of values followed as far as they show.

A value's class is known from annotations, constructors, calls of clients, and from the attributes
on the way to it; where only the name of an attribute speaks, a use is told as not sure.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from .graph import Graph
from .nodes import Types, joined, last_name
from .sought import Sought
from .use import Use
from .wanted import Wanted

_SAY_NOTHING = frozenset({"Any", "object", "str", "BaseModel", "T"})  # annotations


class Scan(ast.NodeVisitor):
    """Collects uses over many modules."""

    def __init__(self, graph: Graph, wanted: Mapping[int, Wanted]) -> None:
        self.found: dict[int, set[Use]] = {}
        self._graph = graph
        sought = Sought.of(wanted)
        self._attributes = sought.attributes
        self._lacking = sought.lacking
        self._matching = sought.matching
        self._classes = sought.classes
        self._members = sought.members
        self._values = sought.values
        self._methods = sought.methods
        self._servers = sought.servers
        self._file = ""
        self._names: dict[str, Types] = {}
        self._module = ast.Module([], [])
        self._words: frozenset[str] | None = None

    def module(self, file: str, module: ast.Module) -> None:
        """Reads one."""
        self._file, self._names = file, {}
        self._module, self._words = module, None
        self.visit(module)

    @property
    def _spoken(self) -> frozenset[str]:
        """The words of the module; gathered when first asked for, which is seldom."""
        if self._words is None:
            self._words = frozenset(
                node.id if isinstance(node, ast.Name) else node.attr
                for node in ast.walk(self._module)
                if isinstance(node, ast.Name | ast.Attribute)
            )
        return self._words

    def _note(self, indexes: Iterable[int], node: ast.AST, what: str, *, sure: bool = True) -> None:
        line: int = getattr(node, "lineno", 0)
        if isinstance(node, ast.Attribute) and node.end_lineno is not None:
            line = node.end_lineno  # where the name is, in a chain over several lines
        for index in indexes:
            self.found.setdefault(index, set()).add(Use(self._file, line, what, sure))

    # What values are

    def _types(self, node: ast.expr | None) -> Types:
        graph = self._graph
        if isinstance(node, ast.Name):
            if node.id in self._names:
                return self._names[node.id]
            return graph.anywhere.get(node.id)
        if isinstance(node, ast.Attribute):
            base = self._types(node.value)
            if not base:
                return graph.anywhere.get(node.attr)
            return frozenset(
                lead for name in graph.with_variants(base)
                for lead in graph.attributes.get(name, {}).get(node.attr, ())
            )  # fmt: skip
        if isinstance(node, ast.Await | ast.Subscript | ast.Starred):
            return self._types(node.value)
        if isinstance(node, ast.Call):
            name = last_name(node.func)
            if name in graph.classes:
                return frozenset({name})
            if name in graph.methods and isinstance(node.func, ast.Attribute):
                return graph.methods[name]
            return None
        if isinstance(node, ast.IfExp):
            return joined(self._types(node.body), self._types(node.orelse))
        if isinstance(node, ast.BoolOp):
            return reduce(joined, map(self._types, node.values))
        return None

    def _annotated(self, node: ast.expr | None) -> Types:
        """The classes that an annotation names; none of ours for int and the like."""
        if node is None:
            return None
        words: set[str] = set()
        for part in ast.walk(node):
            if isinstance(part, ast.Name | ast.Attribute):
                words.add(last_name(part))
            elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                words.add(part.value.rpartition(".")[2])
        ours = frozenset(words & self._graph.classes)
        return None if not ours and words & _SAY_NOTHING else ours

    # Names that code gives to values

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Arguments are names of their own."""
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """As other functions."""
        self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if node.name in self._methods:
            self._note(self._methods[node.name], node, f"defines {node.name}")
        outside = self._names
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        told = {a.arg: self._annotated(a.annotation) for a in given}
        kept = {name: types for name, types in outside.items() if name not in told}
        self._names = {**kept, **{name: types for name, types in told.items() if types is not None}}
        self.generic_visit(node)
        self._names = outside

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Servers: a class that lacks a method cannot be made any more."""
        own = {part.name for part in node.body if isinstance(part, ast.AsyncFunctionDef)}
        for base in node.bases:
            for index, method in self._servers.get(last_name(base), ()):
                if method not in own:
                    self._note([index], node, f"{node.name} has no {method}")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """The value's class goes to the name."""
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, ast.Name) and (types := self._types(node.value)) is not None:
                self._names[target.id] = types

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """The annotation says it."""
        self.generic_visit(node)
        if isinstance(node.target, ast.Name):
            self._names[node.target.id] = self._annotated(node.annotation)

    def visit_For(self, node: ast.For) -> None:
        """Items of a list are what the list leads to."""
        if isinstance(node.target, ast.Name) and (types := self._types(node.iter)) is not None:
            self._names[node.target.id] = types
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Reads and writes of attributes, members of enums, classes of a module."""
        self._class_named(node, node.attr)
        owner = last_name(node.value)
        indexes = self._members.get((owner, node.attr))
        if indexes:
            self._note(indexes, node, f"names {owner}.{node.attr}")
        elif node.attr in self._attributes and owner not in self._graph.enums:
            self._attribute(node)
        self.generic_visit(node)

    def _attribute(self, node: ast.Attribute) -> None:
        types = self._types(node.value)
        verb = "sets" if isinstance(node.ctx, ast.Store) else "reads"
        named = f"{last_name(node.value)}.{node.attr}".lstrip(".")
        sure = bool(types) and not self._guessed(node.value)
        for index, owners in self._attributes[node.attr]:
            if types:
                if owners & self._graph.with_variants(types):
                    self._note([index], node, f"{verb} {named}", sure=sure)
            elif types is None and owners & self._spoken:
                self._note([index], node, f"{verb} {named}", sure=False)

    def _guessed(self, node: ast.expr) -> bool:
        """Whether only the name of a variable says what it is."""
        return isinstance(node, ast.Name) and node.id not in self._names

    def visit_Name(self, node: ast.Name) -> None:
        """Classes."""
        self._class_named(node, node.id)

    def _class_named(self, node: ast.expr, name: str) -> None:
        if name in self._classes:
            self._note(self._classes[name], node, f"names {name}")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Classes by their names."""
        for name in node.names:
            if name.name in self._classes:
                self._note(self._classes[name.name], node, f"imports {name.name}")

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        """Attributes in the pattern of a class."""
        name = last_name(node.cls)
        for attribute in node.kwd_attrs:
            for index, owners in self._attributes.get(attribute, ()):
                if name in owners:
                    self._note([index], node, f"matches {name}.{attribute}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Calls of clients, and models that are made."""
        name = last_name(node.func)
        if name in self._methods and isinstance(node.func, ast.Attribute):
            self._note(self._methods[name], node, f"calls {name}")
        given = {keyword.arg for keyword in node.keywords}
        for index, attribute in self._lacking.get(name, ()):
            if attribute not in given and None not in given and given:
                self._note([index], node, f"makes {name} without {attribute}")
        if name in self._graph.classes:
            for keyword in node.keywords:
                for index, owners in self._attributes.get(keyword.arg or "", ()):
                    if name in owners:
                        self._note([index], keyword, f"sets {name}.{keyword.arg}")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Code that decides by a value; whether it is there at all decides nothing."""
        sides = [node.left, *node.comparators]
        if not any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops):
            for side in sides:
                self._decides(side, node, [other for other in sides if other is not side])
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        """As comparisons."""
        self._decides(node.subject, node, [case.pattern for case in node.cases])
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        """A table by the members of an enum."""
        self._listed([key for key in node.keys if key is not None], node)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        """As tables."""
        self._listed(node.elts, node)
        self.generic_visit(node)

    def _listed(self, keys: list[ast.expr], node: ast.expr) -> None:
        owners = {last_name(key.value) for key in keys if isinstance(key, ast.Attribute)}
        for enum in sorted(owners & self._matching.keys()):
            self._note(self._matching[enum], node, f"lists members of {enum}")

    def _decides(self, subject: ast.expr, node: ast.AST, others: Sequence[ast.AST]) -> None:
        if not isinstance(subject, ast.Name | ast.Attribute):
            return
        if isinstance(subject, ast.Attribute) and last_name(subject.value) in self._graph.enums:
            return  # a member; the other side is what is decided by, or nothing is known of it
        types = self._types(subject) or frozenset()
        sure = not self._guessed(subject) and not (
            isinstance(subject, ast.Attribute) and not self._types(subject.value)
        )
        for enum in sorted(types & self._matching.keys()):
            if (sure and len(types) == 1) or self._speaks_of(enum, others):
                said = f"matches {ast.unparse(subject)} ({enum})"
                self._note(self._matching[enum], node, said, sure=sure)

    def _speaks_of(self, enum: str, nodes: Sequence[ast.AST]) -> bool:
        """Whether what a value is compared with is a member of an enum, or a text of it."""
        for node in nodes:
            for part in ast.walk(node):
                if isinstance(part, ast.Attribute) and last_name(part.value) == enum:
                    return True
                if isinstance(part, ast.Constant) and part.value in self._graph.enums[enum]:
                    return True
        return False

    def visit_Constant(self, node: ast.Constant) -> None:
        """Texts that are values."""
        if isinstance(node.value, str):
            for index, _ in self._values.get(node.value, ()):
                self._note([index], node, f"holds the text {node.value!r}", sure=False)
