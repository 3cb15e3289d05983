"""KCIs: what suppliers tell becomes what tenants are told.

`inbound` takes a supplier's update, `answers` what it answered at once, `timing` what time brings;
each decides by the lifecycle's tables and lets `journey` write the step, its history and the
tenant's KCI in one transaction. `operator` decides on what was quarantined.
"""
