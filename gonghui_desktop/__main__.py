"""``python -m gonghui_desktop``."""

import sys

from gonghui_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
