"""The contract: every operation and every failure, as the documents have them."""
