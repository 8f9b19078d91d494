"""Every column says how grave it is, in its model's docstring."""

from app import factory
from app.db import Base
from app.ops.classified import CLASSES, classified, said_in

assert factory  # loads every model


def test_every_column_of_every_table_has_its_class() -> None:
    tables = {one.table: one for one in classified()}
    assert set(tables) == set(Base.metadata.tables)
    for one in tables.values():
        assert set(one.classes) == set(Base.metadata.tables[one.table].columns.keys())
        assert one.gravest in CLASSES
    assert tables["user"].classes["password_hash"] == "I"
    assert tables["private_answer"].gravest == "I"


def test_no_docstring_speaks_of_a_column_that_is_not_there() -> None:
    for mapper in Base.registry.mappers:
        said = set(said_in(mapper.class_.__doc__ or "")) - {"all", "all else"}
        assert said <= set(mapper.local_table.columns.keys()), mapper.class_.__name__
