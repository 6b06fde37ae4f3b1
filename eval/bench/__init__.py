"""The bench: the program beside what a user would set up instead, on the same files.

Every pipeline runs in a process of its own (the peers in virtual environments of their own, so
that none of their packages becomes the program's), over the same files, with the same weights.
"""
