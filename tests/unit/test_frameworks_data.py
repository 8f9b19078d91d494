"""Every framework on file: complete, labelled in two languages, honest about its sources."""

from collections import Counter

import pytest

from app.frameworks import queries
from app.frameworks.errors import UnknownFrameworkError, UnknownItemError
from app.frameworks.models import Framework, FrameworkRole, LabelSource, Mark, RoleType

ON_FILE = [pytest.param(framework, id=framework.ref) for framework in queries.frameworks()]


def test_the_frameworks_the_courses_name_are_on_file() -> None:
    named = {"digcomp@3.0", "dss-l@1.2", "dss-p@1.2", "city-roles@1"}
    assert named <= set(queries.framework_refs())


def test_dss_l_has_twenty_three_items_in_four_groups() -> None:
    items = queries.all_items("dss-l@1.2")
    assert list(Counter(item.group.label.ja for item in items).values()) == [7, 3, 8, 5]
    assert [group.field for group in queries.framework("dss-l@1.2").groups] == [
        "murasaki",
        "oudo",
        "ai",
        "kusa",
    ]


def test_dss_p_has_forty_nine_items_in_five_categories_and_twelve_parts() -> None:
    framework = queries.framework("dss-p@1.2")
    assert len(framework.items) == len({item.ref for item in framework.items}) == 49
    told = [
        (group.label.ja, group.field, [len(items) for _, items in framework.parts_of(group)])
        for group in framework.groups
    ]
    assert told == [
        ("ビジネス変革", "enji", [6, 6, 5]),
        ("データ活用", "ai", [3, 2, 2]),
        ("テクノロジー", "oudo", [10, 3]),
        ("セキュリティ", "kusa", [4, 2]),
        ("パーソナルスキル", "murasaki", [2, 4]),
    ]
    assert len(framework.parts) == 12
    assert all(item.part and item.part.group == item.group.key for item in framework.items)


def test_dss_p_has_fifteen_roles_of_five_types() -> None:
    types = queries.framework("dss-p@1.2").types
    assert [(kind.label.ja, len(kind.roles)) for kind in types] == [
        ("ビジネスアーキテクト", 3),
        ("デザイナー", 3),
        ("データサイエンティスト", 3),
        ("ソフトウェアエンジニア", 4),
        ("サイバーセキュリティ", 2),
    ]
    assert len({role.code for kind in types for role in kind.roles}) == 15
    assert not any(queries.exists(f"dss-p@1.2/{role.code}") for role in types[0].roles)


def test_nothing_of_dss_p_counts_as_compared() -> None:
    """Its names were typed in from what is known of it, not from the publication."""
    framework = queries.framework("dss-p@1.2")
    roles: list[RoleType | FrameworkRole] = []
    for kind in framework.types:
        roles += [kind, *kind.roles]
    ours = {item.code for item in framework.items if item.is_working}
    assert ours == {"B13", "B16"}  # the city's pages say 利用者
    assert {item.mark("ja") for item in framework.items} == {Mark.UNVERIFIED, Mark.WORKING}
    assert {item.mark("en") for item in framework.items} == {Mark.WORKING}
    assert {(one.japanese.mark, one.english.mark) for one in roles} == {
        (Mark.UNVERIFIED, Mark.WORKING)
    }


def test_a_refs_codes_stay() -> None:
    """Credentials name them for ever."""
    assert queries.item("dss-p@1.2/B1").label.ja == "ビジネス戦略策定・実行"
    assert queries.item("dss-p@1.2/D7").label.ja == "データ活用基盤実装・運用"
    assert queries.item("dss-p@1.2/T13").label.ja == "テクノロジートレンド"
    assert queries.item("dss-p@1.2/S4").label.ja == "プライバシー保護"
    assert queries.item("dss-p@1.2/P5").label.ja == "批判的思考"


