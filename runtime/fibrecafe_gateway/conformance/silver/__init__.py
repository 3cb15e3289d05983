"""The life of orders, tests and problems, seen by a tenant through a gateway."""
