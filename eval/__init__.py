"""Measures the program from outside: cases, metrics, baseline and the example corpus."""
