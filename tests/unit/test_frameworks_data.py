"""Every framework on file: complete, labelled in two languages, honest about its sources."""

from collections import Counter

import pytest

from app.frameworks import queries
from app.frameworks.errors import UnknownFrameworkError, UnknownItemError
from app.frameworks.models import Framework, LabelSource

ON_FILE = [pytest.param(framework, id=framework.ref) for framework in queries.frameworks()]


def test_the_frameworks_the_courses_name_are_on_file() -> None:
    assert {"digcomp@3.0", "dss-l@1.2", "city-roles@1"} <= set(queries.framework_refs())


def test_dss_l_has_twenty_three_items_in_four_groups() -> None:
    items = queries.all_items("dss-l@1.2")
    assert list(Counter(item.group.label.ja for item in items).values()) == [7, 3, 8, 5]
    assert [group.field for group in queries.framework("dss-l@1.2").groups] == [
        "murasaki",
        "oudo",
        "ai",
        "kusa",
    ]


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
