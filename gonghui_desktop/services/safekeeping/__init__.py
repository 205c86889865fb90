"""What keeps data from being lost: backups, rescue files, recovery, health."""
