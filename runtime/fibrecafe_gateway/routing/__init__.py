"""Which supplier is asked, with which identifier of an address, and why.

`directory` holds tenants and suppliers, `choice` decides, `explain` tells, `fanout` asks many.
"""
