"""The language in force: a catalogue that has it speaks it, another stays English."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.text import BrokenCatalogue, Catalogue, DuplicateText, UnknownText, catalogue


def write_catalogue(package: Path, **languages: str) -> None:
    for language, sentence in languages.items():
        (package / language).mkdir(parents=True)
        (package / language / "words.toml").write_text(f'hello = "{sentence}"\n', encoding="utf-8")
    (package / "__init__.py").touch()


def test_each_catalogue_falls_back_to_english_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_catalogue(tmp_path / "l2l_translated", en="Hello", ko="안녕")
    write_catalogue(tmp_path / "l2l_english", en="Hello")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("COURSE_LANGUAGE", "ko")
    for package, language, sentence in (("l2l_translated", "ko", "안녕"), ("l2l_english", "en", "Hello")):
        sentences = catalogue(package)
        assert (sentences.language, sentences("hello")) == (language, sentence)


def test_the_course_works_in_a_language_that_it_does_not_have() -> None:
    script = "from course_utils.check import check; check('my_relu')"
    environment = os.environ | {"COURSE_LANGUAGE": "xx"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert "`my_relu`" in done.stdout


def test_what_is_wrong_with_a_catalogue_is_said_with_its_file(tmp_path: Path) -> None:
    write_catalogue(tmp_path, en="Hello")
    with pytest.raises(UnknownText, match=r"no sentence in .*/en has the id 'goodbye'"):
        Catalogue(tmp_path / "en")("goodbye")
    (tmp_path / "en" / "more.toml").write_text('hello = "again"\n', encoding="utf-8")
    with pytest.raises(DuplicateText, match=r"words.toml defines 'hello'"):
        Catalogue(tmp_path / "en")
    (tmp_path / "en" / "more.toml").write_text('farewell = "Good\nbye"\n', encoding="utf-8")
    with pytest.raises(BrokenCatalogue, match=r"/en/more.toml is not TOML: .*line 1"):
        Catalogue(tmp_path / "en")
