"""The example corpus: plans and follow-ups of an invented city, with their ground truth.

``python -m eval.corpus OUT_DIR`` writes reports; the same seed gives the same bytes. The path is
world (boards, units, years) → composing (what a report says) → typesetting (PDF) or DOCX → truth
(what a perfect reader finds) and questions. All wording is our own and every name is invented.
"""
