"""The office above in the window: who has reported, what came, what is returned or accepted."""
