"""From the command line to a usable window: one window a data folder, start, crash path."""
