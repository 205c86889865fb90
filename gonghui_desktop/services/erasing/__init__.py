"""What is erased for good: records of the bin, everything; and what remains elsewhere."""
