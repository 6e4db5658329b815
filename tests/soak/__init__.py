"""The soak's judges: what they find, and what they let pass."""
