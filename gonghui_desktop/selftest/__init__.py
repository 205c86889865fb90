"""The main job through the real window, on sample data: what a built program must pass."""
