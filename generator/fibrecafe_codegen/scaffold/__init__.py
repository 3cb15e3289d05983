"""Projects for the adapters of suppliers: started, and later brought up to date.

`_base.py` and `_contract.json` of a project are ours and made again by each upgrade; what else
`new` writes is the team's from then on.
"""
