"""``python -m eval``: ``read`` measures how reports are read, ``run`` how questions are answered.

``python -m eval COMMAND --help`` tells what each takes.
"""

from __future__ import annotations

from eval.command import app

if __name__ == "__main__":
    app()
