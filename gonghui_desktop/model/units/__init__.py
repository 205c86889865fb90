"""Units and their names: when two are one, what is near, and which are barred."""
