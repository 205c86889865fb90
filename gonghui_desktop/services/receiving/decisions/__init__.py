"""What is decided about received packages, and the replies."""
