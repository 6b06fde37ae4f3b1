"""``python -m eval``: ``read`` measures how reports are read, ``run`` how questions are answered.

``draft`` measures how drafts keep what is promised of them;
``answer`` holds the answers to what is demanded of them, ``calibrate`` shows what their thresholds
cost;
``compare`` and ``ablation`` tell what each part of retrieval is worth, ``years`` whether the right
year comes first, ``feedback`` makes questions of what readers said of answers, ``model`` tells
what a chat model does to the answers, ``bench`` how fast it all is beside other tools,
``scale`` how the service fares in a whole city's library, ``faults`` what is left when a call
fails, ``fuzz`` what becomes of broken files, ``load`` and ``soak`` how the service bears many.
``python -m eval COMMAND --help`` tells what each takes.
"""

from __future__ import annotations

import eval.bench.command  # noqa: F401 (adds itself)
from eval.ablation import ablation, compare
from eval.answer import answer
from eval.calibrate import calibrate
from eval.command import app
from eval.distractors import distractors
from eval.draft import draft
from eval.feedback import feedback
from eval.scale.command import scale
from eval.strain.fault_command import faults_command
from eval.strain.fuzz.command import fuzz
from eval.strain.users.command import load, soak
from eval.with_model import model
from eval.years import years

app.command()(answer)
app.command()(calibrate)
app.command()(compare)
app.command()(ablation)
app.command()(distractors)
app.command()(draft)
app.command()(feedback)
app.command()(model)
app.command()(scale)
app.command()(years)

JOINED = (faults_command, fuzz, load, soak)
"""Commands that join where they stand."""

if __name__ == "__main__":
    app()
