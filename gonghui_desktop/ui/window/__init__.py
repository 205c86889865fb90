"""The main window: shell, start, menus' places, form pages, crash path."""
