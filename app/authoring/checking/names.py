"""What authors call the checks."""

from typing import Final

from app.catalog.checks.finding import Job
from app.ui.strings import lazy_gettext as _l

JOB_NAMES: Final = {
    Job.FORM: _l("書きかた"),
    Job.READINGS: _l("読み"),
    Job.PLAIN: _l("やさしさ"),
    Job.ALTERNATIVES: _l("絵の説明"),
    Job.CONTRAST: _l("色の差"),
    Job.LINKS: _l("リンク"),
    Job.OBJECTIVES: _l("めあて"),
    Job.FEEDBACK: _l("答えの説明"),
    Job.MINUTES: _l("時間"),
    Job.ACCESS: _l("使いやすさ"),
    Job.TRANSLATION: _l("翻訳"),
}
