"""What is drawn in the middle of a field's crest, on 100 × 100, in white lines. Pure.

The crest on pages, the picture of an achievement and the certificate on paper draw the same.
"""

from typing import Final

from app.ui.theme import KEYS

MOTIFS: Final = {
    "lock": (
        '<g stroke-width="4.2" stroke-linejoin="round"><path d="M36 46v-7a14 14 0 0 1 28 0v7"/>'
        '<path d="M29 46h42v26H29z" fill="#fff" fill-opacity=".16"/><path d="M50 55v8"/></g>'
        '<circle cx="50" cy="55" r="4" fill="#fff" stroke="none"/>'
    ),
    "lens": (
        '<g stroke-width="4.6"><circle cx="45" cy="45" r="17" fill="#fff" fill-opacity=".16"/>'
        '<path d="M58 58l15 15"/><path d="M38 46l5 5 9-11" stroke-width="4"/></g>'
    ),
    "rings": (
        '<g stroke-width="4.8"><circle cx="39" cy="50" r="15" fill="#fff" fill-opacity=".16"/>'
        '<circle cx="61" cy="50" r="15" fill="#fff" fill-opacity=".16"/></g>'
    ),
    "brush": (
        '<g stroke-width="4.4" stroke-linejoin="round">'
        '<path d="M67 25L46 53l6 5 20-28z" fill="#fff" fill-opacity=".2"/>'
        '<path d="M45 55c-7 0-9 6-10 10-1 4-4 6-8 7 9 4 25 2 25-11z" fill="#fff"/></g>'
    ),
    "bridge": (
        '<g stroke-width="4.4" stroke-linejoin="round"><path d="M24 64c8-22 44-22 52 0"/>'
        '<path d="M24 55h52M34 55v-8M50 47v-8M66 55v-8"/>'
        '<path d="M28 74c4-4 8-4 11 0s8 4 11 0 8-4 11 0 8 4 11 0"/></g>'
    ),
}

_USUAL: Final = {
    "protect": "lock",
    "discern": "lens",
    "connect": "rings",
    "create": "brush",
    "live": "bridge",
}
_BY_FIELD: Final = _USUAL | {KEYS[purpose]: name for purpose, name in _USUAL.items()}


def motif(name: str) -> str:
    """Return the lines of a motif, by its own name or by the field whose crest wears it.

    Raises:
        KeyError: There is neither.
    """
    return MOTIFS[_BY_FIELD.get(name, name)]
