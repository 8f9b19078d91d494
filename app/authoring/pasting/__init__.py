"""Pasting: text from Word, Google Docs, the web or Markdown becomes the Markdown of a course.

Vocabulary: what is pasted is read into *blocks* of *runs*; what a course cannot hold is *left
out*, and listed with how often.

Decisions (2026-11-29):
  * No HTML is kept and none is cleaned: its text is taken out and written as Markdown, every sign
    of which that would mean something is escaped. So nothing that could run has a way in.
  * lxml reads the HTML: nh3, which the tests hold our own cleaning against, took 497 s for 100,000
    nested elements where lxml stops at 256, and 50 s for a million ampersands.
  * Every block is read by the very compiler that publishes it; where its emphasis or links do not
    survive that, they are left out, and the words stay.
  * Markdown goes the same way: first into HTML, then out of it. Signs of our own (``:::``,
    ``{#see-…}``) are text there; readings (``{漢字|かんじ}``) stay readings.
"""
