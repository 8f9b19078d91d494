"""The languages of the interface are its catalogs."""

from pathlib import Path

from app.i18n.catalogs import language_names


def test_japanese_comes_first_and_every_language_bears_its_own_name() -> None:
    assert list(language_names().items())[:2] == [("ja", "日本語"), ("en", "English")]


def test_adding_a_language_is_adding_a_catalog(tmp_path: Path) -> None:
    for code in ("vi", "zh_Hans", "pt_BR"):
        (tmp_path / code / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "notes").mkdir()
    assert dict(language_names(tmp_path)) == {
        "ja": "日本語",
        "pt_BR": "português (Brasil)",
        "vi": "Tiếng Việt",
        "zh_Hans": "中文 (简体)",
    }
