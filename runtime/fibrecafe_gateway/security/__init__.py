"""Who may ask, who the gateway is towards others, and where it may send requests.

Inwards: `keys` and `tokens` (bearer tokens), `authenticate` (the doors of the two APIs that the
gateway serves), `passwords` and `endpoint` (the gateway's own token endpoint).
Outwards: `outbound` (credentials towards tenants and suppliers), `guard` (no requests to internal
addresses).
"""
