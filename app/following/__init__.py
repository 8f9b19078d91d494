"""What people follow, and what they are told when it changes.

Job: keep who follows what, tell each of them once when something happens to it, show it under
お知らせ, and send a letter to whoever wants letters. Whatever happens above is told here; this
package knows no project and no challenge.

Vocabulary:
    follow         a person wants to be told of a subject
    subject        what is followed: a kind (``challenge``, ``project``) and an id
    notification   one thing that one person is told, once for its key; with the way to it

Decisions (2026-11-30):
  * What is told is a kind with a few facts (``words.SENTENCES``), and becomes a sentence when it
    is read: in the reader's language, with the reader's furigana. Facts hold titles and names of
    places and days, never the name of a person under age.
  * Who belongs to a thing follows it by itself and may stop; stopping is kept, so that the next
    change does not begin it again.
  * A page's お知らせ are there at once. Letters go to adults who have an address and have not said
    no; to staff in office hours alone.
"""
