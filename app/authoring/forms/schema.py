"""What a form of each kind asks: its fields and lists, in the words of teachers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from app.authoring.forms.tree import Tree
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

BY_ITSELF = _l("空白やふりがなは入れなくて大丈夫です。学年に合わせて自動でつきます。")
ROW_NEEDED = _l("文を書くか、この行を消します。")

Choices = tuple[tuple[str, Lazy], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to write or to choose.

    Attributes:
        name: The name of the value.
        label: What stands above the field.
        hint: What helps to fill it in.
        control: "line", "area", "prose" (paragraphs and lists, edited as they will look),
            "number", "select", "objective", "objectives", "bank", "scene", "picture", "tick", or
            "right": the mark of what is right, of which there is one among the rows of a choice.
        choices: What a "select" offers; of a "tick", its one value.
        need: What to do when nothing is there that cannot be left out.
        shape: What a value looks like.
        mend: What to do when it does not.
        is_aside: Whether it stands among what is seldom needed.
    """

    name: str
    label: Lazy
    hint: Lazy | None = None
    control: str = "line"
    choices: Choices = ()
    need: Lazy | None = None
    shape: str = ""
    mend: Lazy | None = None
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of things alike.

    Attributes:
        name: The name of the list.
        label: What stands above it.
        row: What one of them is called.
        add: What the button says that adds one.
        schema: What is asked of each.
        hint: What helps to fill it in.
        stem: What the key of a new one begins with; "" where rows have none.
        is_fixed: Whether their number stays as it is.
        is_shared: Whether one can go on into the list beside it.
    """

    name: str
    label: Lazy
    row: Lazy
    add: Lazy
    schema: "Schema"
    hint: Lazy | None = None
    stem: str = ""
    is_fixed: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """What is asked of a block, or of a row."""

    fields: tuple[Field, ...]
    rows: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A form: how the text of its blocks is read, and what is asked.

    Attributes:
        read: Takes a text apart; None where the form would not show all of it.
        schema: What is asked, where that is always the same.
        asks: What is asked of one text, where it is not.
    """

    read: Callable[[str], Tree | None]
    schema: Schema = Schema(())
    asks: Callable[[Tree], Schema] | None = None

    def asked(self, tree: Tree) -> Schema:
        """Return what is asked of a text."""
        return self.schema if self.asks is None else self.asks(tree)


_ASSET: Final = r"assets/[^\s\"()<>]+"
_NO_ASSET = _l("assets/ で始まる名前を、空白を入れずに書きます。")


def file_field(name: str, label: Lazy, hint: Lazy) -> Field:
    """Return a field for a file of the course."""
    return Field(name, label, hint, shape=_ASSET, mend=_NO_ASSET)


def picture_field(name: str, label: Lazy, hint: Lazy) -> Field:
    """Return a field for a picture, which is chosen."""
    return replace(file_field(name, label, hint), control="picture")


PICTURE: Final = (
    picture_field("src", _l("絵"), _l("assets/ で始まる名前です。")),
    Field(
        "alt",
        _l("写っているもの"),
        _l("絵が見えない人に、絵の代わりに伝わる文です。"),
        need=_l("写っているものを書きます。"),
    ),
)
"""What is asked of a picture."""
