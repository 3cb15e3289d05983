"""What stands when the supplier, the network or the gateway does not."""
