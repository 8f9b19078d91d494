"""Journeys through the real site in a real browser, and the checks every page of them gets."""
