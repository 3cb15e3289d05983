"""KCIs: what suppliers tell becomes what tenants are told.

    inbound ─▶ attempt ─▶ applying ─┐
    answers ────────────────────────┼─▶ journey ─▶ outbound
    timing, operator ───────────────┘

`inbound` takes a supplier's update, `answers` what it answered at once, `timing` what time brings,
`operator` what was quarantined and is decided on; each decides by the lifecycle's tables and lets
`journey` write the step, its history and the tenant's KCI in one transaction.
"""
