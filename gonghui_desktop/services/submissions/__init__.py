"""The submission: where it stands, exporting its package, verifying one."""
