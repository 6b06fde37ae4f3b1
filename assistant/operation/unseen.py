"""Requests that are neither counted, timed, logged nor slowed: files of the pages, and watching."""

from __future__ import annotations

UNSEEN = ("/static", "/healthz", "/readyz", "/metrics")
