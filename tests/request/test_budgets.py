"""What a learner's page weighs, as it is served: the page itself and all that it asks for."""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from sqlalchemy.orm import Session

from app.catalog.service import publish_course, read_course
from app.catalog.service.reading import ReadCourse
from app.catalog.sources.files import read_folder
from app.db import transaction
from app.identity.models import User
from app.identity.service import ensure_installation
from app.ui.assets import DIST
from tests.client import PageClient
from tests.conftest import COURSES
from tests.factories import subete
from tests.factories.furigana import the_engine
from tests.factories.identity import a_child, a_citizen, a_clerk, an_administrator, sign_in
from tests.factories.learning import NOON
from tests.factories.subete import RIGHT, WRONG, sent, the_lessons
from tests.page import Page
from tests.request.drill import master

pytestmark = pytest.mark.skipif(
    not (DIST / "manifest.json").is_file(),
    reason="nothing was built: run `node build.mjs` in frontend/",
)

BUDGETS = {"HTML": 25, "CSS": 15, "JS": 30}
"""Kilobytes over the wire, each kind of a page together; a proxy packs the HTML."""
AUTHORS_JS, EDITORS_JS = 40, 200
"""Of an author's page, and of one with a text open to be edited as it will look."""
REQUESTS = 10
"""The page, and what it fetches."""
HARDEST = {"ruby": "all", "spaced": "on"}
"""The settings that make a page longest; in the usual ones it weighs less."""


@cache
def our_own(slug: str) -> ReadCourse:
    return read_course(read_folder(COURSES / slug), the_engine(), {})


def publish(*slugs: str) -> None:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        for slug in slugs:
            publish_course(session, our_own(slug), now=NOON)


