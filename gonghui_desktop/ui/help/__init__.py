"""Manual, table of keys, about."""
