"""Many users of a real service: a process of its own, requests at a pace, and its vital signs.

``process`` starts the service and looks at it from outside; ``crowd`` asks, drafts and hands in as
people do; ``load`` and ``soak`` judge what came of it; ``drawing`` makes a picture of it.
"""
