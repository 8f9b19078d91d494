"""The shape of a draft and its history: blocks, lessons and modules put in order; what was done.

Every press here is a plain form; ``templates/authoring/structure.html`` has them all.
"""
