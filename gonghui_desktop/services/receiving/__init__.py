"""The office above: whom it expects, what it receives, how far its campaign is."""
