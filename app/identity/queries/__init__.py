"""Reading people and organizations, as frozen values."""

from app.identity.person import Person, PostView
from app.identity.queries.administration import (
    PAGE_SIZE,
    PeoplePage,
    PersonRow,
    administered_by,
    administered_places,
    ids_within,
    managed_person,
    named_within,
    people_page,
    visible_person,
)
from app.identity.queries.colleagues import colleagues
from app.identity.queries.entry import DemoCard, UsableLink, demo_cards, usable_link
from app.identity.queries.merged import (
    Account,
    AccountOf,
    Merged,
    accounts_of,
    accounts_of_actor,
    actor_names,
    is_account_of_user,
    merged,
    remaining_id,
)
from app.identity.queries.organizations import (
    InstallationNames,
    OrganizationNode,
    installation,
    organization_tree,
    people_at,
    posts_beyond,
    staff_of_city,
)
from app.identity.queries.people import ids_by_login, mail_address, people_of, person, posts_of

__all__ = [
    "PAGE_SIZE",
    "Account",
    "AccountOf",
    "DemoCard",
    "InstallationNames",
    "Merged",
    "OrganizationNode",
    "PeoplePage",
    "Person",
    "PersonRow",
    "PostView",
    "UsableLink",
    "accounts_of",
    "accounts_of_actor",
    "actor_names",
    "administered_by",
    "administered_places",
    "colleagues",
    "demo_cards",
    "ids_by_login",
    "ids_within",
    "installation",
    "is_account_of_user",
    "mail_address",
    "managed_person",
    "merged",
    "named_within",
    "organization_tree",
    "people_at",
    "people_of",
    "people_page",
    "person",
    "posts_beyond",
    "posts_of",
    "remaining_id",
    "staff_of_city",
    "usable_link",
    "visible_person",
]
