"""How each format is bent: a whole file and chance in, a broken one out."""

from __future__ import annotations

from eval.strain.fuzz import pdf, text, word
from eval.strain.fuzz.seeds import Format

BENT = {Format.PDF: pdf.bent, Format.DOCX: word.bent, Format.TXT: text.bent}
