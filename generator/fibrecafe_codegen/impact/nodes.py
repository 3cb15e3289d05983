"""Small questions about nodes of Python code."""

from __future__ import annotations

import ast

Types = frozenset[str] | None
"""Classes that a value may be of; None: not known."""


def last_name(node: ast.AST) -> str:
    """`Order` of `models.Order`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def joined(one: Types, other: Types) -> Types:
    """Of either; what is not known of one takes nothing from the other."""
    if one is None or other is None:
        return one or other
    return one | other
