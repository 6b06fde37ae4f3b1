"""The operator's commands of ``planassistent``, one subject a file; ``cli.py`` joins them."""
