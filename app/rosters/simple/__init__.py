"""The simple form: a table with one row a person, from Excel or as CSV; read and written. Pure.

Somebody with several places (兼務), or in several classes, has several rows. An empty cell says
nothing: what the house knows stays.
"""