def fetched(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the kind and the address of everything a browser gets with the page."""
    for one in page.elements:
        address = one.get("src") or one.get("href") or one.get("poster")
        if not address or address.startswith(("data:", "#")):
            continue
        if one.tag == "link" and one.get("rel") == "stylesheet":
            yield "CSS", address
        elif one.tag == "script":
            yield "JS", address
        elif one.tag in {"link", "img", "use", "image", "source", "track", "video", "audio"}:
            yield one.get("as") or "other", address


@dataclass
class Scales:
    """Weighs what the client gets; each file once."""

    client: PageClient
    files: dict[str, int] = field(default_factory=dict)

    def open(self, address: str) -> list[str]:
        """Open a page; return what of it is over a budget."""
        self.client.see(address, follow_redirects=True)
        return self.weigh(address)

    def weigh(self, name: str) -> list[str]:
        """Return what is over a budget on the page that the client has just got."""
        page = self.client.page
        needed = set(fetched(page))
        sizes = Counter(HTML=len(gzip.compress(page.html.encode(), 6)))
        for kind, address in needed:
            sizes[kind] += self._size(address)
        found = [
            f"{name}: {kind} {sizes[kind] / 1024:.1f} KB, {most} allowed"
            for kind, most in BUDGETS.items()
            if sizes[kind] > most * 1024
        ]
        found += [f"{name}: a font is asked for" for kind, _ in needed if kind == "font"]
        if len(needed) >= REQUESTS:
            found.append(f"{name}: {len(needed) + 1} requests, {REQUESTS} allowed")
        return found

    def _size(self, address: str) -> int:
        if address not in self.files:
            with self.client.get(address, headers={"Accept-Encoding": "gzip"}) as served:
                assert served.status_code == 200, address
                self.files[address] = len(served.data)
        return self.files[address]


@pytest.fixture
def scales(client: PageClient) -> Scales:
    client.query_budget = 12  # the very first look at a lesson also writes
    return Scales(client)


def begin(client: PageClient, slug: str) -> str:
    """Begin a course; return the address of the run."""
    return str(client.post(f"/courses/{slug}/start").location).rsplit("/", 2)[0]


def test_a_childs_pages_of_every_kind_keep_the_budgets(client: PageClient, scales: Scales) -> None:
    with transaction() as session:
        subete.publish(session)
        child = a_child(session, grade=4)
    sign_in(client, child)
    client.post("/settings/view", data=HARDEST)
    run, found = begin(client, "subete"), []
    for lesson in the_lessons():
        for number, step in enumerate(lesson.steps, start=1):
            at = f"{run}/{lesson.key}/{number}"
            found += scales.open(at)
            if step.question:
                for answer in (WRONG, RIGHT):
                    form = sent(step.question.key, answer.get(step.question.key, ()))
                    client.post(f"{at}/answers", data=form, follow_redirects=True)
                    found += scales.weigh(f"{at} answered")
            if step.drill:
                master(client, at)
                found += scales.weigh(f"{at} mastered")
            if step.dilemma:
                scene = client.post(f"{at}/scenes/hajimari", data={"to": "okuru"}).location
                found += scales.open(scene)
            client.post(f"{at}/next")
    client.see(f"{run}/finished")
    found += scales.weigh("finished")
    for place in ("/", "/courses", "/courses/subete", "/my/credentials"):
        found += scales.open(place)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("who", "slug"),
    [(a_child, "kojin-joho"), (a_citizen, "ayashii-mail"), (a_clerk, "seisei-ai")],
    ids=["child", "citizen", "clerk"],
)
def test_the_pages_of_our_own_courses_keep_the_budgets(
    client: PageClient,
    scales: Scales,
    who: Callable[[Session], User],
    slug: str,
) -> None:
    publish(slug)
    with transaction() as session:
        reader = who(session)
    sign_in(client, reader)
    client.post("/settings/view", data=HARDEST)
    run = begin(client, slug)
    places = [
        f"{run}/{lesson.key}/{step}"
        for lesson in our_own(slug).edition.lessons
        for step in range(1, len(lesson.steps) + 1)
    ]
    places += ["/courses", f"/courses/{slug}"]
    found = [fault for place in places for fault in scales.open(place)]
    assert not found, "\n".join(found)


def test_a_visitors_pages_keep_the_budgets_from_the_door_to_the_paper(
    client: PageClient, scales: Scales
) -> None:
    publish("kojin-joho", "ayashii-mail", "seisei-ai")
    client.post("/settings/view", data=HARDEST)
    first = our_own("ayashii-mail").edition.lessons[0]
    asked = next(step.question for step in first.steps if step.question)
    found = scales.open("/")
    found += scales.open("/courses")
    found += scales.open("/courses/ayashii-mail")
    lesson = next(one for one in client.page.links.values() if "/learn/" in one)
    found += scales.open(lesson)
    client.post(
        f"{lesson}/answers",
        data={"chosen": list(asked.item.correct_keys)},
        follow_redirects=True,
    )
    found += scales.weigh(f"{lesson} answered")
    for place in ("/bookmark", "/bookmark/paper", "/"):
        found += scales.open(place)
    assert not found, "\n".join(found)


def test_a_web_font_is_named_only_for_those_who_chose_it(client: PageClient) -> None:
    sheets = [one for kind, one in fetched(client.see("/")) if kind == "CSS"]
    for sheet in sheets:
        with client.get(sheet) as served:
            named = re.findall(r"([^{}]+)\{[^{}]*(?:Easy|woff2)", served.get_data(as_text=True))
        assert set(named) <= {"@font-face", "[data-font=easy]"}, sheet


@pytest.mark.parametrize(
    ("block", "most", "has_editor"),
    [(1, AUTHORS_JS, False), (0, AUTHORS_JS, False), (7, EDITORS_JS, True)],
)
def test_the_bench_asks_for_little_and_for_the_editor_only_where_a_text_is_open(
    client: PageClient, block: int, most: int, *, has_editor: bool
) -> None:
    publish("kojin-joho")
    with transaction() as session:
        author = an_administrator(session)
    sign_in(client, author)
    draft = client.post("/authoring/courses/kojin-joho").location
    client.see(f"{draft}/files/010-jibun/010-nani.md?block={block}")
    needed = dict.fromkeys(address for kind, address in fetched(client.page) if kind == "JS")
    size = 0
    for address in needed:
        with client.get(address, headers={"Accept-Encoding": "gzip"}) as served:
            size += len(served.data)
    assert size <= most * 1024
    assert any("/rich-" in address for address in needed) == has_editor
