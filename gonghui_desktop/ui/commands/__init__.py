"""Shared by all command handlers: actions, context, progress, file names."""
