"""The blueprint of these pages."""

from flask import Blueprint

from app.identity.admission import lead_to_set_up
from app.identity.factors.ceremony import RelyingParty, relying_party
from app.ui.site import site
from app.ui.strings import gettext as _

bp = Blueprint("factors", "app.identity.factors", template_folder="templates")
bp.before_app_request(lead_to_set_up)


def party() -> RelyingParty:
    """Return this site, as devices know it."""
    return relying_party(site().settings.public_url, str(_("寺子屋")))
