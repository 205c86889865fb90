"""基层工会活力建设申报: editing, printing and hand-in of the union offices' official forms."""

__version__ = "0.3.0"
