"""Fibre Cafe : Supplier API 1.15.

Made by fibrecafe from spec/supplier/1.15.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from __future__ import annotations

SPEC_TITLE = "Fibre Cafe : Supplier API"

SPEC_VERSION = "1.15"

SPEC_DOCUMENT = "spec/supplier/1.15.yaml"

__all__ = ["SPEC_DOCUMENT", "SPEC_TITLE", "SPEC_VERSION"]
