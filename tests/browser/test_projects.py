"""A section asks, a class answers, the city changes: from the challenge to the credentials."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

from app import clock
from tests.browser import high_school
from tests.browser.administration import come_in_by_name
from tests.browser.checks import look_over, small_targets
from tests.browser.conftest import Opens, Site, Watch
from tests.browser.high_school import SCHOOL, SECTION
from tests.browser.journeys import DESK, PHONE, come_in, wait_for

if TYPE_CHECKING:
    from datetime import date

TITLE = "雪の日の通学路"
PROJECT = "雪の日の通学路を、みんなで守る"
QUESTION = "登校の前に、どの道から雪をどければ、けがをする人がへるでしょうか。"
AFTER = "登校の始まる7時30分までに、通学路の雪をどける。"
PUPILS = re.compile("加賀|あおい|能登|りく")
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    '<rect width="400" height="200" fill="#9b2335"/></svg>'
)


@dataclass(frozen=True)
class Cast:
    """Those who take part, each in a browser of their own; and the project's address."""

    opens: Opens
    office: Page
    head: Page
    teacher: Page
    mentor: Page
    first: Page
    second: Page
    mother: Page
    key: str = ""
    seen: set[tuple[int, str]] = field(default_factory=set)

    @property
    def pupils(self) -> tuple[Page, Page]:
        """Both pupils: the one who is asked by her mother, and the one who answers himself."""
        return self.first, self.second

    def go(self, page: Page, place: str = "") -> None:
        """Open a page of the project, and look it over when it is opened for the first time."""
        page.goto(f"/projects/{self.key}{place}")
        if (id(page), place) not in self.seen:
            self.seen.add((id(page), place))
            look_over(page)


def test_a_class_and_a_section_change_how_the_city_clears_its_snow(
    people: Opens, site: Site, watch: Watch
) -> None:
    watch.expected += ["404", "422"]  # a ticket that is not his yet; an answer that says nothing
    high_school.come_together(site)
    cast = everybody(people)
    sign_agreement(cast.office)
    ask_for_help(cast.head)
    cast = begin(cast)
    answer_for_themselves(cast)
    find_out(cast)
    decide(cast)
    try_out(cast)
    propose(cast)
    show(cast)
    read(cast)
    answer(cast)
    settle(cast)
    give(cast)
    arrives(cast)


def everybody(people: Opens) -> Cast:
    """Let all of them sign in."""
    office, mentor = people(viewport=DESK), people()
    come_in(office, "南")
    come_in(mentor, "北川")
    logins = {
        "head": (high_school.HEAD, DESK),
        "teacher": (high_school.TEACHER, DESK),
        "first": (high_school.FIRST, PHONE),
        "second": (high_school.SECOND, PHONE),
        "mother": (high_school.MOTHER, PHONE),
    }
    pages: dict[str, Any] = {name: people(viewport=size) for name, (_, size) in logins.items()}
    for name, (login, _size) in logins.items():
        come_in_by_name(pages[name], login)
    return Cast(people, office, mentor=mentor, **pages)


def today() -> "date":
    return clock.day_of(clock.now())


def day(days: int) -> str:
    """Return the day so many days from today, as a field for days wants it."""
    return (today() + timedelta(days=days)).isoformat()


def fill(page: Page, **told: str) -> None:
    """Fill fields by their names; a list or a choice by its value."""
    for name, value in told.items():
        fields = page.locator(f"main [name={name.replace('__', '-')}]:not([type=hidden])")
        kind = fields.first.evaluate("(one) => one.type")
        if kind in {"radio", "checkbox"}:
            page.locator(f"main [name={name}][value='{value}']").check()
        elif kind == "select-one":
            fields.select_option(value)
        else:
            fields.fill(value)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def told(page: Page, words: str) -> None:
    expect(page.locator("body")).to_contain_text(words)


# --- before -------------------------------------------------------------------------------------


