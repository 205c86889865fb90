"""A year's campaign: who reports what to whom, by when, and how many."""
