"""Nothing leads to a person that their download and their erasure do not know of."""

import sqlalchemy as sa

from app import factory
from app.db import Base
from app.privacy.holdings import (
    APART,
    HOLDINGS,
    NOT_SHARED,
    SHARED,
    Fate,
    Holding,
    of_table,
    told,
)

assert factory  # loads every model

LOOK_LIKE_PEOPLE = {
    ("agent", "account_id"),  # goes with the statements
    ("attestation_contest", "attestation_id"),  # goes with its person_id
    ("attestation_contest", "received_id"),
    ("attestation_contest", "ground_id"),
    ("concern", "about_id"),  # a thing of a project, whose own columns lead to people
    ("credential", "subject"),  # goes with its credential
    ("credential_holder", "subject"),
    ("document", "registration"),  # goes with the agent's documents
    ("project_activity", "about_id"),  # goes with its user_id
    ("roster_change", "row_id"),  # goes with its person_id
    ("skill_attestation", "ground_id"),  # goes with its person_id
    ("statement", "registration"),
    ("statement", "id"),
    ("statement_ref", "target_id"),
    ("training_change", "record_id"),  # goes with its person_id
    ("user", "actor_name"),  # made anew with an account's end
}
"""Columns of ids that are in no foreign key, and lead to nobody by themselves."""

KNOWN = {(one.table, one.column) for one in HOLDINGS}


def columns() -> list[sa.Column[object]]:
    return [column for table in Base.metadata.sorted_tables for column in table.columns]


def owned() -> set[str]:
    """Tables whose rows are a person's, and go with them."""
    return {one.table for one in HOLDINGS if one.fate is Fate.DELETED} - {"user"}


def test_every_column_that_names_an_account_is_told_of() -> None:
    found = {
        (column.table.name, column.name)
        for column in columns()
        for key in column.foreign_keys
        if key.column.table.name == "user"
    }
    assert found - KNOWN == set()


def test_every_column_that_names_a_row_of_a_persons_is_told_of() -> None:
    found = {
        (column.table.name, column.name)
        for column in columns()
        for key in column.foreign_keys
        if key.column.table.name in owned()
    }
    assert found - KNOWN == set()


def test_every_id_without_a_foreign_key_is_told_of_or_is_nobodys() -> None:
    found = {
        (column.table.name, column.name)
        for column in columns()
        if isinstance(column.type, sa.Uuid) and not column.foreign_keys and not column.primary_key
    }
    assert found - KNOWN - LOOK_LIKE_PEOPLE == set()


def test_each_column_is_told_of_once() -> None:
    assert len(KNOWN) == len(HOLDINGS)


def test_the_list_knows_real_columns_and_says_why_it_leaves_something() -> None:
    tables = Base.metadata.tables
    for one in HOLDINGS:
        names = set(tables[one.table].columns.keys())
        assert {one.column, *one.shown, *one.secret} <= names, one
        assert one.title or one.why, f"{one.table}.{one.column} is left out without a reason"
        assert one.fate in {Fate.DELETED, Fate.EMPTIED} or one.why, f"{one.table}: why it stays"
        assert bool(one.shown) == (one.title is not None), one
        assert is_shown_without_secrets(one)
        assert not one.via or any(not way.via and way.title for way in of_table(one.via))
    assert set(APART) <= set(tables)


def is_shown_without_secrets(one: Holding) -> bool:
    return not one.secret & set(one.shown)


def test_what_is_emptied_may_be_empty() -> None:
    for one in HOLDINGS:
        if one.fate is Fate.EMPTIED:
            assert Base.metadata.tables[one.table].c[one.column].nullable, one


def test_of_each_holding_it_is_said_whether_a_guardian_of_a_child_is_told() -> None:
    assert not set(SHARED) & set(NOT_SHARED)
    assert set(SHARED) | set(NOT_SHARED) == {(one.table, one.column) for one in told()}
    by_key = {(one.table, one.column): one for one in told()}
    for key, share in SHARED.items():
        assert set(share.columns) <= set(by_key[key].shown), key
        assert not share.tie or share.tie in Base.metadata.tables[key[0]].c
