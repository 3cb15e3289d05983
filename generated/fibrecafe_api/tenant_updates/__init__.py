"""Fibre Cafe : Tenant Updates API 1.14.

Made by fibrecafe from spec/tenant-updates/1.14.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from __future__ import annotations

SPEC_TITLE = "Fibre Cafe : Tenant Updates API"

SPEC_VERSION = "1.14"

SPEC_DOCUMENT = "spec/tenant-updates/1.14.yaml"

__all__ = ["SPEC_DOCUMENT", "SPEC_TITLE", "SPEC_VERSION"]