def sign_agreement(office: Page) -> None:
    """Enter the agreement of the three, and vouch for the mentor."""
    office.goto("/agreements")
    look_over(office)
    office.goto("/agreements/new")
    look_over(office)
    fill(office, title="高校・大学・市の連携協力に関する協定")
    for place in ("犀川市", "犀川大学", SCHOOL):
        office.get_by_role("checkbox", name=place, exact=True).check()
    for box in office.locator("main [name=purposes]").all():
        box.check()
    fill(office, starts_on=day(-30), ends_on=day(300))
    press(office, "この内容で入れる")
    told(office, "協定を入れました")
    office.goto("/mentors")
    look_over(office)
    office.goto("/mentors/new")
    look_over(office)
    office.locator("main select[name=place]").select_option(label="犀川大学")
    press(office, "次へ")
    look_over(office)
    office.locator("main select[name=person]").select_option(label="北川 誠")
    fill(office, starts_on=day(0), ends_on=day(200), minutes="240")
    fill(office, checked="本人と会い、こどもと接するときの決まりを読んでもらいました。")
    press(office, "登録する")
    told(office, "北川 誠さん")


def ask_for_help(head: Page) -> None:
    """Write the six lines of a challenge, and publish it."""
    head.goto("/challenges/desk")
    look_over(head)
    head.goto("/challenges/desk/new")
    look_over(head)
    fill(head, title=TITLE, field="live", trouble="雪の朝に歩いて通う小中学生です。")
    fill(head, question=QUESTION, fixed="除雪車は62台です。", decider="道路課の課長")
    fill(head, use_of_answers="来年度の除雪計画を書きかえる材料にします。")
    fill(head, opens_on=day(0), closes_on=day(60), answer_by=day(90))
    press(head, "保存して公開する")
    expect(head).to_have_url(re.compile(r"/challenges/"))
    look_over(head)


def begin(cast: Cast) -> Cast:
    """Take the challenge, and bring in pupils, the mentor, and who asked."""
    teacher = cast.teacher
    teacher.goto("/challenges")
    look_over(teacher)
    teacher.get_by_role("link", name=TITLE).first.click()
    look_over(teacher)
    teacher.get_by_role("link", name="この課題に取り組む").click()
    look_over(teacher)
    fill(teacher, title=PROJECT, find="犀川大学", summary="歩いて調べ、除雪の順番を考えます。")
    press(teacher, "さがす")
    teacher.get_by_role("checkbox", name="犀川大学", exact=True).check()
    press(teacher, "この内容で始める")
    expect(teacher).to_have_url(re.compile(r"/projects/[^/]+/team$"))
    look_over(teacher)
    key = teacher.url.split("/")[-2]
    teacher.get_by_role("link", name="生徒を加える").click()
    look_over(teacher)
    for box in teacher.locator("main [name=people]").all():
        box.check()
    press(teacher, "チームに加える")
    for place, login in (("犀川大学", "makoto"), (SECTION, high_school.HEAD)):
        teacher.goto(f"/projects/{key}/team/contact")
        look_over(teacher)
        teacher.locator("main select[name=place]").select_option(label=place)
        fill(teacher, login=login)
        press(teacher, "招く")
    told(teacher, "道本")
    look_over(teacher)
    return replace(cast, key=key)


def answer_for_themselves(cast: Cast) -> None:
    """Consent: the elder for himself, the mother for the younger, who is left without a name."""
    for page in (cast.mentor, cast.head):  # to whom nobody may be named yet
        cast.go(page)
        told(page, f"{SCHOOL}の2名")
        expect(page.locator("body")).not_to_contain_text(PUPILS)
    cast.second.goto("/my/consents")
    consent(cast.second, "projects", "credentials", "name")
    cast.mother.goto("/family")
    cast.mother.get_by_role("link", name="同意のお願い").first.click()
    consent(cast.mother, "projects", "credentials")


def consent(page: Page, *purposes: str) -> None:
    look_over(page)
    for purpose in purposes:
        page.locator(f"#{purpose}").get_by_text("はい", exact=True).click()
    press(page, "答えをしまう")


# --- the four gates -----------------------------------------------------------------------------


def go_on(cast: Cast, *, check: str = "") -> None:
    """Tick what a teacher ticks, and open the gate."""
    teacher = cast.teacher
    if check:
        cast.go(teacher, "/gates")
        row = teacher.locator("main li", has_text=check)
        row.get_by_role("button", name="確かめた").click()
    cast.go(teacher)
    teacher.get_by_role("button", name=re.compile("^(次の段階|すべての段階を終える)")).click()
    cast.first.goto("/notifications")
    told(cast.first, "次の段階に進みました" if check else "すべての段階を終えました")