def test_the_citys_roles_are_the_guidelines_three_and_managers_after_them() -> None:
    framework = queries.framework("city-roles@1")
    assert [(item.code, item.label.ja) for item in framework.items] == [
        ("general", "一般行政職員"),
        ("leader", "DX推進リーダー"),
        ("expert", "高度専門人材"),
        ("manager", "管理職"),
    ]
    assert framework.items[-1].is_working
    assert [one.ref for one in queries.frameworks() if one.is_renamable] == ["city-roles@1"]


def test_digcomp_has_twenty_one_competences_in_five_areas() -> None:
    items = queries.all_items("digcomp@3.0")
    assert list(Counter(item.group.key for item in items).items()) == [
        ("1", 3),
        ("2", 6),
        ("3", 4),
        ("4", 4),
        ("5", 4),
    ]
    assert [level.label.en for level in queries.framework("digcomp@3.0").levels] == [
        "Basic",
        "Intermediate",
        "Advanced",
        "Highly advanced",
    ]


def test_the_working_scale_of_dss_l_is_knows_uses_teaches() -> None:
    item = queries.item("dss-l@1.2/T5")
    assert [level.label.ja for level in item.levels] == ["知っている", "使える", "教えられる"]
    assert item.level(2) == item.levels[1]
    assert item.level(4) is None


@pytest.mark.parametrize("framework", ON_FILE)
def test_every_item_has_both_labels_and_says_where_they_come_from(framework: Framework) -> None:
    for item in framework.items:
        assert item.label.ja
        assert item.label.en.isascii()
        assert item.label_source in LabelSource
        assert item.english_source in LabelSource
        assert "".join(item.column)


@pytest.mark.parametrize("framework", ON_FILE)
def test_a_working_label_is_never_called_verified(framework: Framework) -> None:
    for item in framework.items:
        assert not (item.is_working and item.verified)
        assert not (item.english_source is LabelSource.WORKING and item.english_verified)


@pytest.mark.parametrize("framework", ON_FILE)
def test_only_what_was_compared_goes_without_a_mark(framework: Framework) -> None:
    for item in framework.items:
        is_compared = item.label_source is LabelSource.OFFICIAL and item.verified
        assert (item.mark("ja") is None) == is_compared
        assert LabelSource.CITY not in (item.label_source, item.english_source)


@pytest.mark.parametrize("framework", ON_FILE)
def test_a_column_head_is_the_whole_name(framework: Framework) -> None:
    """A shorter head is allowed where it begins as the name does."""
    for item in framework.items:
        assert "".join(item.column)[0] == item.label.ja[0]
        assert len("".join(item.column)) <= len(item.label.ja)


@pytest.mark.parametrize("framework", ON_FILE)
def test_the_framework_names_its_publisher_source_and_terms(framework: Framework) -> None:
    assert framework.publisher.ja
    assert framework.source
    assert framework.source_url.startswith("https://")
    assert framework.license_note


def test_an_item_is_found_by_its_ref_and_has_an_address_of_our_own() -> None:
    item = queries.item("dss-l@1.2/T5")
    assert (item.label.ja, item.framework, item.code) == ("AI", "dss-l@1.2", "T5")
    assert item.url == "/frameworks/dss-l@1.2#T5"
    assert item.label.of("en") == "Artificial intelligence"
    assert queries.item("digcomp@3.0/4.2").label.ja == "個人データとプライバシーの保護"


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "T5",
        "dss-l/T5",
        "dss-l@1.2",
        "dss-l@1.2/",
        "dss-l@1.2/T9",
        "dss-l@9.9/T5",
        "../data/dss-l@1.2/T5",
        "dss-l@1.2/T5/x",
        "DSS-L@1.2/T5",
    ],
)
def test_a_ref_that_names_nothing_is_refused(ref: str) -> None:
    assert not queries.exists(ref)
    assert queries.find_item(ref) is None
    with pytest.raises(UnknownItemError):
        queries.item(ref)


@pytest.mark.parametrize("ref", ["dss-l@0", "../dss-l@1.2", "", "dss-l@1.2.toml"])
def test_a_framework_that_is_not_on_file_is_refused(ref: str) -> None:
    with pytest.raises(UnknownFrameworkError):
        queries.framework(ref)
