"""Every statement against its sources. Always on, for every writer, for answers and drafts.

``verify(claims, library)`` holds a list of claims; ``Checker`` holds them one by one as they come.
In order, the first fault decides, and its reason is Swedish:

1. ``quotes``   each quote stands verbatim on its page (or goes; a claim without a quote goes)
   ``planted``  and is no order to the assistant
2. ``figures``  every figure, amount and date stands in the quotes, compared the Swedish way
3. ``names``    every unit, board and other name stands in the quotes or is whose report it is
4. ``rows``     a figure of a table row is told as its column and year, never as another's
5. ``direction``  «ökade», «under målet», «nådde» agree with the quotes or the row; no «inte» is
                lost or won; figures stand by the words that they stand by in the quote
6. ``support``  enough of the statement is said by its quotes, by words and by meaning

A statement that is word for word in its quotes has nothing to show beyond the first.
"""

from assistant.verify.checker import Checker, Verified, verify
from assistant.verify.figures import told_figures, unsupported
from assistant.verify.quotes import locate

__all__ = ["Checker", "Verified", "locate", "told_figures", "unsupported", "verify"]
