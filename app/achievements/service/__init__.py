"""Describing what can be achieved, and awarding it."""
