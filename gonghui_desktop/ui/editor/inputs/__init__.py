"""Input widgets of the editor, one kind a module, made from a field's definition."""
