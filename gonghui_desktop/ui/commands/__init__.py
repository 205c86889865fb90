"""What every command handler works with: the actions, the context, progress, file names."""
