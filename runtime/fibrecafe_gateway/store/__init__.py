"""Where everything is kept: SQLAlchemy Core over SQLite (embedded) or PostgreSQL, same schema, same
code. All that belongs to a tenant is read and written through its `tenant` column.
"""
