"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.ui.days import jdate
from app.ui.strings import in_language, marked

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "project.joined": N_("「%(project)s」に加わりました"),
        "project.gate_passed": N_("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "workroom.assigned": N_("「%(project)s」で、あなたのカードができました：%(card)s"),
        "workroom.review": N_("「%(project)s」で、カードが確認を待っています：%(card)s"),
        "concern.raised": N_("気になることの知らせが届きました"),
        "concern.taken": N_("あなたが知らせたことを読んで、引き受けた人がいます"),
        "concern.handled": N_("あなたが知らせたことに、答えがあります"),
        "mentor.vouched": N_("メンターとして登録されました"),
        "mentor.ending": N_("メンターの登録が、30日以内に終わります"),
        "mentor.ending_here": N_("「%(project)s」のメンターの登録が、30日以内に終わります"),
        "mentor.ended": N_("メンターの登録が終わりました"),
        "ticket.handed": N_("「%(project)s」の相談票が、先生の確認を待っています"),
        "ticket.returned": N_("「%(project)s」の相談票が、先生からもどりました"),
        "ticket.passed": N_("「%(project)s」から、相談票が届きました"),
        "ticket.sent": N_("「%(project)s」の相談票を、メンターにわたしました"),
        "ticket.asked_back": N_("「%(project)s」の相談票に、メンターから質問があります"),
        "ticket.answered": N_("「%(project)s」の相談票に、メンターの答えが届きました"),
        "ticket.message": N_("「%(project)s」の相談票に、書きこみがありました"),
        "ticket.withdrawn": N_("「%(project)s」の相談票が、取り下げられました"),
        "ticket.came_back": N_(
            "「%(project)s」の相談票が、メンターの期間が終わったので先生にもどりました"
        ),
        "ticket.shared": N_("「%(project)s」と同じ課題のチームへの答えを、読めるようになりました"),
        "journal.replied": N_("「%(project)s」のふりかえりに、先生が返事を書きました"),
        "assessment.settled": N_("「%(project)s」の評価が届きました"),
        "assessment.corrected": N_("「%(project)s」の評価が直されました"),
        "adoption.drafted": N_("「%(project)s」で、市への提案が書かれました。確かめてください"),
        "adoption.submit": N_("「%(project)s」が、市に提案を出しました"),
        "adoption.revise": N_("「%(project)s」の提案が、書き直されました"),
        "adoption.assign": N_("「%(project)s」の提案に答える人が決まりました"),
        "adoption.answer": N_("「%(project)s」の提案に、市が答えました"),
        "adoption.request": N_("「%(project)s」の予算を、担当の課が要求しました"),
        "adoption.decide": N_("「%(project)s」の予算が決まりました"),
        "adoption.progress": N_("「%(project)s」の作業が%(percent)s％まで進みました"),
        "adoption.serve": N_("「%(project)s」の提案が、使われはじめました"),
        "adoption.measure": N_("「%(project)s」の効き目を、市が確かめました"),
        "adoption.news": N_("「%(project)s」の提案のようすを、市が知らせました"),
        "adoption.continued": N_("「%(project)s」を、チームが続けます：%(name)s"),
        "adoption.look": N_("「%(project)s」から%(months)sか月です。いまのようすを教えてください"),
        "adoption.looked": N_("「%(project)s」の、続けて%(months)sか月たったようすが分かりました"),
        "adoption.received": N_("「%(project)s」の提案が届きました。担当と、答える日を決めます"),
        "adoption.assigned": N_("「%(project)s」の提案に、%(due_on)sまでに答える担当になりました"),
        "adoption.overdue": N_("「%(project)s」の提案に答える日（%(due_on)s）をすぎました"),
        "adoption.news_due": N_("「%(project)s」のことを知らせる日（%(due_on)s）をすぎました"),
        "project.gates_done": N_("「%(project)s」が、すべての段階を終えました"),
        "project.gate_undone": N_("「%(project)s」が、前の段階にもどりました：%(reason)s"),
        "project.ended": N_("「%(project)s」が終わりました"),
        "challenge.answer_moved": N_(
            "課題「%(challenge)s」に答える日が、%(day)sに動きました。理由：%(reason)s"
        ),
        "challenge.closed": N_("課題「%(challenge)s」の募集が終わりました。理由：%(reason)s"),
        "challenge.taken_off": N_("課題「%(challenge)s」が取り下げられました。理由：%(reason)s"),
        "proposal.published": N_("あなたの提案「%(title)s」が公開されました"),
        "proposal.returned": N_("あなたの提案「%(title)s」に、返事が来ています"),
        "proposal.taken": N_("あなたの提案「%(title)s」を、市の課が課題にしています"),
        "need.offered": N_("もとむ「%(need)s」に、「できる」が届きました"),
        "need.offer_accepted": N_("「%(need)s」に、お願いしますと返事が来ました"),
        "need.offer_declined": N_("「%(need)s」に、返事が来ています"),
        "need.offer_withdrawn": N_("もとむ「%(need)s」の「できる」が、取りやめになりました"),
        "need.offer_done": N_("「%(need)s」でしたことが、記録されました"),
        "need.thanked": N_("「%(need)s」のお礼が届きました"),
        "need.closed": N_("もとむ「%(need)s」が終わりました"),
        "showcase.handed_in": N_(
            "「%(project)s」のチームが、発表のページを見てほしいと言っています"
        ),
        "showcase.given_back": N_("「%(project)s」の発表のページが、先生からもどってきました"),
        "showcase.published": N_("「%(project)s」の発表のページが、公開されました"),
        "showcase.ready": N_(
            "「%(project)s」の発表のページを公開できるようになりました。待っていた答えが、そろいました"
        ),
        "showcase.dropped": N_(
            "「%(project)s」の発表のページから、名前か写真を下げました。同意が変わったためです"
        ),
        "showcase.commented": N_(
            "「%(project)s」に、感想が届きました。のせるかどうかを決めてください"
        ),
        "showcase.comment_published": N_("「%(project)s」に、あなたの感想がのりました"),
        "showcase.comment_returned": N_(
            "「%(project)s」への感想は、のせませんでした。わけ：%(reason)s"
        ),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """Return what somebody is told, in the reader's language and with their furigana.

    A kind that is not known any more, or lacks a fact, is told by its first fact alone: nothing
    that was told is hidden.
    """
    pattern = SENTENCES.get(kind)
    if pattern is None or not _fits(pattern, facts):
        return _first(facts)
    return marked(pattern, **{name: _spelled(value) for name, value in facts.items()})


def letter_line(kind: str, facts: Mapping[str, object], locale: str = JAPANESE) -> str:
    """Return the same for a letter, in its reader's language."""
    pattern = SENTENCES.get(kind)
    if pattern is None or not _fits(pattern, facts):
        return _first(facts)
    return str(in_language(locale, pattern, **facts))


def _fits(pattern: str, facts: Mapping[str, object]) -> bool:
    try:
        return bool(pattern % facts)
    except (KeyError, ValueError):
        return False


def _first(facts: Mapping[str, object]) -> str:
    return str(next(iter(facts.values()), ""))


def _spelled(value: object) -> object:
    try:
        return jdate(date.fromisoformat(str(value)))
    except ValueError:
        return value
