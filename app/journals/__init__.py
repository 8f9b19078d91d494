"""Reflective journals, with prompts, for oneself, the team or the mentor."""
