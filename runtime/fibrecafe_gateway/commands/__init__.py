"""Sub-commands of `fibrecafe` that the runtime brings."""
