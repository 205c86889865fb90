"""What a clerk does, as functions that window and command line share."""
