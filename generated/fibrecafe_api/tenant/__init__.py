"""Fibre Cafe : Tenant API 1.17.

Made by fibrecafe from spec/tenant/1.17.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from __future__ import annotations

SPEC_TITLE = "Fibre Cafe : Tenant API"

SPEC_VERSION = "1.17"

SPEC_DOCUMENT = "spec/tenant/1.17.yaml"

__all__ = ["SPEC_DOCUMENT", "SPEC_TITLE", "SPEC_VERSION"]
