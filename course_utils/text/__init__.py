"""The sentences a learner reads, as data: one catalogue a language, each sentence under a stable id.

A sentence is whole, with named places for values: ``"{name} returned nothing."``. Code asks for it by id and
never joins sentences or parts of them, so that another language can order its words as it needs to.
``COURSE_LANGUAGE`` chooses the language (default ``en``); a catalogue that has not been translated stays English.
"""

from __future__ import annotations

import html
import os
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

ENGLISH = "en"


class DuplicateText(ValueError):
    """Two files of a catalogue define the same id."""


class BrokenCatalogue(ValueError):
    """A file of a catalogue is not TOML; the message names the file and the line."""


class UnknownText(LookupError):
    """No sentence has the id asked for; the message names the folder where it belongs."""


def _flatten(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


class Catalogue:
    """The sentences in a folder of TOML files, which is named after its language, by dotted id (table names joined by
    dots). Raises `DuplicateText` and `BrokenCatalogue`."""

    def __init__(self, folder: Traversable):
        self.language = folder.name
        self.folder = "/".join(Path(str(folder)).parts[-3:])
        self._sentences: dict[str, str] = {}
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if not file.name.endswith(".toml"):
                continue
            try:
                table = tomllib.loads(file.read_text(encoding="utf-8"))
            except tomllib.TOMLDecodeError as problem:
                raise BrokenCatalogue(f"{self.folder}/{file.name} is not TOML: {problem}") from None
            for key, sentence in _flatten(table):
                if key in self._sentences:
                    raise DuplicateText(f"{file.name} defines {key!r}, which another file defines too")
                self._sentences[key] = sentence.strip()

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence ``key`` with its named places filled in; raises `UnknownText` if there is none."""
        try:
            sentence = self._sentences[key]
        except KeyError:
            raise UnknownText(f"no sentence in {self.folder} has the id {key!r}") from None
        return sentence.format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def ids(self, prefix: str = "") -> list[str]:
        """Every id that begins with ``prefix``, in the order of the files."""
        return [key for key in self._sentences if key.startswith(prefix)]


@cache
def catalogue(package: str = "course_utils.text") -> Catalogue:
    """The catalogue kept in ``package``, in the language in force if it is there and in English if not."""
    wanted = files(package).joinpath(os.environ.get("COURSE_LANGUAGE") or ENGLISH)
    return Catalogue(wanted if wanted.is_dir() else files(package).joinpath(ENGLISH))


def text(key: str, /, **values: Any) -> str:
    """The sentence ``key`` of the learner's catalogue, with its named places filled in."""
    return catalogue()(key, **values)


def sentence_html(sentence: str) -> str:
    """Escapes a sentence and sets what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(sentence))
