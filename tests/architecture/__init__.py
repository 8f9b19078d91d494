"""Checks of the house itself: its floors, its words, its addresses, its migrations."""
