"""Pages on the screen, as they are printed."""
