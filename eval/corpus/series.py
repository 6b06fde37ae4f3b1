"""Indicator values over the years: one series per unit and indicator, as in real follow-ups.

The outcome of one year is the previous-year column of the next, save for a few deliberate
discrepancies (``DISCREPANCY``). Some outcomes are left out of their column and told in the
Analys only; KF:s årsmål may be a word («öka», «Tas fram av nämnd/styrelse»).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from eval.corpus.phrases import data, number

DISCREPANCY = 0.04
_BASE_YEAR = 2018
_SHARE_OF_YEAR = {"T1": 0.34, "T2": 0.67, "VB": 1.0}
_BY_WORD = "Tas fram av nämnd/styrelse"


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one subject (a unit or a board) for one indicator."""

    subject: str
    indicator: dict[str, Any]
    seed: int
    scale: float = 1.0
    """What counts («st») are multiplied by: a board counts all its units."""

    def rng(self, purpose: str) -> Random:
        """Chance that depends on subject, indicator and purpose only."""
        return Random(f"{self.seed}|{self.subject}|{self.indicator['id']}|{purpose}")

    def value(self, year: int) -> float:
        """The outcome of a whole year."""
        rng = self.rng("walk")
        counts = self.indicator["matt"] == "st" and self.indicator.get("bara") != "namnd"
        scale = self.scale if counts else 1.0
        low, high = (scale * bound for bound in self.indicator["start"])
        value = rng.uniform(low, high)
        for _ in range(_BASE_YEAR, year):
            value += rng.uniform(-1, 1) * self.indicator["steg"] * scale
            value = min(max(value, low * 0.7), high * 1.3)
        if self.indicator["matt"] == "%" and self.indicator["id"] != "budget":
            value = min(value, 99.0)
        return float(round(value, self.indicator["dec"]))

    def printed(self, value: float, bare: bool = False) -> str:
        """The value as a report prints it, with its unit unless ``bare``."""
        text = number(value, self.indicator["dec"])
        unit = self.indicator["matt"]
        return text if bare or not unit else f"{text} {unit}"

    def missing(self, year: int) -> bool:
        """Whether the outcome stands in the Analys only that year."""
        return self.rng(f"gap{year}").random() < float(self.indicator.get("glesa", 0.0))

    def outcome(self, year: int, report_type: str) -> float | None:
        """What the report tells of its period; None where nothing was measured."""
        whole = self.value(year)
        if report_type == "VB":
            return whole
        if self.indicator["period"] == "ar":
            return None
        if self.indicator["matt"] == "st":
            return float(round(whole * _SHARE_OF_YEAR[report_type]))
        wobble = self.rng(f"{year}{report_type}").uniform(-0.4, 0.4) * self.indicator["steg"]
        return float(round(whole + wobble, self.indicator["dec"]))

    def previous(self, year: int) -> float | None:
        """The column for the year before: equal to that year's own outcome, with rare slips."""
        if self.missing(year - 1):
            return None
        value = self.value(year - 1)
        rng = self.rng(f"slip{year}")
        if rng.random() < DISCREPANCY:
            value += rng.choice((-1, 1)) * max(10 ** -self.indicator["dec"], value * 0.03)
        return float(round(value, self.indicator["dec"]))

    def parts(self, year: int, report_type: str) -> tuple[str | None, str | None]:
        """Men and women, where the indicator is split and the unit splits it."""
        outcome = self.outcome(year, report_type)
        if outcome is None or not self.indicator["kon"] or self.rng("kon").random() < 0.35:
            return None, None
        rng = self.rng(f"kon{year}{report_type}")
        if self.indicator["matt"] == "st":
            men = float(round(outcome * rng.uniform(0.35, 0.65)))
            return self.printed(men), self.printed(outcome - men)
        gap = rng.uniform(0.03, 0.12) * outcome
        decimals = self.indicator["dec"]
        top = 100.0 if self.indicator["matt"] == "%" else outcome * 2
        return (
            self.printed(round(outcome - gap, decimals)),
            self.printed(min(round(outcome + gap * 0.6, decimals), top)),
        )

    def target(self, year: int) -> str | None:
        """The unit's own årsmål: last year's value bettered, or none."""
        if self.rng(f"target{year}").random() < 0.35:
            return None
        rng, indicator = self.rng(f"goal{year}"), self.indicator
        step = indicator["steg"] * rng.uniform(0.2, 0.9)
        value = self.value(year - 1) + (-step if indicator["uppat"] == "dåligt" else step)
        if indicator["matt"] == "%":
            value = min(value, 100.0)
        return self.printed(round(max(value, 0.0), indicator["dec"]))

    def city_target(self, year: int) -> str:
        """KF:s årsmål, the same for everyone in a year."""
        target = self.indicator["kf"]
        if target == "tas fram":
            return _BY_WORD
        if isinstance(target, str):
            return target
        moved = target + (year - 2022 if self.indicator["uppat"] == "bra" and target < 90 else 0)
        return self.printed(moved).replace(",0", "")

    def forecast(self, year: int) -> str:
        """What a tertial report expects of the whole year."""
        return self.printed(self.value(year))

    def name(self, year: int) -> str:
        """The indicator's name; a few were renamed for 2024."""
        renamed = self.indicator.get("namn2")
        return str(renamed if renamed and year >= 2024 else self.indicator["namn"])


def indicators_for(area: str, kind: str | None) -> list[dict[str, Any]]:
    """The indicators that a unit of this kind (None: a board) reports in an area."""
    found: list[dict[str, Any]] = []
    for indicator in data("indicators"):
        if indicator["omrade"] != area or (kind and indicator.get("bara") == "namnd"):
            continue
        if kind is None or kind in indicator.get("typer", (kind,)):
            found.append(indicator)
    return found
