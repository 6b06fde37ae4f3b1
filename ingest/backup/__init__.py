"""Backups of a library: made while it is in use, verified, and put back under either engine."""
