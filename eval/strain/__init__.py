"""The service under strain: faults at every call, strange files, many users, long hours.

``faults`` breaks each call of each engine in turn and looks at what is left; ``fuzz`` reads files
that nobody should have sent; ``load`` and ``soak`` run a service as a process of its own and ask,
draft and ingest at a pace. Each is a command of ``python -m eval``; a short version of each runs
among the tests. Nothing here is imported by the product.
"""
