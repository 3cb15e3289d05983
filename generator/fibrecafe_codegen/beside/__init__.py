"""Another version of a document as a package beside the one in use, with converters between them.

    [tool.fibrecafe]
    beside = ["spec/tenant/1.16.yaml"]

makes `generated/fibrecafe_api_tenant_1_16`, which has its own models, client and server, and a
module `converters` whose `up` and `down` carry models over.
"""

from __future__ import annotations
