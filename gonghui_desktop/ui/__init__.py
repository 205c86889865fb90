"""The window: tabs, editor, page preview, lists and dialogs."""
