"""Forms: their fields and rules, editions, and what follows from an answer."""
