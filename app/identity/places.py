"""Where somebody may go: the navigation of desks, as the roles they act in settle it."""

from collections.abc import Iterable, Iterator

from flask import current_app, url_for

from app.identity.models import OrganizationKind, Role
from app.identity.person import Person
from app.ui.navigation import Navigation, NavItem
from app.ui.strings import gettext as _

AT_DESKS = (Role.TEACHER, Role.ADMINISTRATOR)
"""Who has pages to work on besides the city's staff; there they find the navigation of staff."""

VOUCHING = (Role.ADMINISTRATOR, Role.MANAGER, Role.PARTNER)
SCHOOLS = (OrganizationKind.SCHOOL, OrganizationKind.BOARD)
"""Who answers for an organization's mentors, and where there are none."""

FEW = 2
"""So many places stand in the open; more go behind a word of their own."""

Places = list[tuple[str, str]]
"""What a place is called, and its endpoint."""


def navigation_of(found: Person) -> Navigation:
    """Return the places that exist and that the person may enter."""
    post = found.main_post
    return Navigation(
        items=(
            *_open([(_("ホーム"), "home.home"), (_("講座をさがす"), "catalog.courses")]),
            *_open(_own(found)),
            *_together(_("市とつくる"), [*_shared(found), *_asked(found), *_mentored(found)]),
            *_together(_("職員"), _talent(found)),
            *_together(_("人と学校"), _people(found)),
            *_together(_("証明"), _awards(found)),
            *_open(_work(found)),
            *_together(_("しくみ"), _house(found)),
        ),
        place="" if post is None else f"{post.organization_name} {post.title}".strip(),
    )


def _own(found: Person) -> Places:
    if found.has_role(Role.PARTNER):
        return [(_("推薦"), "endorsements.given")]
    if found.audience != "staff":
        return []
    return [(_("わたしのスキル"), "talent.my_skills")]


def _shared(found: Person) -> Places:
    """Return what is shared with schools and the university: projects, and what they propose."""
    if found.audience != "staff" and not found.has_role(Role.TEACHER, Role.PARTNER):
        return []
    shared: Places = [
        (_("わたしたちの企画"), "projects.mine"),
        (_("お知らせ"), "following.notifications"),
    ]
    if found.audience == "staff":
        shared.append((_("提案と答え"), "adoption.inbox"))
    if found.administers_city:
        shared.append((_("予算の暦"), "projects.budget"))
    return shared


def _asked(found: Person) -> Places:
    shared: Places = [
        (_("市の課題"), "challenges.challenges"),
        (_("もとむ・できる"), "contributions.needs"),
        (_("わたしのできる"), "contributions.mine"),
    ]
    if found.audience != "staff":
        return shared
    return [
        *shared,
        (_("課題をつくる"), "challenges.desk"),
        (_("課題の提案"), "challenges.proposals"),
    ]


def _talent(found: Person) -> Places:
    if not found.has_role(Role.HR, Role.MANAGER):
        return []
    shared: Places = [
        (_("スキルマップ"), "talent.matrix"),
        (_("人をさがす"), "staffing.find"),
        (_("育成計画"), "workforce.home"),
        (_("期限のある研修"), "assignments.assignments"),
        (_("自己チェック"), "surveys.rounds"),
        (_("改善メモ"), "improvements.home"),
    ]
    if found.has_role(Role.MANAGER):
        shared.append((_("わたしが書いた推薦"), "endorsements.given"))
    if not found.has_role(Role.HR):
        return shared
    return [
        (_("人材育成"), "talent.home"),
        *shared,
        (_("外部研修"), "training.home"),
        (_("推薦と申し立て"), "endorsements.desk"),
        (_("報告"), "reporting.reports"),
        (_("職員の名簿"), "personnel.staff"),
        (_("力の枠組み"), "frameworks.show_frameworks"),
    ]


def _people(found: Person) -> Places:
    shared: Places = [(_("学級"), "classes.classes"), (_("保護者と同意"), "consents.classes")]
    if not found.has_role(Role.ADMINISTRATOR):
        return shared if found.has_role(*AT_DESKS) else []
    return [
        (_("人と所属"), "identity.people"),
        (_("組織"), "identity.organizations"),
        (_("名簿"), "rosters.imports"),
        *shared,
        (_("協定"), "agreements.agreements"),
        (_("二段階のたしかめの決まり"), "factors.organizations"),
        (_("学校や会社のIDの入り口"), "federation.providers"),
    ]


def _mentored(found: Person) -> Places:
    """Return where mentors are kept and asked, and where concerns are read."""
    own: Places = []
    if found.has_role(Role.PARTNER):
        own.append((_("わたしへの相談票"), "mentoring.mine"))
    if any(
        post.role in VOUCHING and post.organization_kind not in SCHOOLS for post in found.posts
    ):
        own.append((_("メンターの登録"), "mentoring.mentors"))
    if found.has_role(*AT_DESKS):
        own.append((_("気になることの知らせ"), "concerns.desk"))
    return own


def _awards(found: Person) -> Places:
    if not found.has_role(Role.ADMINISTRATOR, Role.HR):
        return []
    own: Places = [(_("証明の種類"), "achievements.achievements")]
    if found.has_role(Role.ADMINISTRATOR):
        own.append((_("出した証明"), "credentials.issued"))
    if found.administers_city:
        own.append((_("証明の発行者と鍵"), "credentials.issuers"))
    return own


def _work(found: Person) -> Places:
    if not found.has_role(*AT_DESKS):
        return []
    return [(_("学びの記録"), "records.search"), (_("講座づくり"), "authoring.home")]


def _house(found: Person) -> Places:
    if not found.administers_city:
        return []
    return [
        (_("読みの辞書"), "furigana.words"),
        (_("外部のプログラム"), "clients.clients"),
        (_("記録の送り先"), "forwarding.forwarders"),
        (_("信頼する発行者"), "exchange.trusted_issuers"),
        (_("人材登録簿への送り先"), "exchange.registries_elsewhere"),
        (_("力の枠組み"), "frameworks.show_frameworks"),
        (_("お知らせと同意の文"), "consents.texts"),
        (_("操作の記録"), "ops.audit_log"),
        (_("運用"), "ops.deliveries"),
    ]


def _open(places: Places) -> Iterator[NavItem]:
    """Yield the places that this application has; the tests run parts of it alone."""
    for label, endpoint in places:
        if endpoint in current_app.view_functions:
            yield NavItem(label, url_for(endpoint))


def _together(label: str, places: Places) -> Iterable[NavItem]:
    found = tuple(_open(places))
    return found if len(found) <= FEW else [NavItem(label, items=found)]
