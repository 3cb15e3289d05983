"""What `client.py` and `server.py` hold: methods, and a line for each of their arguments."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..model.api import Api, Operation, Parameter, Tag

_ROLES = ("request_id", "conversation_id")
# What `server.py` imports whatever the document says; a section of such a name is called otherwise.
_IMPORTED = frozenset({
    "ABC", "AsgiApp", "Authenticate", "ErrorStyle", "MAX_BODY", "Path", "Problem",
    "RequestContext", "RequestHead", "Route", "anonymous",
})  # fmt: skip


def client_lines(api: Api) -> Iterator[str]:
    """Methods of the client by name, each followed by its arguments."""
    name = f"client.{api.class_name}Client"
    for url, description in api.servers:
        yield f"client.SERVERS[{_json(description or url)}] = {_json(url)}"
    if api.token_url:
        yield f"client.TOKEN_URL = {_json(api.token_url)}"
        for scope in api.scopes:
            yield f"client.SCOPES[{_json(scope)}]"
    yield f"client.Async{api.class_name}Client: class"
    yield f"{name}: class"
    for operation in sorted(api.operations, key=lambda operation: operation.name):
        at = f"{name}.{operation.name}"
        yield f"{at} -> {operation.returns}{_deprecated(operation.deprecated)}"
        yield from _arguments(at, operation)
        for role in _ROLES:
            if any(parameter.role == role for parameter in operation.parameters):
                yield f"{at}({role}): str, optional"


def server_lines(api: Api) -> Iterator[str]:
    """The methods to implement by section and name, each followed by its arguments."""
    yield f"server.{api.class_name}Api: class"
    sections = {_section(api, tag): tag for tag in api.tags}
    for section, tag in sorted(sections.items()):
        yield f"server.{section}: class"
        for operation in sorted(tag.operations, key=lambda operation: operation.name):
            at = f"server.{section}.{operation.name}"
            yield f"{at} -> {operation.returns}{_deprecated(operation.deprecated)}"
            yield from _arguments(at, operation)


def _arguments(at: str, operation: Operation) -> Iterator[str]:
    body = operation.body
    if body:
        yield f"{at}(body): {body.type.expression}, {_need(body.required)}"
    for parameter in operation.parameters_given:
        yield f"{at}({parameter.python_name}): {parameter.type.expression}, {_marks(parameter)}"


def _marks(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f", default {_json(parameter.default)}"
    return _need(parameter.required) + default + _deprecated(parameter.deprecated)


def _section(api: Api, tag: Tag) -> str:
    """As `server.py.jinja` names a section's class."""
    taken = {*_IMPORTED, f"{api.class_name}Api"}
    if api.operations:
        taken.add("Answer")
    if api.has_bodies:
        taken.add("Body")
    for operation in api.operations:
        if operation.parameters:
            taken.add("Parameter")
        types = [parameter.type for parameter in operation.parameters]
        types += [answer.type for answer in operation.successes if answer.type]
        types += [operation.body.type] if operation.body else []
        taken.update(name for kind in types for _, name in kind.imports)
    return f"{tag.class_name}{'Section' if tag.class_name in taken else ''}"


def _need(required: bool) -> str:
    return "required" if required else "optional"


def _deprecated(deprecated: bool) -> str:
    return ", deprecated" if deprecated else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
