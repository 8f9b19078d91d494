"""What is said of somebody's skills without a signature, and what they may say against it.

Job: a chief, or a partner of a project, attests a level with a reason; the person sees it at once
and may contest it, as everything that the registry attests of them; and what was learned
elsewhere is handed in, assessed, and kept as the weakest of all evidence.

Vocabulary:
    endorsement     somebody who saw the work says that the person stands at a level, and why
    invitation      a partner of another organization is asked to endorse one person, for one
                    project, until a day
    contest         the person's word that an attestation is wrong, until it is settled
    outcome         how it was: upheld, corrected, or withdrawn; or dropped by the person
    prior learning  what somebody learned elsewhere, with what shows it, and what they claim of it

Decisions (2026-11-30):
  * A chief endorses the people of the own unit and below; a partner only whom they were asked to,
    while the invitation lasts. Nobody endorses themselves. A jump of levels is allowed: who has
    seen somebody lead a project need not climb there step by step.
  * An endorsement holds for three years, or for less if its author says so. What somebody could
    do is believed for a while, not for ever; whoever still sees it says so again.
  * The person is told on their home and reads all of it: who, why, when. Accepting it says only
    that they have read it; it counts without.
  * A contested attestation goes on counting, marked 「確認中」: neither the one who attests nor
    the one who objects is right before somebody has looked. Nobody settles their own contest, nor
    one about what they attested themselves; the endorser may withdraw, which settles it.
  * A credential of our own is corrected or taken back where it was issued, with what that asks
    for, and the contest is settled afterwards. One of an issuer elsewhere is not ours to change:
    the registry declines to count it.
  * What was learned elsewhere may be counted lower than claimed, never higher, and never more
    than claimed. Nobody assesses their own.
  * Of a file that came with it nothing is kept that it tells beside what it shows
    (``media.intake``). Its bytes are a row of their own, which goes with the person.
  * A credential that somebody hands in of themselves goes through the registry's one door. If
    its issuer is not on the city's list, the door keeps nothing of it: it becomes prior learning,
    with the document as what shows it, since it is the person's and no arrival. What was altered
    is refused, and nothing is kept.
  * Pages tell days, never hours. Who attests is named to the person and to whoever reads the
    registry; in the registry itself stands the post alone, so that nobody's name stays behind.
"""
