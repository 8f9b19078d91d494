"""もとむ／できる: what challenges and projects need, and what people can give.

Job: a department or a team says what it needs (a skill, hours, a place, a thing); adults say what
they can give, schools in their pupils' place; whoever asked accepts, notes what was done, and
thanks. The hours that somebody gave to a project become a statement.

Vocabulary:
    need     もとむ of a challenge or of a project: a kind, a title, what exactly, until when
    offer    できる: somebody's answer to a need, in a few words
    settler  who answers offers: the department of a challenge; teachers, coordinators and the
             owner of a project
    done     what was given, with the hours, as a settler noted it
    thanked  done, with words that the giver reads

Decisions (2026-11-30):
  * Minors offer nothing by themselves: their teacher offers in the school's name, with how many
    they are and nobody's name. What happens then is the school's; hours of such an offer are the
    school's as well, and become nobody's statement.
  * A need is read by everybody, and so it is a settler who writes it. Pupils tell their teacher.
  * Whoever gives and whoever asked read each other's words here; no address and no number goes
    across by the house. The giver's name is told to settlers alone.
  * Hours given to a challenge that is nobody's project yet are kept, and become no statement: a
    statement's activity is the project's.
"""
