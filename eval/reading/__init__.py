"""Measures how well reports are read, against ground truth: ``python -m eval read``.

The schema of the truth is that of the example reports (struktur, indikatorer, aktiviteter,
tabeller): see ``truth.py``. Each part of a report has a module that compares it and writes what
it found on a ``Sheet``.
"""
