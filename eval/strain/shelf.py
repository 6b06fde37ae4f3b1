"""Small invented reports of one board, as text: two editions each, and text that they share.

The words ``humlor`` and ``zebror`` tell the editions apart; a question about either has an answer
in one of them only. The board's text under its nämndmål stands in every report.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BOARD = "Norrskogen stadsdelsnämnd"
WORDS = ("humlor", "zebror")
_BOARDS_OWN = "Nämnden sköter ängarna så att alla som bor i området trivs där hela sommaren."


@dataclass(frozen=True, slots=True)
class Sample:
    """A report: whose, which year and kind, and which edition of it."""

    unit: str
    year: int
    title: str = "Verksamhetsberättelse"
    edition: int = 0

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.title[:11]} {self.unit} {self.year} {self.edition}.txt".replace(" ", "-")

    @property
    def text(self) -> str:
        """The report, its pages apart by a form feed."""
        word = WORDS[self.edition]
        own = "\n\n".join(
            f"Rubrik {n} bland {word}\n\n"
            f"På {self.unit} räknades {self.year % 100 + n} {word} på äng {n}. "
            f"Deltagarna såg {word} varje vecka och skrev upp var de höll till."
            for n in range(3)
        )
        return (
            f"{self.title} {self.year}\nEnheten {self.unit}\n{BOARD}\n\f"
            "KF:s mål för verksamhetsområdet: 3.1 Staden är grön\n\n"
            "Nämndmål: Ängarna är öppna för alla\n\nBeskrivning\n\n"
            f"{_BOARDS_OWN}\n\nFörväntat resultat\n\n"
            f"Ängarna slås sent så att blommorna hinner fröa av sig innan hösten kommer.\n\n"
            f"Enhetsmål: {self.unit} har ängar där {word} trivs\n\nArbetssätt\n\n"
            f"{self.unit} lämnar gräset högt och räknar {word} tillsammans med skolan.\n\n{own}\n"
        )

    def written(self, folder: Path) -> Path:
        """Its file."""
        path = folder / self.name
        path.write_text(self.text, encoding="utf-8")
        return path


OAK = Sample("Ekens verksamhet", 2022)
OAK_AGAIN = Sample("Ekens verksamhet", 2022, edition=1)
BIRCH = Sample("Björkens verksamhet", 2022)
PLAN = Sample("Ekens verksamhet", 2023, "Verksamhetsplan")
NEW = Sample("Aspens verksamhet", 2022, edition=1)
BASE = (OAK, BIRCH, PLAN)
EVERY = (*BASE, OAK_AGAIN, NEW)
