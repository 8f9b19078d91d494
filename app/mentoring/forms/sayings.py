"""What is said on a ticket. Several of these stand on one page, each with its own names."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import TextArea

from app.mentoring.rules import MESSAGE, QUESTION
from app.ui.fields import CountField, LineField, ProseField
from app.ui.strings import lazy_gettext as _l

_LONG = Length(max=MESSAGE, message=_l("2000文字までにしてください。"))


class SayingForm(FlaskForm):
    """Words on a ticket."""

    PREFIX = "say"
    words: Any

    @classmethod
    def empty(cls) -> "SayingForm":
        """Return the form as nobody has filled it in."""
        return cls(formdata=None, prefix=cls.PREFIX)

    @classmethod
    def sent(cls) -> "SayingForm":
        """Return the form as it was sent."""
        return cls(prefix=cls.PREFIX)

    @property
    def text(self) -> str:
        """What was written."""
        return (self.words.data or "").strip()


class ReturnForm(SayingForm):
    """Why a ticket goes back to the team."""

    PREFIX = "return"
    words = ProseField(
        _l("チームに考えてほしいこと"),
        [DataRequired(_l("何を考えてほしいかを書いてください。")), _LONG],
    )


class AnswerForm(SayingForm):
    """What a mentor answers."""

    PREFIX = "answer"
    words = ProseField(_l("答え"), [DataRequired(_l("答えを書いてください。")), _LONG])
    minutes = CountField(
        _l("かかった分"), [InputRequired(_l("1から999までの数字で入れてください。"))]
    )


class AskBackForm(SayingForm):
    """What a mentor asks the team first."""

    PREFIX = "back"
    words = ProseField(
        _l("先に聞きたいこと"), [DataRequired(_l("聞きたいことを書いてください。")), _LONG]
    )


class WordsForm(SayingForm):
    """What anybody says who reads the ticket."""

    PREFIX = "words"
    words = ProseField(_l("書くこと"), [DataRequired(_l("伝えたいことを書いてください。")), _LONG])
    minutes = CountField(_l("かかった分"), [Optional()])


class ShareForm(FlaskForm):
    """A question and its answer, as other teams read them."""

    question = LineField(
        _l("聞いたこと"),
        [
            DataRequired(_l("聞いたことを書いてください。")),
            Length(max=QUESTION, message=_l("160文字までの、1つの文にしてください。")),
        ],
        widget=TextArea(),
    )
    answer = ProseField(_l("答え"), [DataRequired(_l("答えを書いてください。")), _LONG])
