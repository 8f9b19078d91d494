"""A roster beside what the house knows → a ``Plan``. Pure: no web, no database.

``whole.compared`` is the way in. Places come first, then people, then their posts and classes, and
those who are absent last.
"""