def find_out(cast: Cast) -> None:
    """See the project as each of them, and go through the first gate."""
    for page in (cast.first, cast.mentor, cast.head):
        cast.go(page)
        expect(page.locator("main")).to_contain_text("あおい")
    go_on(cast, check="話を聞いた")
    look_over(cast.first)


def decide(cast: Cast) -> None:
    """Write down what was decided."""
    cast.go(cast.first, "/board")
    cast.go(cast.first, "/meetings")
    cast.go(cast.first, "/decisions/new")
    fill(cast.first, text="歩く人の多い道だけを見る。", reason="台数は変えられないからです。")
    press(cast.first, "決めたことを書く")
    look_over(cast.first)
    go_on(cast, check="問いが1つの文になった")


def try_out(cast: Cast) -> None:
    """Share what was made, and ask the mentor."""
    first = cast.first
    cast.go(first, "/artifacts")
    cast.go(first, "/artifacts/new")
    first.locator("main input[type=file]").set_input_files(
        {"name": "chizu.svg", "mimeType": "image/svg+xml", "buffer": DRAWING.encode()}
    )
    fill(first, title="通学路の地図", alt="えんじ色の四角で、深く積もる道を表した図。")
    press(first, "のせる")
    told(first, "通学路の地図")
    look_over(first)
    ask_mentor(cast)
    go_on(cast, check="使う人にためしてもらった")


def ask_mentor(cast: Cast) -> None:
    """Ask, pass on, answer."""
    first, mentor, teacher = cast.first, cast.mentor, cast.teacher
    cast.go(first, "/tickets")
    cast.go(first, "/tickets/new")
    fill(first, reading="市の除雪路線の一覧", finding="深さだけでは順番が決まりません。")
    fill(first, question="深さと歩く人の数を、どう重ねて1つの順番にすればよいですか。")
    fill(first, wanted_on=day(14), estimate="20")
    press(first, "先生に出す")
    look_over(first)
    ticket = re.sub(r".*/projects/[^/]+", "", first.url)
    mentor.goto(first.url)
    expect(mentor.locator("h1")).not_to_contain_text("相談票")  # nothing reaches him yet
    cast.go(teacher, ticket)
    press(teacher, "メンターにわたす")
    mentor.goto("/my/tickets")
    look_over(mentor)
    cast.go(mentor, ticket)
    fill(mentor, answer__words="足すか掛けるかを、先に言葉で決めましょう。", answer__minutes="15")
    press(mentor, "答える")
    look_over(mentor)
    cast.go(first, ticket)
    told(first, "先に言葉で決めましょう")


def propose(cast: Cast) -> None:
    """Propose, reflect, and end the last stage."""
    first, teacher = cast.first, cast.teacher
    cast.go(first, "/adoption")
    cast.go(first, "/adoption/write")
    fill(first, title="登校の前に、通学路から雪をどける", proposal="深く積もる9kmを先にします。")
    fill(first, document="除雪計画 第3章", before="幹線道路から順に行う。", after=AFTER)
    fill(first, cost_yen="1200000", starts_on=day(200))
    press(first, "先生に見てもらう")
    look_over(first)
    cast.go(teacher, "/adoption")
    press(teacher, "確かめて、市に出す")
    look_over(teacher)
    for page in cast.pupils:
        cast.go(page, "/journal")
        cast.go(page, "/journal/new")
        fill(page, words="歩いてみて、はじめて分かりました。", reach="team")
        press(page, "書いておく")
        look_over(page)
    cast.go(teacher, "/journal")
    go_on(cast)


# --- what comes of it ---------------------------------------------------------------------------


def show(cast: Cast) -> None:
    """Publish the page of the project, once the last family has said yes."""
    first, teacher, mother = cast.first, cast.teacher, cast.mother
    cast.go(first, "/showcase")
    cast.go(first, "/showcase/edit")
    fill(first, title=PROJECT, lead="歩いて調べた42kmが、市の除雪の順番を変えます。")
    fill(first, heading_1="はじまり", text_1="雪の朝、子どもが車道を歩いていました。")
    fill(first, cover="drawn", license="CC-BY-4.0")
    press(first, "残す")
    look_over(first)
    fill(first, wish="name")
    press(first, "この出し方にする")
    press(first, "先生に見てもらう")
    cast.go(teacher, "/showcase")
    told(teacher, "答えを待っています。そろうまで公開できません。")
    expect(teacher.get_by_role("button", name="公開する", exact=True)).to_have_count(0)
    mother.goto("/family")
    mother.get_by_role("link", name="同意のお願い").first.click()
    consent(mother, "name")
    cast.go(teacher, "/showcase")
    press(teacher, "公開する")
    told(teacher, "から公開しています")


