"""Suppliers behind one contract, and the mapping between the Tenant and the Supplier API.

`contract` pins what an adapter is, `native` speaks the Supplier API over HTTP, `southbound` and
`northbound` map models, `failures` says what a tenant is told. `discovery` finds adapters that
others install.
"""
