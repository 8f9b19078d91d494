"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

SENTENCES: Mapping[str, Lazy] = MappingProxyType(
    {
        "project.joined": _l("「%(project)s」に加わりました"),
        "project.gate_passed": _l("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "showcase.handed_in": _l("「%(project)s」の発表のページを、見てほしいと言っています"),
        "showcase.given_back": _l("「%(project)s」の発表のページが、先生からもどってきました"),
        "showcase.published": _l("「%(project)s」の発表のページが、公開されました"),
        "showcase.ready": _l(
            "「%(project)s」の発表のページを公開できるようになりました。待っていた答えが、そろいました"
        ),
        "showcase.dropped": _l(
            "「%(project)s」の発表のページから、名前か写真を下げました。同意が変わったためです"
        ),
        "showcase.commented": _l(
            "「%(project)s」に、感想が届きました。のせるかどうかを決めてください"
        ),
        "showcase.comment_published": _l("「%(project)s」に、あなたの感想がのりました"),
        "showcase.comment_returned": _l(
            "「%(project)s」への感想は、のせませんでした。わけ：%(reason)s"
        ),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""
