"""The gateway: the hand-written runtime around the generated layer.

`app` composes; each folder is a room: `api`, `routing`, `lifecycle`, `kci`, `delivery`, `store`,
`adapters`, `security`, `telemetry`. `tenant_side` is for those who receive KCIs.
"""
