"""Units that were put forward twice, or are on the roster."""
