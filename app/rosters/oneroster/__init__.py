"""OneRoster 1.2 as CSV in a zip, Japan Profile: read into a ``Roster``, and written. Pure.

Source:
    1EdTech OneRoster 1.2 CSV Binding; OneRoster 1.2 CSV Binding: Japan K-12/Schools Profile.
"""
