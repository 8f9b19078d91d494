"""Every component renders, in every audience, with nothing left undefined."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from wtforms import BooleanField, Form, RadioField, StringField, validators
from wtforms.fields import SelectChoice

from app.ui import theme_file
from app.ui.components import Components
from app.ui.navigation import Navigation, NavItem, Stance
from app.ui.reader import Reader, reader, set_reader
from app.ui.strings import gettext
from tests.kept import of_the_run
from tests.once import Compiled

FOLDER = Path(__file__).parents[2] / "app/ui/templates"
LAYOUTS = {"layout", "player", "sheet"}
THEME = theme_file.read(theme_file.SHIPPED / "kaga.toml").theme

READERS = [
    Reader("child", taught=2, name="ゆい", grade=3, ruby="grade", preset="child"),
    Reader("child", taught=0, spaced=True, size="xl", name="そうた", grade=9, ruby="2"),
    Reader("citizen"),
    Reader("citizen", taught=0, size="l", plain=True, name="ハル", ruby="all", can_undo=True),
    Reader("staff", name="さくら"),
]


class RegisterForm(Form):
    name = StringField("名前", [validators.DataRequired("名前を入れてください。")])
    kind = RadioField(
        "どちらですか", choices=[SelectChoice("a", "市民"), SelectChoice("b", "職員")]
    )
    agreed = BooleanField("読みました")


@pytest.fixture(scope="module")
def compiled_alone(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Compiled:
    """Return the store of what environments like this one have compiled."""
    return Compiled(of_the_run(tmp_path_factory, worker) / "components")


class AlwaysHere(NavItem):
    """A place that knows no request."""

    @property
    def is_current(self) -> bool:
        return True


MARKS = ("working", "unverified", "city", None)
"""Of names in frameworks."""
STANCES = (Stance("a", "税務課 主事", is_current=True), Stance("b", "市 管理者", is_current=False))


def an_environment(compiled: Compiled) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled,
    )
    form = RegisterForm()
    form.validate()
    item = AlwaysHere("職員", "/people")
    places = (
        "home",
        "search",
        "acting",
        "sign_in",
        "sign_up",
        "sign_out",
        "view",
        "help",
        "about",
    )
    environment.globals.update(
        ui=Components(environment),
        _=gettext,
        reader=reader,
        named=[SimpleNamespace(mark=lambda _locale, mark=mark: mark) for mark in MARKS],
        site=lambda: SimpleNamespace(
            city="犀川市", settings=SimpleNamespace(demo=True), theme=THEME
        ),
        url_for=lambda place, **_values: f"/{place}",
        nav=lambda: Navigation(
            items=(item, NavItem("しくみ", items=(item, item))), place="人事課", stances=STANCES
        ),
        links=lambda: {name: f"/{name}" for name in places},
        asset=lambda name: f"/static/{name}",
        csp_nonce=lambda: "nonce",
        csrf_token=lambda: "token",
        get_flashed_messages=lambda **_options: [("good", "保存しました。"), ("view", "変えた")],
        here=lambda: "/here?q=1",
        languages=lambda: {"ja": "日本語", "zh_Hans": "中文 (简体)"},
        form=form,
    )
    return environment


EXAMPLES = {
    "actbar": '{% call ui.actbar() %}{{ ui.button("次へ") }}{% endcall %}',
    "art": '{{ ui.art("pines") }}{{ ui.art("game", "ゲーム") }}',
    "art_game": '{{ ui.art_game("ゲーム") }}',
    "art_photo": "{{ ui.art_photo() }}",
    "art_pines": "{{ ui.art_pines() }}",
    "art_winter": "{{ ui.art_winter() }}",
    "avatar": '{{ ui.avatar(label="うさぎ") }}',
    "breadcrumbs": '{{ ui.breadcrumbs([("はじめ", "/"), ("いま", None)]) }}',
    "button": '{{ ui.button("開く", "/", kind="main", icon="search", attrs={"hx-get": "/"}) }}',
    "block": '{{ ui.block({"kind": "embed", "html": "文", "media": {"url": "https://a.example",'
    ' "host": "a.example"}}) }}'
    '{{ ui.block({"kind": "audio", "html": "", "media": {"src": "/a"}}) }}',
    "callout": '{% call ui.callout("caution") %}<p>待って。</p>{% endcall %}',
    "can_do": '{{ ui.can_do(["三つ言える"], "tick") }}',
    "cert": '{{ ui.cert("live", "講座", "第1号", "ハル", ["一", "二"], revoked=True) }}',
    "check": '{{ ui.check("short", "15分", checked=True) }}',
    "checks": '{{ ui.checks([("stop", "取り消し", None), ("good", "署名", "一致")]) }}',
    "chip": '{{ ui.chip("職員", "一般", "/") }}',
    "choice_list": '{{ ui.choice_list("a", "どれ", [("x", "犬")], "checkbox", ["x"], ["x"],'
    ' "ひとつ", "えらんで") }}',
    "cover": '{{ ui.cover("live", "cup", soft=True) }}',
    "cred_row": '{{ ui.cred_row("live", "講座", "/", "good", "確認済み", ["市"]) }}',
    "crest": '{{ ui.crest("connect") }}{{ ui.crest("enji", "lock", "xl") }}',
    "csrf": "{{ ui.csrf() }}",
    "demo_band": "{{ ui.demo_band() }}",
    "dialogue": '{{ ui.dialogue([("孫", "電話して")]) }}',
    "dock": "{{ ui.dock() }}",
    "doll": '{{ ui.doll("smile") }}',
    "empty": '{% for kind in ("search", "notyet", "done", "offline", "lost", "fault") %}'
    '{{ ui.empty(kind, "まだ", "文", "/", "さがす", "のこっています") }}{% endfor %}',
    "error": '{{ ui.error("直してください", "e") }}',
    "error_summary": '{{ ui.error_summary(form) }}{{ ui.error_summary(errors=[("a", "文")]) }}',
    "eyebrow": '{{ ui.eyebrow("つづきから") }}',
    "facts": '{{ ui.facts([("だれ", "ハル")]) }}',
    "feedback": '{{ ui.feedback("good", "理由") }}'
    '{{ ui.feedback("close", "理由", evidence="#see", id="f2") }}',
    "field": "{% for each in form %}{{ ui.field(each) }}{% endfor %}",
    "field_name": '{% for f in ("protect", "discern", "connect", "create", "live") %}'
    "{{ ui.field_name(f) }}{% endfor %}",
    "finish": '{% call ui.finish("protect", "終わりました", "文") %}<p>学び</p>{% endcall %}',
    "flashes": "{{ ui.flashes() }}",
    "grade": '{{ ui.grade("B", 87, "120人", [("A", "100％"), ("B", "90％")], "文") }}',
    "hem": "{{ ui.hem() }}",
    "hints": '{{ ui.hints(["一つめ", "二つめ"]) }}',
    "icon": '{{ ui.icon("lock") }}{{ ui.icon("up", "上へ") }}',
    "lesson_row": '{{ ui.lesson_row(1, "題", "/", 6, "part", True) }}',
    "level": '{{ ui.level(66, 4, "/", True, "66％") }}{{ ui.level(0, 1, suppressed=True) }}',
    "logo": "{{ ui.logo() }}",
    "masthead": "{{ ui.masthead() }}",
    "meta": '{{ ui.meta(["文", ("clock", "12分")]) }}',
    "mon": '{{ ui.mon("live") }}',
    "name_mark": '{% for mark in ["working", "unverified", "city", none] %}'
    "{{ ui.name_mark(mark) }}{% endfor %}",
    "name_marks": "{{ ui.name_marks(named) }}{{ ui.name_marks([]) }}",
    "need": "{{ ui.need(True) }}{{ ui.need(False) }}",
    "fold": '{% call ui.fold("暦", "企画と市", "課", "f") %}<p>文</p>{% endcall %}'
    '{% call ui.fold("暦") %}<p>文</p>{% endcall %}',
    "next_card": '{{ ui.next_card("続き", "題", "/", "つづける", 2, 6, 3) }}'
    '{{ ui.next_card("続き", "題", "/", "つづける", 2, 6, picture="game") }}',
    "next_step": '{{ ui.next_step("次", "題", "/", "はじめる", "connect", ["8分"]) }}',
    "note": '{{ ui.note("こわれません") }}',
    "notice": '{% for kind in ("good", "close", "stop", "note") %}'
    '{{ ui.notice(kind, "文") }}{% endfor %}',
    "order_list": '{{ ui.order_list("o", "順番", [("a", "一"), ("b", "二")], "手で", "まだ") }}',
    "pagination": '{{ ui.pagination("/1", "/2") }}{{ ui.pagination() }}',
    "panel": '{% call ui.panel("証明", "強い順", "p") %}<p>文</p>{% endcall %}',
    "picture": '{{ ui.picture("apple") }}{{ ui.picture("rabbit") }}',
    "post_button": '{{ ui.post_button("おわる", "/out", hidden={"a": "b"}) }}',
    "decision": '{{ ui.decision("genuine") }}{{ ui.decision("nothing") }}',
    "practice": '{{ ui.practice({"prompt": "どれ", "slots": [{"key": "a", "text": "手紙",'
    ' "detail": "文", "answers": [("suspicious", ""), ("genuine", "")], "chosen": "",'
    ' "tried": "genuine"}]}, "inbox") }}',
    "press": '{{ ui.press("up", "上へ動かす", "act", "up") }}',
    "progress": "{{ ui.progress(2, 6) }}",
    "quiet_links": '{{ ui.quiet_links([("cup", "ここまで", "文", "/")]) }}',
    "read_aloud": "{{ ui.read_aloud(reader().look) }}",
    "reading_bar": '{{ ui.reading_bar("/here#b1") }}{{ ui.reading_bar("/here#b1", plain=True) }}',
    "reading_choices": "{{ ui.reading_choices(reader().look, True) }}",
    "ribbon": '{{ ui.ribbon("live") }}',
    "role_card": '{{ ui.role_card("who", "a", "ゆい", "小学3年生", "bag", "kusa") }}',
    "rowlink": '{{ ui.rowlink("/", "題", "文", "live", "todo") }}'
    '{{ ui.rowlink("/", "題", [("clock", "1分"), "文"]) }}',
    "ruby_choice": "{{ ui.ruby_choice(reader().look) }}",
    "saved": '{{ ui.saved() }}{{ ui.saved("later") }}{{ ui.saved("failed", "/") }}',
    "say": '{{ ui.say("10時", "part", "答えました", "1回目", "{}") }}',
    "search_form": '{{ ui.search_form("/", "メール", "例", True, keep={"for": "child"}) }}',
    "facet": '{{ ui.facet("テーマ", [("守る", 2, False, "/"), ("学ぶ", 0, False, "/"),'
    ' ("見分ける", 1, True, "/")], "f-x") }}',
    "school_year": '{{ ui.school_year(3) }}{{ ui.school_year("7") }}',
    "seg": '{{ ui.seg("f", "表示", [("a", "一"), ("b", "全員")], "a") }}',
    "select": '{{ ui.select("g", "学年", [("1", "1年")], "1", "ことし", "えらんで") }}',
    "setting": '{{ ui.setting("ruby", "ふりがな", ("none", "3"), "3", {"none": "付けない"}) }}',
    "sheet_frame": '{{ ui.sheet_frame("live") }}{{ ui.sheet_frame("live", "a5") }}',
    "site_footer": "{{ ui.site_footer() }}",
    "six": '{{ ui.six([("だれの", "窓口")]) }}',
    "stamp": '{{ ui.stamp("doing", "進めています", "8月") }}',
    "state": '{% for kind in ("good", "close", "part", "stop", "note", "wait", "sent") %}'
    '{{ ui.state(kind, "文") }}{% endfor %}',
    "slot_list": '{{ ui.slot_list({"prompt": "どこ", "slots": [{"key": "a", "text": "犬",'
    ' "answers": [("x", "陸"), ("y", "海")], "chosen": "x", "tried": "y"}]}, "一つ", "なし") }}',
    "spot_list": '{{ ui.spot_list({"prompt": "どこ", "picture": "",'
    ' "areas": [("a", 1, 2, 30, 40)], "options": [("a", "窓")], "tried": ["a"], "chosen": [],'
    ' "is_single": True}) }}',
    "stance_menu": "{{ ui.stance_menu() }}",
    "status": '{{ ui.status("done") }}{{ ui.status("part") }}{{ ui.status("todo", "これから") }}',
    "still": "{{ ui.still(2, 3) }}{{ ui.still(1, 0) }}{{ ui.still(0, 2) }}{{ ui.still(0, 0) }}"
    "{{ ui.still(1, 2, 1) }}{{ ui.still(0, 0, 1) }}",
    "stepline": '{{ ui.stepline(["選ぶ", "たしかめる"], 1) }}',
    "steps": "{{ ui.steps(2, 6, True) }}",
    "task": '{{ ui.task("ちらし", "/", "けんた", "12月") }}',
    "text_area": '{{ ui.text_area("t", "理由", "文", "短く", "長い", True) }}',
    "text_input": '{{ ui.text_input("n", "名前", "ゆい", hint="かなで", error="直して") }}',
    "topbar": '{% call ui.topbar("/", "戻る", 2, 6, "saved") %}<b>見ています</b>{% endcall %}'
    '{{ ui.topbar("/", "戻る") }}',
    "untranslated": "{{ ui.untranslated() }}{{ ui.untranslated(inside=True) }}",
    "verdict": '{{ ui.verdict("good", "本物です", "有効です") }}'
    '{{ ui.verdict("stop", "いいえ") }}',
    "view_choice": '{{ ui.view_choice("ruby", "all", "ぜんぶ", True) }}',
    "view_choices": "{{ ui.view_choices() }}",
    "view_form": '{% call ui.view_form("v") %}<button>一</button>{% endcall %}',
    "view_menu": "{{ ui.view_menu(reader().look) }}",
    "view_settings": "{{ ui.view_settings() }}",
    "way": '{{ ui.way("/", "身を守る", "メール", "protect", "key") }}',
    "why_panel": '{{ ui.why_panel("なぜ", [("todo", "題", "6分", "/", "はじめる")], ["一つ"],'
    ' count="あと一つ", hint="期限なし") }}',
    "words": '{{ ui.words(["さくら", "たぬき", "とんぼ", "ゆび"]) }}',
    "words_form": '{{ ui.words_form("/", "開く") }}'
    '{{ ui.words_form("/", "開く", ["さくら", "", "ほげ", "ゆび"], [1, 2]) }}',
}

LAYOUT_EXAMPLES = {
    "layout": '{% block main %}<h1>{{ ui.text("講座") }}</h1>{% endblock %}',
    "player": '{% block screen %}<main id="main"><h1>題</h1></main>{% endblock %}',
    "sheet": '{% block sheet %}<main id="main" class="sheet"><h1>証</h1></main>{% endblock %}',
}

Show = Callable[[str], str]


@pytest.fixture(params=READERS, ids=lambda r: f"{r.audience}-{r.taught}-{r.size}")
def show(request: pytest.FixtureRequest, compiled_alone: Compiled) -> Iterator[Show]:
    environment = an_environment(compiled_alone)
    with Flask(__name__).test_request_context("/here"):
        set_reader(request.param)
        yield lambda source: environment.from_string(source).render()


def test_each_component_has_an_example_here() -> None:
    files = {path.stem for path in (FOLDER / "ui").glob("*.html")}
    assert files - LAYOUTS == set(EXAMPLES)


def test_each_component_says_on_top_what_it_takes() -> None:
    for path in (FOLDER / "ui").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("{#"), path.name
        if path.stem not in LAYOUTS:
            assert re.search(rf"^\{{#\s+{path.stem}\(", text), path.name


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_component_renders(show: Show, name: str) -> None:
    html = show(EXAMPLES[name])
    assert "{{" not in html
    # A class list must not carry a stray space or the name of nothing.
    assert not re.search(r'class="[^"]*(?:None|--")', html)
    # The Content-Security-Policy would drop these.
    assert not re.search(r"\sstyle=|\son\w+=|hx-on", html)


@pytest.mark.parametrize("name", sorted(LAYOUT_EXAMPLES))
def test_a_page_has_its_frame_and_tells_who_reads(show: Show, name: str) -> None:
    source = f'{{% extends "ui/{name}.html" %}}{{% block title %}}題{{% endblock %}}'
    html = show(source + LAYOUT_EXAMPLES[name])
    me = reader()
    assert f'data-audience="{me.audience}"' in html
    assert ("data-ruby" in html) == (me.taught is not None)
    assert ("data-size" in html) == (me.size != "m")
    assert "<title>題｜寺子屋</title>" in html
    assert html.count('id="main"') == 1
    assert "これはデモです。" in html.replace(" ", "")
    assert html.count("<h1") == 1


def test_an_order_can_be_changed_without_javascript(show: Show) -> None:
    html = show(EXAMPLES["order_list"])
    assert re.findall(r'name="o" value="(\w)"', html) == ["a", "b"]
    assert 'name="move" value="a:down"' in html


def test_a_tried_answer_is_marked_in_words_and_stays_open(show: Show) -> None:
    html = show(EXAMPLES["choice_list"])
    assert "さっき" in html
    assert "disabled" not in html


def test_a_course_not_begun_tells_its_lessons_and_counts_no_nothing(show: Show) -> None:
    html = show('{{ ui.next_card("はじめて", "題", "/", "はじめる", 0, 4) }}')
    assert "4つの" in html
    assert "0つ" not in html


def test_a_fault_is_told_at_its_field(show: Show) -> None:
    html = show("{{ ui.error_summary(form) }}{{ ui.field(form.name) }}")
    assert 'href="#name"' in html
    assert 'aria-describedby="name-error"' in html
    assert 'aria-invalid="true"' in html
    assert " required" not in html.replace("aria-required", "")


def test_signing_out_is_a_form_with_the_token(show: Show) -> None:
    html = show("{{ ui.masthead() }}")
    assert ('action="/sign_out"' in html) == (reader().name is not None)
    assert 'name="csrf_token"' in html


def test_text_carries_ruby_only_for_those_who_need_it(show: Show) -> None:
    html = show('{{ ui.text(_("講座をさがす")) }}')
    assert ("<rt>" in html) == (reader().taught is not None)
    assert (" さがす" in html) == reader().spaced
    assert show('<p title="{{ _("講座をさがす") }}">') == '<p title="講座をさがす">'


def test_text_escapes_what_is_plain_and_keeps_what_is_rendered() -> None:
    assert Components.text("<b>") == "&lt;b&gt;"
    assert Components.text(Markup("A &amp; B")) == "A &amp; B"
    assert Components.text(Markup("<b>A</b>")) == "<b>A</b>"
