"""How fast reports are read, beside pdfplumber's plain word extraction of the same files.

Both are timed in the same run, on the same machine, in the same process; neither embeds anything.
Files that are not PDF count in neither.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pdfplumber


@dataclass
class Pace:
    """Seconds of reading and of plain word extraction, summed over PDF files."""

    reading: float = 0.0
    words: float = 0.0
    files: int = 0

    def add(self, path: Path, seconds: float) -> None:
        """Count a file that took ``seconds`` to read; times pdfplumber on it."""
        if path.suffix.lower() == ".pdf":
            self.reading += seconds
            self.words += seconds_for_words(path)
            self.files += 1

    @property
    def ratio(self) -> float | None:
        """Reading over word extraction; None without any PDF."""
        return self.reading / self.words if self.words else None

    def told(self) -> str:
        """The figures in words, Swedish; empty without any PDF."""
        if self.ratio is None:
            return ""
        ours, theirs = f"{self.reading:.1f} s", f"{self.words:.1f} s"
        ratio = f"{self.ratio:.2f}".replace(".", ",")
        return (
            f"{self.files} PDF-filer lästes på {ours.replace('.', ',')}; pdfplumbers ord ur samma "
            f"filer tog {theirs.replace('.', ',')}. Kvot: {ratio} (målet är högst 1,5)."
        )


def seconds_for_words(path: Path) -> float:
    """The seconds that pdfplumber takes to extract the words of every page."""
    start = time.perf_counter()
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.close()
    return time.perf_counter() - start
