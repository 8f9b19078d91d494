"""What a recording says beside its sound and pictures, taken out of it. Pure.

Who recorded where, when and with what is nobody's business but the recorder's, and of children's
recordings not even theirs. Taken out, by type:

  * MP3: the tags before and behind the sound (ID3v1, ID3v2, APEv2, Lyrics3), pictures in them too.
  * M4A, MP4: the boxes ``udta``, ``meta`` and ``uuid`` (titles, places, XMP), what lies in boxes
    that are free, and the times of making.
  * OGG (Opus, Vorbis): all comments, and pictures in them.
  * WebM: tags, attachments, title, date, names of files and tracks.

What stays: the name of the program that made a file; what is seen and heard; and a track of
places or movements that some cameras record beside the pictures of an MP4. PDF has a program of
its own (``papers``); pictures are drawn anew (``pictures``).

Decisions (2026-11-29):
  * But for MP3, whose tags are cut off, nothing moves: what goes is overwritten where it stands,
    so that no place a file points to is wrong afterwards.
  * mutagen does most of this and is GPL, which would bind whoever passes this house on; tinytag
    only reads, ffmpeg is a program to be installed. So these are a few lines for each type, and
    mutagen is what the tests look with.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from app.media.metadata.boxes import without_notes
from app.media.metadata.matroska import without_tags
from app.media.metadata.mp3 import sound_alone
from app.media.metadata.ogg import without_comments

STRIPPERS: Final[Mapping[str, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        "mp3": sound_alone,
        "m4a": without_notes,
        "mp4": without_notes,
        "ogg": without_comments,
        "webm": without_tags,
    }
)
"""By suffix. Each raises ``ValueError`` or ``struct.error`` for a file that is not as it says."""