def read(cast: Cast) -> None:
    """Read the page as somebody whom nobody knows, on a phone."""
    visitor = cast.opens(viewport=PHONE)
    visitor.goto("/showcase")
    look_over(visitor)
    visitor.get_by_role("link", name=PROJECT).first.click()
    expect(visitor.locator("main")).to_contain_text("あおい、ほか1人")
    expect(visitor.locator("main")).not_to_contain_text(re.compile("加賀|能登|りく"))
    look_over(visitor)
    assert small_targets(visitor) == []


def answer(cast: Cast) -> None:
    """Answer for the city, find the money, and use what was proposed."""
    head = cast.head
    head.goto("/adoption")
    look_over(head)
    head.get_by_role("link", name="登校の前に、通学路から雪をどける").first.click()
    head.locator("main select[name=owner]").select_option(index=1)
    moved(cast, "担当と日を決めました", "答える人が決まりました", due_on=day(30))
    fill(head, kind="adopt", reason="検討します。", next_on=day(60))
    press(head, "書いて、チームに知らせる")
    told(head, "だけでは、答えになりません")
    expect(head.locator("main [name=reason]")).to_have_value("検討します。")
    look_over(head)
    reason = "除雪計画の第3章に、通学路の項目を加えます。"
    moved(cast, "答えを出しました", "市が答えました", kind="adopt", reason=reason)
    moved(cast, "要求した額", "担当の課が要求しました", yen="1200000", next_on=day(90))
    moved(cast, "決まった額", "予算が決まりました", yen="1000000", next_on=day(120))
    head.goto(re.sub(r"\?.*", "", head.url) + "?do=serve")
    text = "計画に通学路の項目が加わりました。"
    moved(cast, "使いはじめたこと", "使われはじめました", on=day(0), text=text, next_on=day(150))
    cast.go(cast.first, "/adoption")
    told(cast.first, AFTER)


def moved(cast: Cast, said: str, heard: str, **fields: str) -> None:
    """Tell something as the section; the pupil hears of it."""
    look_over(cast.head)
    fill(cast.head, **fields)
    press(cast.head, "書いて、チームに知らせる")
    told(cast.head, said)
    cast.first.goto("/notifications")
    expect(cast.first.locator("main")).to_contain_text(heard)


def settle(cast: Cast) -> None:
    """Settle where each pupil stands."""
    teacher = cast.teacher
    cast.go(teacher, "/assessment")
    links = teacher.locator("main a[href*='/assessment/learners/']")
    for address in {str(one.get_attribute("href")) for one in links.all()}:
        teacher.goto(address)
        look_over(teacher)
        for line in ("question", "research", "together", "made", "reflection"):
            fill(teacher, **{line: "3"})
        fill(teacher, words="自分の目で確かめる力が伸びました。")
        press(teacher, "決めて、本人に知らせる")
    cast.go(cast.first, "/assessment")
    told(cast.first, "自分の目で確かめる力が伸びました。")


def give(cast: Cast) -> None:
    """Award both pupils and the officer."""
    teacher = cast.teacher
    cast.go(teacher, "/awards")
    for name in (high_school.AWARD, high_school.AWARD_OF_STAFF):
        for choice in teacher.locator("main select[name^=award-]").all():
            if choice.locator("option", has_text=name).count():
                choice.select_option(label=name)
    for hours in teacher.locator("main [name^=hours-]").all():
        hours.fill("12")
    press(teacher, "選んだ証明を出す")
    look_over(teacher)


def has(words: str) -> Callable[[Page], bool]:
    return lambda page: words in page.locator("main").inner_text()


def arrives(cast: Cast) -> None:
    """Find the credential where the pupil and the officer look for it."""
    first, head = cast.first, cast.head
    wait_for(first, "/my/credentials", has(high_school.AWARD))
    first.locator("main a", has_text=high_school.AWARD).first.click()
    look_over(first)
    wait_for(head, "/my/skills", has(high_school.AWARD_OF_STAFF))
    look_over(head)
