"""Units among one another: alike, nearly the same, barred."""
