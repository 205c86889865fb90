"""The command line: the second consumer of the services, without Qt."""
