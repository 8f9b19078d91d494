"""All statements out as JSON Lines, and in again.

A line is one stored statement, byte for byte as the store gives it out; voided ones and voidings
are among them, so the whole state can be built again from the file. Attachments lie beside it,
each in a file named by its hash. Neither direction ever holds more than a page in memory, or a
transaction longer than a page.
"""
