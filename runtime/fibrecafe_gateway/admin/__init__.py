"""The admin API: what operators' commands do, over HTTP. Off unless `[admin] enabled` is set.

The operations are declared in `routes`, by which requests are read and the document is made; all that
they do is in `operating`, where the commands have it from. See `docs/admin-api.md`.
"""
