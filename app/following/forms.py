"""What may be sent about what somebody follows."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf


class LettersForm(FlaskForm):
    """Whether letters are wanted; a button of each page state."""

    letters = StringField(validators=[AnyOf(("yes", "no"))])
