"""The stamped paper beside what was received."""
