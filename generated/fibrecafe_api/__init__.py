"""Models, clients and servers of:

- `tenant`: Fibre Cafe : Tenant API 1.17
- `tenant_updates`: Fibre Cafe : Tenant Updates API 1.14
- `supplier`: Fibre Cafe : Supplier API 1.15
- `supplier_updates`: Fibre Cafe : Supplier Updates API 1.8

Made by fibrecafe. Do not edit: change a document and run `fibrecafe generate`.
Importing this package imports none of them.
"""

from __future__ import annotations

SPEC_VERSIONS = {
    "tenant": "1.17",
    "tenant_updates": "1.14",
    "supplier": "1.15",
    "supplier_updates": "1.8",
}

__all__ = ["SPEC_VERSIONS"]
