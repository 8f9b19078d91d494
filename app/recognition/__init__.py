"""Credentials for what people did in projects.

Job: whoever answers for a project's pupils awards its members a project achievement each: in
which role, for how many hours, with what they made, who assessed it, and what the city answered.
The credential is made, signed and delivered by the packages below, as every other one is: so a
mentor of the city's staff finds it in the registry, at the skills that the achievement names.

Vocabulary:
    award      one achievement to one member, with the facts its evidence tells
    evidence   a sentence or two, signed with the credential; in it are roles, hours, the title of
               what was made, the assessor by post, and the city's answer; never a name, a score

Decisions (2026-11-30):
  * What can be awarded is an achievement of kind project that a partner of the project or the
    city describes: those who describe settle skills and criteria, teachers say who earned it.
  * A pupil is awarded by a teacher of their own organization; adults by any teacher or
    coordinator of the project. Nobody awards themselves. Who has left is awarded all the same.
  * A pupil needs a settled assessment: an award without an assessor would say nothing.
  * When the city moves on («in service»), issued credentials are signed anew under the same id
    with the new status: that is what they are shown for. While one of them still waits for a
    signature, all of them wait, so that the last step is never missed.
  * What was made is one of the things that the team shared, by its title: what a teacher types
    would be signed as it is, with whatever names stand in it.
"""
