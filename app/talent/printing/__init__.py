"""The registry on paper and in files: the whole matrix, and one person's sheet.

They are papers of the city and stay in its drawers, so they are in Japanese whatever language
their reader has chosen, and the same facts on the same day are the same bytes: HR and the person
hold the same file. Days, never hours. Who looked at a person is told to that person on the page,
and stands in no file.
"""
