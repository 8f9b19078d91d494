"""Course packages: what goes in comes out, and nothing in a stranger's ZIP is believed."""

import io
import random
import stat
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.errors import CourseFaulty
from app.catalog.sources.files import LARGEST_FILE, MOST_FILES
from app.catalog.sources.package import pack, unpack
from tests.factories.catalog import a_source, course_files


def a_zip(files: Mapping[str, bytes], *, link: str | None = None) -> bytes:
    """Return a ZIP of files by their whole names; ``link`` is one that says it is a link."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            if name == link:
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return buffer.getvalue()


def a_folder(**more: bytes) -> dict[str, bytes]:
    return {f"tameshi/{path}": data for path, data in course_files().items()} | more


def told(data: bytes) -> list[str]:
    """Return what is told of a package, whether some of it could be read or nothing."""
    try:
        faults = unpack(data).faults
    except CourseFaulty as error:
        faults = error.faults
    return [fault.message for fault in faults]


def test_a_packed_course_comes_out_as_it_went_in() -> None:
    files = course_files()
    found = unpack(pack("tameshi", files.items()))
    assert found == a_source(files)
    assert not found.faults


@given(
    st.dictionaries(
        st.sampled_from(["course.toml", "assets/あ.png", "010-a/010-b.md", "README"]),
        st.binary(max_size=60),
    ),
    st.randoms(use_true_random=False),
)
def test_any_files_come_out_as_they_went_in_and_always_make_the_same_bytes(
    files: dict[str, bytes], chance: random.Random
) -> None:
    shuffled = list(files.items())
    chance.shuffle(shuffled)
    packed = pack("tameshi", shuffled)
    assert packed == pack("tameshi", files.items())
    if files:
        assert dict(unpack(packed).files) == files
    else:
        assert told(packed)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_package_are_a_fault(data: bytes) -> None:
    assert told(data)


@given(st.data())
def test_a_damaged_package_is_told_of_or_whole(data: st.DataObject) -> None:
    packed = bytearray(pack("tameshi", course_files().items()))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(packed)
    assert told(damaged) or dict(unpack(damaged).files).keys() <= course_files().keys()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tameshi/../../etc/passwd", "フォルダーの外を指す名前です"),
        ("tameshi//etc/passwd", "フォルダーの外を指す名前です"),
        ("tameshi/a\\..\\b", "フォルダーの外を指す名前です"),
        ("/etc/passwd", "1つのフォルダーにまとまっていません"),
        ("../etc/passwd", "1つのフォルダーにまとまっていません"),
        ("other/course.toml", "1つのフォルダーにまとまっていません"),
        ("course.toml", "1つのフォルダーにまとまっていません"),
    ],
)
def test_a_name_leads_nowhere_else(name: str, message: str) -> None:
    assert message in told(a_zip(a_folder(**{name: b"x"})))


def test_a_link_is_no_file() -> None:
    files = a_folder(**{"tameshi/assets/x.png": b"/etc/passwd"})
    assert "リンクは置けません" in told(a_zip(files, link="tameshi/assets/x.png"))


def test_a_bomb_is_not_unpacked_further_than_a_file_may_be_large() -> None:
    bomb = a_zip(a_folder(**{"tameshi/assets/x.png": bytes(LARGEST_FILE * 8)}))
    assert len(bomb) < LARGEST_FILE / 50
    assert "ファイルが大きすぎます" in told(bomb)


def test_many_large_files_are_not_unpacked_to_the_end() -> None:
    many = {f"tameshi/assets/{n}.png": bytes(LARGEST_FILE) for n in range(21)}
    assert told(a_zip(many))[0] == "中身が大きすぎます"


def test_more_files_than_a_course_may_have_are_counted_and_not_read() -> None:
    many = {f"tameshi/assets/{n}.png": b"" for n in range(MOST_FILES + 1)}
    assert told(a_zip(many))[0] == f"ファイルが{MOST_FILES + 1}個あります"


def test_what_file_managers_leave_behind_is_left_out() -> None:
    litter = {"__MACOSX/tameshi/._course.toml": b"x", "tameshi/.DS_Store": b"x"}
    assert unpack(a_zip(a_folder(**litter))) == a_source()


def test_a_japanese_name_written_by_windows_is_read() -> None:
    files = a_folder(**{"tameshi/assets/ABCD.svg": b"<svg/>"})
    packed = a_zip(files).replace(b"ABCD.svg", "金箔".encode("cp932") + b".svg")
    assert "assets/金箔.svg" in dict(unpack(packed).files)


def test_with_a_password_it_cannot_be_read() -> None:
    packed = bytearray(a_zip(a_folder()))
    at = packed.index(b"PK\x01\x02")
    packed[at + 8] |= 1
    assert "パスワードがかかっています" in told(bytes(packed))
