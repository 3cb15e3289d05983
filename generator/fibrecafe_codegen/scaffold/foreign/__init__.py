"""Projects from the supplier's own document: operations paired, fields laid out side by side.

All of it is guessed from names and types, and said to be a guess; nothing here decides what an
adapter does.
"""
