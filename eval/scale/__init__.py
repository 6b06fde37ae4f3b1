"""A whole city's reports, made of the example corpus: how the service fares as it grows.

``city`` says whose reports there are, ``copies`` writes them, ``fill`` puts them in a library,
``questions`` are asked of it, ``steps`` and ``measure`` tell what they took. Text, tables and goals
are those of the example corpus under other names; vectors are drawn from its vectors with noise,
since embedding half a million passages takes hours.
"""
