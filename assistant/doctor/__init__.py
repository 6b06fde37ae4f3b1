"""What is wrong with an installation, and how to mend it: one module for each thing looked at.

Nothing here changes anything, but for what ``mending.py`` is asked to.
"""
