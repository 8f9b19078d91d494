"""What is wrong with an address that was typed, in words for whoever typed it."""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l
from app.wire.reach import EndpointFault

FAULTS: Mapping[EndpointFault, Lazy] = MappingProxyType(
    {
        EndpointFault.NOT_HTTPS: _l(
            "https で始まるアドレスにしてください。そうでないと、途中で読まれるおそれがあります。"
        ),
        EndpointFault.HAS_SECRET: _l(
            "アドレスの中に名前やパスワードを入れず、下の鍵と秘密の文字列に入れてください。"
        ),
        EndpointFault.HAS_MORE: _l("「?」や「#」から後ろを取ってください。"),
        EndpointFault.NOT_PUBLIC: _l(
            "庁内など、内部のネットワークのアドレスです。外から見えるアドレスを入れるか、"
            "この仕組みを動かしている担当者に、FORWARD_PRIVATE の設定を頼んでください。"
        ),
        EndpointFault.RESERVED: _l(
            "この機械そのものなど、送り先にできないアドレスです。"
            "送り先の管理者に、アドレスを確かめてください。"
        ),
    }
)
"""All but what cannot be read: each form has an example of its own for that."""
