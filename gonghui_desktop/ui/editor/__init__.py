"""Entering a record: session, drafts, undo, field rows, findings."""
