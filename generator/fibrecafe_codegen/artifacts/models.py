"""`models.py`: classes by datamodel-code-generator, unions and open enums by our template."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.names import PythonName
from ..model.read_only import is_nullable, is_read_only
from ..normalise.openness import tag_properties
from ..normalise.shape import Normalised, Schema, wrapped_name
from .dcg import classes
from .order import Block, in_order, refers_forward

if TYPE_CHECKING:
    from ..render import Renderer

_CLASS_TEXT = re.compile(r'\A(class .*:\n    """[\s\S]*?"""\n)(?!\n)')
# Texts in double quotes come first, so that an apostrophe in one opens nothing; those with escapes
# are passed over whole, so that nothing within them opens another.
_STRING = re.compile(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\'([^\'"\\\n]+)\'|\'(?:[^\'\\\n]|\\.)*\'')
_MODULE_LINE = re.compile(r"^(from|import) ")


def models_source(document: Normalised, renderer: Renderer, *, support: str, head: str) -> str:
    """The raw text of `models.py`. `support` is the relative module of `_support`."""
    raw = classes(document)
    split = list(_split(raw))
    closed = _closed_tags(document, split)
    blocks = [_finish(document, block, renderer, closed) for block in split]
    ordered = in_order(blocks)
    body = "\n\n".join(block.text for block in ordered)
    imports = list(_imports(raw))
    unknown = {u.unknown for u in document.unions.values() if u.unknown}
    names = sorted(document.schemas.keys() | unknown)
    return renderer.render(
        "models/models.py.jinja",
        head=head,
        deferred=refers_forward(ordered) or _shadows(body, imports),
        imports=imports,
        support=support,
        support_names=_support_names(body),
        pydantic_names=_pydantic_names(body),
        typing_names=[
            n for n in ("Annotated", "Any", "ClassVar", "Literal", "Self") if _uses(body, n)
        ],
        uses_alias=_uses(body, "TypeAliasType"),
        body=body,
        names=names,
    )


def _split(raw: str) -> Iterator[Block]:
    """The classes and aliases of the generated module, each with the text that belongs to it."""
    lines = raw.splitlines()
    nodes = [n for n in (ast.parse(raw).body if raw else ()) if not _is_preamble(n)]
    for number, node in enumerate(nodes):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the text under an alias, taken with it
        if isinstance(node, ast.Expr):
            continue  # model_rebuild: our template does it for all
        last = number + 1
        end = node.end_lineno or node.lineno
        if last < len(nodes) and _is_text(nodes[last]):
            end = nodes[last].end_lineno or end
        yield Block(_defined(node), "\n".join(lines[node.lineno - 1 : end]))


def _is_preamble(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _defined(node: ast.stmt) -> str:
    if isinstance(node, ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    raise TypeError(f"datamodel-code-generator made something new: {ast.dump(node)[:80]}")


def _finish(
    document: Normalised, block: Block, renderer: Renderer, closed: dict[str, str]
) -> Block:
    """A union or open enum by our template; a class with what it says of null and read-only."""
    enum = next((e for e, opened in document.open_enums.items() if opened == block.name), None)
    if enum is not None:
        text = renderer.render("models/open_enum.py.jinja", name=block.name, enum=enum)
        return Block(block.name, text.strip("\n"))
    union = document.unions.get(block.name)
    if union is not None:
        known = _known_tags(document, union.name)
        text = renderer.render(
            "models/union.py.jinja", union=union, known=known, python=PythonName.of
        )
        return Block(block.name, text.strip("\n"))
    if not block.text.startswith("class "):
        return Block(block.name, _as_black_quotes(block.text))
    text = block.text
    if "(WireModel):" in text:
        text = _with_tags(_with_marks(document, block), closed)
    return Block(block.name, _as_black_quotes(_CLASS_TEXT.sub(r"\1\n", text)))


def _as_black_quotes(text: str) -> str:
    """Black formats a block twice when it changes anything, so what is easily done is done here."""
    return _STRING.sub(lambda found: f'"{found[1]}"' if found[1] else found[0], text)


def _closed_tags(document: Normalised, blocks: list[Block]) -> dict[str, str]:
    """Fields as datamodel-code-generator writes them to fields that can tell a variant: pydantic
    wants a Literal, which it makes for the innermost tag only."""
    members: dict[str, str] = {}
    for block in blocks:
        node = ast.parse(block.text).body[0]
        if isinstance(node, ast.ClassDef) and any(
            ast.unparse(base) == "StrEnum" for base in node.bases
        ):
            names = [a.targets[0].id for a in node.body if _is_member(a)]  # type: ignore[attr-defined]
            members[node.name] = ", ".join(f"{node.name}.{name}" for name in names)
    closed = {}
    for schema, tags in tag_properties(document).items():
        properties = document.schemas.get(schema, {}).get("properties") or {}
        for tag in tags & properties.keys():
            enum = wrapped_name(properties[tag])
            if enum in members:
                field = f"    {PythonName.of(tag)}: "
                closed[f"{field}{enum}\n"] = f"{field}Literal[{members[enum]}]\n"
    return closed


def _is_member(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)


def _with_tags(text: str, closed: dict[str, str]) -> str:
    for field, literal in closed.items():
        text = f"{text}\n".replace(field, literal).removesuffix("\n")
    return text


def _known_tags(document: Normalised, name: str) -> dict[str, dict[str, list[str]]]:
    """Wire name of each tag to what is known: {entityType: {SERVICE_TEST: [updateType, ...]}}."""
    union = document.unions[name]
    known: dict[str, list[str]] = {}
    inner_tag = ""
    for value, member in union.mapping.items():
        inner = document.unions.get(member)
        inner_tag = inner.tag or inner_tag if inner else inner_tag
        known[value] = sorted(inner.mapping) if inner and inner.tag else []
    return {"outer": {str(union.tag): []}, "inner": {inner_tag: []}, "known": known}


def _with_marks(document: Normalised, block: Block) -> str:
    schema = document.schemas.get(block.name, {})
    properties: dict[str, Schema] = schema.get("properties") or {}
    text = re.sub(
        r"\n    model_config = ConfigDict\(\n(?:        (?:populate_by_name|alias_generator)=.*\n)+    \)",
        "",
        block.text,
    )
    nullable = [PythonName.of(n) for n, part in properties.items() if is_nullable(part)]
    read_only = [PythonName.of(n) for n, part in properties.items() if is_read_only(document, part)]
    lines = []
    for mark, names in (("READ_ONLY", read_only), ("NULLABLE", nullable)):
        if names:
            listed = ", ".join(f'"{name}"' for name in names)
            lines.append(f"    {mark}: ClassVar[frozenset[str]] = frozenset({{{listed}}})")
    if nullable:
        text = text.replace("(WireModel):", "(NullableModel):", 1)
    if text.rstrip().endswith(":"):
        text += "\n    pass"
    if not lines:
        return text
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.ClassDef)
    documented = ast.get_docstring(node) is not None
    after = (node.body[0].end_lineno or 1) if documented else 1
    split = text.splitlines()
    kept = [line for line in split[after:] if line != "    pass"]
    return "\n".join([*split[:after], *lines, *kept])


def _imports(raw: str) -> Iterator[str]:
    """The standard-library imports that the classes need."""
    for line in raw.splitlines():
        if not _MODULE_LINE.match(line):
            continue
        if any(f" {name} " in f" {line} " for name in ("pydantic", "typing", "typing_extensions")):
            continue
        if "fibrecafe_support" in line or "__future__" in line or "pydantic." in line:
            continue
        yield line


def _shadows(body: str, imports: list[str]) -> bool:
    """Whether a field has the name of a type, which then means the field below it."""
    types = {"bool", "bytes", "dict", "float", "int", "list", "object", "set", "str", "tuple"}
    for line in imports:
        types.update(re.findall(r"\w+", line.partition(" import ")[2]))
    return not types.isdisjoint(re.findall(r"^    (\w+): ", body, re.MULTILINE))


def _uses(body: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){name}(?!\w)", body) is not None


def _support_names(body: str) -> list[str]:
    names = ("NullableModel", "Present", "UnknownVariant", "WireModel", "refuse_known")
    return [name for name in names if _uses(body, name)]


def _pydantic_names(body: str) -> list[str]:
    names = ("AwareDatetime", "ConfigDict", "Discriminator", "Field", "Tag", "model_validator")
    return [name for name in names if _uses(body, name)]
