"""The ground floor: a report in → domain model → index. Never imports ``assistant`` or ``eval``."""
