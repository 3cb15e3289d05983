"""Fibre Cafe : Supplier Updates API 1.8.

Made by fibrecafe from spec/supplier-updates/1.8.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from __future__ import annotations

SPEC_TITLE = "Fibre Cafe : Supplier Updates API"

SPEC_VERSION = "1.8"

SPEC_DOCUMENT = "spec/supplier-updates/1.8.yaml"

__all__ = ["SPEC_DOCUMENT", "SPEC_TITLE", "SPEC_VERSION"]
