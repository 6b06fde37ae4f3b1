"""Who read and changed what: an append-only log, kept whole, and read for a stated reason only."""
