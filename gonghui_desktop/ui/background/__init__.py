"""Background work on threads, with progress and cancel."""
