"""市の答え: what became of a team's proposal to the city, from the first day to the figures.

Job: a team hands a proposal in to a department; the department takes it up, answers by a day, and
tells what follows: money, work, the day it is used, what it did. Every step is kept, told to all
who follow, and stands where the team and the public read it. If the city does not do it, the team
may go on by itself, and is asked how it goes after six and after twelve months.

Vocabulary:
    proposal     what a team hands in: what to do, and which sentence of which plan would change
    adoption     a proposal on its way through the city; the row, and its state
    answer       one of the city's four: 反映します, すでに取り組んでいます, 今回は見送ります,
                 いつまでに答えます
    step         one thing that was told of it, for ever; said by a post, not by a name
    next day     次に知らせる日: when the city tells something again, news or none
    owner        who answers for it at the department
    ending       チームが続ける: the team goes on as a club, an NPO, a company
    look         ようすを聞く日: six and twelve months after that
    offer        what a department, a university or a company can give a team that goes on

Decisions (2026-11-30):
  * An answer is stored only with its owner, a reason and the next day. A reason that says nothing
    but 「検討します」 is refused with a hint (``rules.says_nothing``): the commonest fault of
    answers to young people is that there is nothing in them.
  * 「いつまでに答えます」 is no end: it comes back into the inbox, and counts as answered nowhere
    until one of the other three follows. The day first promised stays, and figures are held
    against it.
  * Asking for money and deciding it are two facts on two days. Between them the page says that
    nothing is promised until the assembly has decided.
  * Nothing is overwritten without a trace: a corrected answer is a step more, and the steps before
    it keep the words they had. ``edition`` counts them; a form that has seen fewer is refused.
  * A learner writes, a teacher hands in. Until then it is the team's own, and no inbox shows it.
  * A proposal is not handed in for a project that has ended. Going on by itself and being asked
    how it goes come after the end by their nature, and stay possible.
  * Steps name posts («道路管理課 課長»), since the office answers and people move on.
"""
