"""`python -m fibrecafe_codegen`."""

from .cli import main

main(prog_name="fibrecafe")
