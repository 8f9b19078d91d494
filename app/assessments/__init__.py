"""Assessing what a pupil has come to in a project: teacher, mentor, peers; settled by a teacher.

Job: one rubric of five lines stands for all. A mentor may say where they see a pupil or the team;
pupils may say how the work was split among them; a teacher reads both, settles the lines with a
few words, and the pupil is told.

Vocabulary:
    line        one of the five things that are looked at: data (``data/rubric.toml``)
    level       1 to 4 on a line, in words that are kind and say what comes next
    view        where a mentor sees a pupil or the team, or what a teacher keeps until it is
                settled; nobody else reads it
    split       100 points which a pupil shares out among the team, with a sentence on each
    share       what the others' splits come to for one member: 0 to 100, all together 100
    settled     a teacher's word on a pupil, with a number; the highest number holds

Decisions (2026-11-30):
  * A pupil reads their own lines, the words, and a share if the teacher put one; never who gave
    what, nor anybody else's. There is no rank, no sum and no average on any page.
  * Splits are asked for only where a teacher turned it on, and from three learners on: of two,
    each would know who gave what. A share is told only from two voices on, for the same reason;
    it is the teacher's, in steps of five.
  * What somebody gives to themselves does not count for them or for anybody: it is shown to the
    teacher beside what the others gave (``rules.shares``).
  * Who has been told their own result changes nothing of what they said of others.
  * A pupil under age is assessed by teachers of their own organization alone, and nobody else's
    teacher reads what was said of them. Adults are assessed by any teacher of the project.
  * A correction is a new row that says why; the one before stays.
  * Statements carry the settled lines as one figure from 0 to 1 (their mean of 4): no words.
"""
