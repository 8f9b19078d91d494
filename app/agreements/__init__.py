"""協定: what organizations have agreed on before they work with people under age together.

Job: keep which organizations agreed, what for, and from when until when; and answer one question:
may this organization be told something of that one's pupils today?

Vocabulary:
    agreement   a 協定 as it was signed: parties, purposes, days; the paper itself is elsewhere
    party       an organization that signed it; it signs for everything below it in the tree
    purpose     what may cross between the parties (``models.AgreementPurpose``)
    founder     設置者 of a school: a prefecture's school is not the city's, whoever visits it

Decisions (2026-11-30):
  * Nothing crosses without an agreement, within the city as well: a school's pupils are its own,
    and a department of the same city is another organization. An organization and what stands
    below it are one.
  * An agreement opens nothing by itself. Consent is asked for besides (``consents``), and both
    must hold on the day.
  * It ends by its last day or earlier by hand; what was told until then was told. Rows stay.
"""
