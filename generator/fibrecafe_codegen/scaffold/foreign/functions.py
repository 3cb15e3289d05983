"""The mapping functions of a pair of operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...model.api import Operation, Parameter
from ...model.names import PythonName
from ...normalise import Normalised
from ...normalise.shape import Schema, ref_to
from ...render import python_string
from ..contract import Contract
from .fields import Field, Leaf, fields_of, leaves, resolve
from .layout import Layout, unfilled, unused
from .matching import Target, match, targets_of
from .pairing import Pair

_ENTITIES = {
    "availability_check": "service",
    "quote": "quote",
    "appointment_availability": "appointment",
    "reserve_appointment": "appointment",
    "service_test": "test",
}


@dataclass(slots=True)
class Function:
    """One function of mapping.py."""

    name: str
    arguments: list[str]
    returns: str
    text: str
    lines: list[str]
    unfilled: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


class Mapper:
    """Makes the functions; `contract` is our side, `document` the supplier's."""

    def __init__(self, contract: Contract, document: Normalised) -> None:
        self._ours = contract.document
        self._theirs = document

    def functions(self, pair: Pair) -> list[Function]:
        """What is sent, then what is told."""
        return [*self._requests(pair), *self._answers(pair)]

    # What the supplier is sent

    def _requests(self, pair: Pair) -> list[Function]:
        name, where = pair.ours.name, f"{pair.theirs.method} {pair.theirs.path}"
        arguments = self.arguments(pair)
        variants = self._variants(pair.ours.body)
        if len(variants) < 2:
            sources = self._request_sources(pair, variants[0] if variants else None)
            made = self._request(pair, f"{name}_request", arguments, sources, f"{where}.")
            return [made]
        functions = []
        lines = []
        for number, variant in enumerate(variants):
            own = f"_{PythonName.of(variant)}"
            sources = self._request_sources(pair, variant)
            taken = [f"body: supplier.{variant}"]
            functions.append(self._request(pair, own, taken, sources, f"{where}: {variant}."))
            last = number + 1 == len(variants)
            if not last:
                lines.append(f"if isinstance(body, supplier.{variant}):")
            lines.append(f"{'' if last else '    '}return {own}(body)")
        whole = Function(
            f"{name}_request", arguments, "dict[str, Any]", f"{where}: one of its kinds.", lines
        )
        return [whole, *functions]

    def _request(
        self,
        pair: Pair,
        name: str,
        arguments: list[str],
        sources: list[Leaf],
        text: str,
    ) -> Function:
        operation = pair.theirs
        parameters = [
            _parameter_target(self._theirs, parameter, operation)
            for parameter in operation.parameters_given
        ]
        kind = self._body_name(operation)
        below = [] if kind is None else targets_of(self._theirs, kind, answer=False)
        targets = [*parameters, *below]
        match(targets, sources, _entity(pair))
        layout = Layout(self._ours, _entity(pair), answer=False)
        lines = ["return {", *_as_keywords(layout.lines(parameters), parameters)]
        if kind is not None:
            opened, closed = ("[", "]") if _is_list(operation) else ("", "")
            lines += [f'"body": {opened}theirs.{kind}.model_validate(', "{"]
            lines += [*layout.lines(below), "}", f"){closed},"]
        elif operation.body is not None:
            lines.append('"body": missing("body"),')
        return Function(
            name,
            arguments,
            "dict[str, Any]",
            text,
            [*lines, "}"],
            unfilled(targets),
            unused(sources, targets),
        )

    def _request_sources(self, pair: Pair, variant: str | None) -> list[Leaf]:
        if variant is not None:
            return list(leaves(self._ours, variant, "body", answer=False))
        found: list[Leaf] = []
        for argument, part in self._argument_fields(pair):
            found.append(Leaf((part.wire,), argument, part))
            if part.kind == "object":
                found += leaves(self._ours, part.type, argument, answer=False, path=(part.wire,))
        return found

    def _argument_fields(self, pair: Pair) -> list[tuple[str, Field]]:
        document = self._ours.data["paths"][pair.ours.operation.path]
        source = document[pair.ours.operation.method.lower()]
        by_name = {p["name"]: p for p in source.get("parameters") or ()}
        found = []
        for parameter in pair.ours.operation.parameters_given:
            given = by_name[parameter.name]
            content: Schema = next(iter((given.get("content") or {}).values()), {})
            schema = given.get("schema") or content.get("schema") or {}
            holder = {"properties": {parameter.name: schema}, "type": "object"}
            self._ours.schemas["_Parameter"] = holder
            (part,) = fields_of(self._ours, "_Parameter", answer=True)
            del self._ours.schemas["_Parameter"]
            names = {str(a.name): a for a in pair.ours.arguments}
            name = str(parameter.python_name)
            if name in names:
                optional = names[name].annotation.endswith("| None")
                found.append((name, replace(part, optional=optional)))
        return found

    # What the gateway is told

    def _answers(self, pair: Pair) -> list[Function]:
        name, where = pair.ours.name, f"{pair.theirs.method} {pair.theirs.path}"
        ours = pair.ours.returns.partition(" | ")[0].removeprefix("supplier.")
        kinds = self._variants(f"supplier.{ours}")
        told, theirs = self._told(pair.theirs)
        arguments = self.arguments(pair)
        sources: list[Leaf] = []
        if told is not None:
            code, kind = ("answer[0]", told[5:-1]) if told.startswith("list[") else ("answer", told)
            arguments.append(f"answer: {theirs}")
            sources = list(leaves(self._theirs, kind, code, answer=True))
        targets = targets_of(self._ours, kinds[0], answer=True)
        repeated = self._repeated(pair, targets)
        wanted = [target for target in targets if target.part.wire not in repeated]
        self._fix(pair, wanted)
        match(wanted, sources, _entity(pair))
        filled = Layout(self._theirs, _entity(pair), answer=True).lines(wanted)
        return [
            Function(
                f"{name}_answer",
                arguments,
                f"supplier.{ours}",
                f"What {where} answers; what was asked is repeated.",
                self._answer_lines(pair, kinds, repeated, filled),
                unfilled(wanted),
                unused(sources, wanted),
            )
        ]

    def _answer_lines(
        self, pair: Pair, kinds: Sequence[str], repeated: dict[str, str], filled: list[str]
    ) -> list[str]:
        if pair.ours.body is None:
            head = [f'"{wire}": {code},' for wire, code in repeated.items()]
        else:
            head = ["**asked(body),"]
        known = ["{", *head, *filled, "}"]
        variants = self._variants(pair.ours.body)
        if len(kinds) < 2 or len(variants) != len(kinds):
            return [f"return supplier.{kinds[0]}.model_validate(", *known, ")"]
        lines = ["known: dict[str, Any] = {", *known[1:]]
        for variant, kind in zip(variants[:-1], kinds[:-1], strict=True):
            lines += [
                f"if isinstance(body, supplier.{variant}):",
                f"    return supplier.{kind}.model_validate(known)",
            ]
        return [*lines, f"return supplier.{kinds[-1]}.model_validate(known)"]

    def _fix(self, pair: Pair, targets: Sequence[Target]) -> None:
        """Gives targets the arguments that are of their very type."""
        if pair.ours.body is not None:
            return
        given = {
            part.type: code for code, part in self._argument_fields(pair) if part.kind == "object"
        }
        for root in targets:
            for target in root.all():
                if target.part.kind == "object" and target.part.type in given:
                    target.fixed = given[target.part.type]

    def _repeated(self, pair: Pair, targets: Sequence[Target]) -> dict[str, str]:
        """Fields of the answer that repeat what was asked, with the code that has it."""
        if pair.ours.body is not None:
            variant = self._variants(pair.ours.body)[0]
            asked = {f.wire: f for f in fields_of(self._ours, variant, answer=True)}
            return {
                t.part.wire: "body"
                for t in targets
                if t.part.wire in asked
                and asked[t.part.wire].type == t.part.type
                and t.part.wire != "supplierReference"  # that is for the answer to say
            }
        given = {part.wire: (code, part) for code, part in self._argument_fields(pair)}
        return {
            t.part.wire: given[t.part.wire][0]
            for t in targets
            if t.part.wire in given and given[t.part.wire][1].type == t.part.type
        }

    def arguments(self, pair: Pair) -> list[str]:
        """What both functions of a pair are given of what was asked."""
        body = [] if pair.ours.body is None else [f"body: {pair.ours.body}"]
        return [*body, *(f"{a.name}: {a.annotation}" for a in pair.ours.arguments)]

    def _variants(self, expression: str | None) -> list[str]:
        """Names of what a body or an answer of ours may be; nothing for none."""
        if expression is None:
            return []
        name = expression.removeprefix("supplier.")
        union = self._ours.unions.get(name)
        return list(union.members) if union is not None else [name]

    def _body_name(self, operation: Operation) -> str | None:
        """The class of the supplier's body; None for what is no object."""
        if operation.body is None:
            return None
        name = operation.body.type.expression.removeprefix("list[").removesuffix("]")
        resolved, schema = resolve(self._theirs, ref_to(name.removeprefix("models.")))
        return resolved if "properties" in schema else None

    def _told(self, operation: Operation) -> tuple[str | None, str]:
        """The class that is answered, or a list of it, and its annotation."""
        for response in operation.successes:
            if response.type is None:
                continue
            expression = response.type.expression
            inner = expression.removeprefix("list[").removesuffix("]")
            name, schema = resolve(self._theirs, ref_to(inner.removeprefix("models.")))
            if name is None or "properties" not in schema:
                return None, ""
            if inner.removeprefix("models.") in self._theirs.unions:
                return None, ""  # which variant it is has to be told first
            annotation = expression.replace("models.", "theirs.")
            return (f"list[{name}]" if expression != inner else name), annotation
        return None, ""


