"""Made-up people for demos and measurements: names, schools and departments that are nobody's.

The same seed gives the same people with the same ids, so that a second import changes nothing.
"""
