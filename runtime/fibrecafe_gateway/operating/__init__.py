"""What an operator looks at and decides: KCIs, endpoints, orders. As functions in a unit of work.

The commands `fibrecafe kci`, `endpoint` and `explain order` are over them; the gateway may run beside.
Each decision is kept with who, when and why (table `decision`). See `docs/operating.md`.
"""