def _entity(pair: Pair) -> str:
    name = str(pair.ours.name)
    return _ENTITIES.get(name, "problem" if "problem" in name else "order")


def _is_list(operation: Operation) -> bool:
    return operation.body is not None and operation.body.type.expression.startswith("list[")


def _parameter_target(document: Normalised, parameter: Parameter, operation: Operation) -> Target:
    kind = parameter.type.expression
    scalar = parameter.encoding == "plain" and not kind.startswith(("list[", "dict["))
    _, schema = resolve(document, ref_to(kind.removeprefix("models.")))
    part = Field(
        wire=parameter.name,
        attribute=str(parameter.python_name),
        kind="scalar" if scalar else "other",
        type="str" if kind.startswith("models.") else kind,
        required=parameter.required,
        enum=tuple(map(str, schema.get("enum") or ())),
        bounded="pattern" in schema,
    )
    above = [step for step in operation.path.split("/") if step and not step.startswith("{")]
    context = above[-1:] if parameter.location == "path" else []
    return Target((*context, parameter.name), part, names_entity=parameter.location == "path")


def _as_keywords(lines: Sequence[str], parameters: Sequence[Target]) -> list[str]:
    """Lines of parameters under their Python names, as the client takes them."""
    renamed = []
    for line in lines:
        for target in parameters:
            wire, name = f"{python_string(target.part.wire)}:", f'"{target.part.attribute}":'
            if line.startswith((wire, f"# {wire}")):
                line = line.replace(wire, name, 1)
                break
        renamed.append(line)
    return renamed
