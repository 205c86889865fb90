"""历年典型名单: the roster of units that may not be put forward again."""
