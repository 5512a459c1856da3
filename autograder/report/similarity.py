"""Which learners' code is nearly the same, beyond what honest work has in common.

Names, layout and comments are taken out, and so is what the release already held. What is left is compared with
RapidFuzz: it is compiled, works on sequences of tokens, and compares all pairs of a class in one call. (Winnowing, as
in MOSS and copydetect, is made for files of hundreds of lines; an answer here has five.)

Two right answers to a short exercise are often the same, and that says nothing about either. So a form counts only if
hardly anybody else in the class has found it, and a pair only if such forms make up a good part of what both wrote.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from statistics import fmean

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from autograder.results import Student, Work

ALIKE = 0.9
"""The similarity from which two answers count as alike: of 20 tokens, two may have been replaced."""
RARE_SHARE, RARE_COUNT = 0.03, 4
"""A form is rare if at most this share of the class has it, or this many learners. The chance that two honest learners
share a rare form is below the share; that they share three, as `FEWEST_TOKENS` asks for, is below 1 in 37 000."""
MOST_BY_CHANCE = 1
"""Pairs of honest learners that may share three rare forms by chance. A class of n has n²/2 pairs, so above 270
learners the share is a smaller one."""
BLOCK = 256
"""Forms that are compared with all others at a time."""
FEWEST_TOKENS = 60
"""Tokens that two learners must share in rare forms: three short answers, or one long one."""
LEAST_SHARE = 0.5
"""The part that these must be of all rare code of the one who wrote less of it."""
LONGEST = 2_000
"""Tokens of an answer that are looked at."""


@dataclass(frozen=True)
class Pair:
    """Two learners and the exercises in which their code is alike; ``share`` is the part that this is of the rare code
    of the one who wrote less, ``tokens`` how much it is, ``similarity`` the mean over these exercises, 0 to 1."""

    one: Student
    other: Student
    exercises: tuple[str, ...]
    tokens: int
    share: float
    similarity: float


def near_identical(works: Sequence[Work]) -> list[Pair]:
    """The pairs of learners to look at, those with most in common first.

    Every form is compared once, however many have it, and of the comparisons only those that matter are kept, so that
    the memory that a class takes grows with the class and not with its square.
    """
    alike: dict[tuple[int, int], list[_Alike]] = defaultdict(list)
    wrote = np.zeros(len(works))
    for place, answer in enumerate(works[0].answers if works else ()):
        if not answer.is_code:
            continue
        forms = _forms([work.answers[place].source for work in works], answer.released)
        for one, other, similarity in _rare_forms(forms, _most(len(works))):
            if one == other:
                wrote[forms[one]] += len(one)
            for pair in _pairs(forms[one], forms[other]):
                alike[pair].append(_Alike(answer.name, min(len(one), len(other)), similarity))
    pairs = [
        Pair(
            works[i].student,
            works[j].student,
            tuple(each.exercise for each in found),
            shared,
            min(1.0, shared / least),
            fmean(each.similarity for each in found),
        )
        for (i, j), found in alike.items()
        if (shared := sum(each.tokens for each in found)) >= FEWEST_TOKENS
        and shared >= LEAST_SHARE * (least := float(min(wrote[i], wrote[j])))
    ]
    return sorted(pairs, key=lambda pair: (-pair.tokens, -pair.similarity, pair.one.id, pair.other.id))


@dataclass(frozen=True)
class _Alike:
    """One exercise in which two learners' answers are alike."""

    exercise: str
    tokens: int
    similarity: float


def _forms(sources: Sequence[str], released: str) -> dict[tuple[str, ...], list[int]]:
    """Which learners have each form; those who wrote nothing have none."""
    same: dict[str, list[int]] = defaultdict(list)
    for learner, source in enumerate(sources):
        same[source].append(learner)
    forms: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for source, learners in same.items():
        if written := tuple(tokens(source, released)):
            forms[written] += learners
    return forms


def _most(learners: int) -> float:
    """How many learners may have a form that is rare."""
    by_chance = (2 * MOST_BY_CHANCE / learners**2) ** (1 / 3)
    return max(RARE_COUNT, min(RARE_SHARE, by_chance) * learners)


def _rare_forms(
    forms: Mapping[tuple[str, ...], Sequence[int]], most: float
) -> list[tuple[tuple[str, ...], tuple[str, ...], float]]:
    """The rare among ``forms``, which map a form to the learners who have it: each pair of them that is alike, once,
    and each form with itself, with their similarity."""
    written = list(forms)
    learners = np.array([len(who) for who in forms.values()])
    rare = np.zeros(len(written), dtype=bool)
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(written), BLOCK):
        rows = slice(start, start + BLOCK)
        similarity = cdist(
            written[rows], written, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, workers=-1
        )
        alike = similarity >= ALIKE
        rare[rows] = alike @ learners <= most
        ones, others = np.nonzero(alike & rare[rows, None])
        values = similarity[ones, others]
        found += zip((ones + start).tolist(), others.tolist(), values.tolist(), strict=True)
    return [(written[i], written[j], value) for i, j, value in found if i <= j and rare[j]]


def _pairs(some: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each of ``some`` with each of ``others``, or, where these are the same, every two of them once."""
    pairs = combinations(some, 2) if some is others else product(some, others)
    return ((min(pair), max(pair)) for pair in pairs)


def tokens(source: str, released: str) -> list[str]:
    """The tokens of what a learner wrote: without comments, layout, imports and the lines of ``released``, and with one
    and the same token for every name that a learner may choose."""
    given = _given(released)
    return [token for line in _lines(source) if tuple(line) not in given for token in line][:LONGEST]


@lru_cache
def _given(released: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(tuple, _lines(released)))


def _lines(source: str) -> list[list[str]]:
    """The tokens of each line; of code that is no Python, as far as Python can read it."""
    lines: list[list[str]] = [[]]
    reader = io.StringIO(source[: LONGEST * 20]).readline
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(reader):
            if token.type in (tokenize.NEWLINE, tokenize.NL):
                lines.append([])
            elif token.type not in _LAYOUT:
                lines[-1].append(_normalised(token, lines[-1]))
    return [line for line in lines if line and line[0] not in ("import", "from") and not _is_docstring(line)]


def _normalised(token: tokenize.TokenInfo, before: Sequence[str]) -> str:
    fixed = keyword.iskeyword(token.string) or token.string in _BUILTINS or before[-1:] == ["."]
    return "name" if token.type == tokenize.NAME and not fixed else token.string


def _is_docstring(line: Sequence[str]) -> bool:
    return len(line) == 1 and line[0][-1] in "\"'"


_BUILTINS = frozenset(dir(builtins))
_LAYOUT = {tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
