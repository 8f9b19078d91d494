"""Terakoya: the school of a digital city.

Packages stand on floors (see README, "The house"); imports point down, facts travel up
through the outbox. Nobody imports names from ``app`` itself.
"""
