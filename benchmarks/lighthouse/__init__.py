"""Lighthouse over the pages of learners: ``make lighthouse``."""
