"""Co-run projects: who works together on what, how far they are, and who may be told of whom.

Job: a team of several organizations takes a challenge (or a question of its own) through stages
with gates; this package keeps the charter, the partners, the members, the stages and gates, the
milestones, the city's budget calendar beside them, the year's end, and what has happened. Board,
tickets, journals, showcase, adoption and the rest stand on it, each in a package of its own.

Vocabulary:
    project    a team's work on one question; its key names it for ever (``/projects/<key>``)
    partner    an organization that takes part, in a role (lead school, city department, …)
    member     a person in the project for one of its organizations, in a role, with pseudonym
    standing   what one person is in one project today: roles and organizations (``queries``)
    stage      discover, define, develop, deliver: data (``data/stages.toml``), copied per project
    gate       the checks between a stage and the next; a teacher opens it when all are met
    act        one thing that a member did; kept for the team and said as an xAPI statement
    names      how each member is called to one reader (``queries.naming``)
    企画       what every page calls a project: one word, for pupils, clerks and the public. The
               people in it are チーム. 「プロジェクト」 is said where it is a proper term: the
               kind of a credential, what is signed, and statements. Being told of a project or
               a challenge is お知らせを受ける; a public name a pupil chose is 呼び名.

Decisions (2026-11-30):
  * Everybody in a project reads it; who is not in it finds nothing (404). What the public reads
    is the showcase's.
  * A mentor reads a project while somebody vouches for them (``vettings``). Else it answers as to
    an outsider, with the reason and what to do; who answers for the project reads that in the
    list of the team. Who is in it as something else as well opens it as that.
  * A person under age is named to their own organization's people and to themselves. To anybody
    else only where an agreement for names holds between the organizations and the purpose
    ``projects`` is allowed for that person today; else they are 「A高校の1人」. All pages above
    call members by ``queries.naming``, and by nothing else.
  * Facts that open a gate come from above (``service.gates.meet``): this package knows neither
    artefacts nor journals. Courses and consents are looked up when a gate is read.
  * Statements name things by their kind («a card»), not by what a team wrote on them, and
    activities by the project's key: see ``statements``.
  * A project belongs to the school year in which it began; a successor is a new project that
    knows the one before. Nobody is taken along: a new team is brought in by its own people.
  * Teachers begin projects, and a department with a challenge of its own; so no department works
    with pupils on what it never asked in public.
  * People of an organization are brought in by its own people in the project, pupils by teachers
    who teach them. The lead invites the first person of a partner alone, by the ID they told.
  * A gate opens by a teacher's hand when all is met, looked up again in that transaction; the last
    one may be closed again with a reason that all followers read. Statements of it stay.
  * The consent panel counts for the reader's own organization; who is missing, its teachers read.
    Whether everybody may take part, all read at the gate, as a number.
  * The city's calendar beside a project is that of the next fiscal year's budget. A plan that
    reaches the city after the request day is not refused: it says which year it is for.
  * An ended project is read for a year by those who were in it. A part ends by itself with the
    person's post in the organization, or with the organization: who moved reads no more.
"""
