"""Tests with real processes on this machine: run by ``make test-drift``."""
