"""A received package, opened."""
