"""The measures, one a module; each module's test shows the arithmetic.

Retrieval measures take the rank (from 1) at which each evidence quote of one question was found,
or None; answer measures take what was answered. A question that a measure says nothing about
gives None and is left out of the mean.
"""
