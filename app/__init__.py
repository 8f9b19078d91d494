"""Terakoya: the school of a digital city.

Packages stand on floors (see README, "The house"); imports point down, facts travel up
through the outbox. Nobody imports names from ``app`` itself.
"""

import gc

gc.set_threshold(50_000, 20, 100)
"""Loading the house makes half a million objects that stay. With Python's own numbers it looks
through them again and again, which took a quarter of each start."""
