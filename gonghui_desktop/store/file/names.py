"""What a database file of ours is known by."""

from __future__ import annotations

FILE_NAME = "gonghui.sqlite3"
"""The database's name in the data folder."""

APPLICATION_ID = 0x676F6E67
"""In the file's header ("gong"): this program's database."""

HEAD = "0007"
"""The newest migration's revision; revisions are numbered in four digits."""

RECEIVER = "reporter.receiver"
"""Key of the setting with the name of the office that the reporting one hands in to."""
