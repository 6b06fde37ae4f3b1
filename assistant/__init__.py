"""Question in → verified answer. Stands on ``ingest``; nothing there knows of this."""
