"""The one writer of the store's tables, and the one place that knows which engine it is.

``known`` remembers which words are stored; ``words`` stores them; ``statements`` stores statements
with their reference rows. With every word known, a batch of any size takes three round trips:
statements, agents, activities.
"""
