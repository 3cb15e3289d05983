"""Delivery: lanes, claims, back-off and circuits, for KCIs to tenants and requests to suppliers.

A lane holds the messages of one entity in one direction: in order, one in flight, at least once;
lanes are independent. See `docs/delivery.md` for the contract.
"""
