"""What an office receives: whom it expects, what came, and what became of it; plain values."""
