"""The codec: whatever is on its list arrives as it left, and bytes that are no message raise and do nothing else."""

from __future__ import annotations

import contextlib
import json
import math
import struct
import tracemalloc
from collections import OrderedDict, UserList
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.engine.inside import codec
from autograder.engine.inside.codec import BadMessage, Function, Model, Opaque

DTYPES = sorted(codec.DTYPES)


def travel(value: Any) -> Any:
    """The value as it arrives on the other side."""
    return codec.decode(codec.encode(value))


def message(tree: Any, data: bytes = b"") -> bytes:
    """A message with this JSON tree and these bytes of arrays, whether or not it makes sense."""
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return struct.pack("!II", len(text), len(data)) + text + data


def same(one: Any, other: Any) -> bool:
    """Equal in type, shape, dtype and every bit of every number."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (np.ndarray, np.generic)):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other) or (math.isnan(one) and math.isnan(other))
    return bool(one == other)


def any_array() -> st.SearchStrategy[np.ndarray]:
    shapes = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
    return st.sampled_from(DTYPES).flatmap(lambda name: arrays.arrays(name, shapes))


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.one_of(st.none(), st.booleans(), st.integers(-(2**255), 2**255), text)
leaves = st.one_of(
    keys, st.floats(), any_array(), any_array().filter(lambda a: a.size).map(lambda a: a.flat[0])
)
values = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, max_size=4),
        st.lists(parts, max_size=4).map(tuple),
        st.dictionaries(keys, parts, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(values)
@example([float("nan"), -0.0, float("inf"), 5e-324, np.float16(6e-8), np.bool_(True), 2**256 - 1])
@example({(1, "a", None): [(), [], {}, ""]})
def test_plain_values_arrive_as_they_left(value: Any) -> None:
    assert same(travel(value), value)


LAYOUTS = {
    "C": lambda a: np.ascontiguousarray(a),
    "Fortran": lambda a: np.asfortranarray(a),
    "transposed": lambda a: a.T,
    "every other column": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "every other row": lambda a: np.repeat(a, 2, axis=0)[::2],
    "reversed": lambda a: a[::-1, ::-1],
    "broadcast": lambda a: np.broadcast_to(a[0], a.shape),
    "other byte order": lambda a: a.astype(a.dtype.newbyteorder(">")),
    "not aligned": lambda a: np.frombuffer(b"x" + a.tobytes(), dtype=a.dtype, offset=1).reshape(a.shape),
    "empty": lambda a: a[:0],
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_arrays_of_every_layout(layout: str, dtype: str) -> None:
    sent = LAYOUTS[layout](np.arange(12).reshape(3, 4).astype(dtype))
    got = travel(sent)
    np.testing.assert_array_equal(got, sent)
    assert got.dtype == np.dtype(dtype)
    assert (got.flags.c_contiguous, got.flags.f_contiguous) == (
        sent.flags.c_contiguous,
        sent.flags.f_contiguous,
    )
    assert type(got) is np.ndarray


@pytest.mark.parametrize("writeable", [True, False])
@pytest.mark.parametrize("cut", [slice(None), slice(None, None, 2)])
def test_read_only_stays_read_only_and_the_rest_can_be_written(writeable: bool, cut: slice) -> None:
    sent = np.arange(6.0)[cut]
    sent.flags.writeable = writeable
    got = travel(sent)
    assert got.flags.writeable is writeable
    if writeable:
        got[:] = 0
        assert sent[-1] > 0


@pytest.mark.parametrize("value", [1 - 2j, Decimal("0.1"), Decimal("-Infinity"), Fraction(-1, 3)])
def test_numbers_of_pythons_own_arrive_as_they_left(value: Any) -> None:
    assert same(travel(value), value)


def test_longdoubles_arrive_as_float64() -> None:
    sent = np.array([0.1, -2.0, 1e300], np.longdouble)
    assert same(travel(sent), sent.astype(np.float64))
    assert same(travel(sent[0]), np.float64(0.1))
    assert same(travel(sent * 1j), (sent * 1j).astype(np.complex128))


def test_an_array_of_objects_arrives_without_them() -> None:
    got = travel(np.array([[object(), [1], None]], dtype=object))
    assert got.dtype == object
    assert got.tolist() == [[0, 0, 0]]
    assert travel(np.zeros(codec.MOST_PARTS + 1, dtype=object)) == Opaque("ndarray of object")


def test_stand_ins_and_models_arrive() -> None:
    model = Model("{}", [np.ones((2, 3), "float32"), np.zeros(3)])
    got = travel([Opaque("Tensor"), Function("numpy.tanh"), model])
    assert got[:2] == [Opaque("Tensor"), Function("numpy.tanh")]
    assert got[2].config == "{}"
    assert same(got[2].weights, model.weights)


@pytest.mark.parametrize(
    "value",
    [
        np.array(["a"]), np.datetime64("now"), Decimal("1e401"), Fraction(1, 10**400),
        np.zeros(2, [("a", int)]), {1, 2}, b"bytes", object(), len, type, 2**300, range(3),
        UserList([1]), memoryview(b"x"), ..., NotImplemented,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_everything_else_travels_by_the_name_of_its_type_alone(value: Any) -> None:
    assert isinstance(travel(value), Opaque)
    assert isinstance(travel([value])[0], Opaque)


def test_what_converts_a_value_is_asked_only_for_what_is_not_on_the_list() -> None:
    asked: list[Any] = []
    sent = [1, "a", {1, 2}]
    got = codec.decode(codec.encode(sent, lambda value: asked.append(value) or sorted(value)))
    assert asked == [{1, 2}]
    assert got == [1, "a", [1, 2]]


class _Lies:
    """Claims whatever is asked of it."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


class LyingFloat(_Lies, float):
    def __float__(self) -> float:
        return 0.5

    def hex(self) -> str:
        return "0x1p+9"

    def __repr__(self) -> str:
        return "0.5"


class LyingInt(_Lies, int):
    def __int__(self) -> int:
        return 7

    __index__ = __int__

    def bit_length(self) -> int:
        return 1

    def __str__(self) -> str:
        return "7"


class LyingText(_Lies, str):
    def __getitem__(self, key: Any) -> str:
        return "right"

    def __len__(self) -> int:
        return 1

    def __str__(self) -> str:
        return "right"


class LyingList(_Lies, list):
    def __iter__(self) -> Any:
        return iter(["right"])

    def __getitem__(self, key: Any) -> str:
        return "right"

    def __len__(self) -> int:
        return 1


class LyingTuple(_Lies, tuple):
    __iter__ = LyingList.__iter__


class LyingDict(_Lies, dict):
    def items(self) -> Any:
        return [("right", 1)]

    def __getitem__(self, key: Any) -> int:
        return 1


class LyingArray(_Lies, np.ndarray):
    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        return np.zeros(3)

    def __getattribute__(self, name: str) -> Any:
        if name in ("tobytes", "view", "nbytes", "shape", "dtype", "flags"):
            raise RuntimeError("asked")
        return super().__getattribute__(name)


class LyingScalar(_Lies, np.float64):
    pass


@pytest.mark.parametrize(
    ("lie", "truth"),
    [
        (LyingFloat(2.0), 2.0),
        (LyingInt(3), 3),
        (LyingText("wrong"), "wrong"),
        (LyingList([1, 2]), [1, 2]),
        (LyingTuple([1, 2]), (1, 2)),
        (LyingDict(a=2), {"a": 2}),
        (OrderedDict(a=2), {"a": 2}),
        (np.arange(3.0).view(LyingArray), np.arange(3.0)),
        (np.ma.masked_array([1.0, 2.0], [True, False]), np.array([1.0, 2.0])),
        (LyingScalar(2.5), Opaque("LyingScalar")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_subclasses_travel_as_what_they_hold(lie: Any, truth: Any) -> None:
    assert same(travel(lie), truth)


class PretendsToBe:
    def __init__(self, kind: type):
        self._kind = kind

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return self._kind


@pytest.mark.parametrize("kind", [list, tuple, dict, str, int, float, np.ndarray, np.float64, Model, Opaque])
def test_a_class_that_an_object_pretends_to_have_is_not_believed(kind: type) -> None:
    disguised = PretendsToBe(kind)
    assert isinstance(disguised, kind)
    assert travel(disguised) == Opaque("PretendsToBe")


class Meta(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise RuntimeError("asked")


def test_a_type_that_lies_about_its_name_is_named_all_the_same() -> None:
    assert travel(Meta("Real", (), {})()) == Opaque("Real")


# -- what is too large -------------------------------------------------------------------------------------------


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def _selfish() -> Any:
    value: list[Any] = []
    value.append(value)
    return value


TOO_LARGE = {
    "deeply nested": lambda: _nested(10_000),
    "holds itself": _selfish,
    "a dict that holds itself": lambda: (lambda d: d.update(a=d) or d)({}),
    "many parts": lambda: [None] * (codec.MOST_PARTS + 1),
    "two hundred megabytes": lambda: np.zeros(25_000_000),
    "a broadcast of four terabytes": lambda: np.broadcast_to(1.0, (10**6, 10**6)),
    "many arrays": lambda: [np.zeros(2**20)] * 9,
    "many texts": lambda: ["x" * codec.LONGEST_TEXT] * 5,
}


@pytest.mark.parametrize("value", TOO_LARGE)
def test_what_is_too_large_is_refused_before_it_is_sent(value: str) -> None:
    with pytest.raises(BadMessage):
        codec.encode(TOO_LARGE[value]())


def test_depth_and_parts_up_to_the_limit_are_allowed() -> None:
    assert travel(_nested(codec.MOST_DEPTH - 1)) == _nested(codec.MOST_DEPTH - 1)
    assert len(travel([None] * (codec.MOST_PARTS - 1))) == codec.MOST_PARTS - 1


def test_a_long_text_is_cut_and_a_picture_is_not() -> None:
    assert len(travel("x" * (codec.LONGEST_TEXT + 5))) == codec.LONGEST_TEXT
    picture = "iVBORw0KGgo" * 30_000
    assert travel(picture) == picture


def test_half_a_surrogate_pair_arrives_as_text_that_can_be_written() -> None:
    for got in (travel("a\ud800b"), codec.decode(message("a\ud800b"))):
        assert got == "a?b"
    assert travel({"a\ud800b": 1}) == codec.decode(message({"a\ud800b": 1})) == {"a?b": 1}


# -- hostile bytes -----------------------------------------------------------------------------------------------

WHOLE = ["a", "float64", [1], "C", True]
MALFORMED = {
    "nothing": b"",
    "half a header": b"\0\0\0",
    "a header alone": struct.pack("!II", 10, 0),
    "sizes beyond the limit": struct.pack("!II", 2**32 - 1, 2**32 - 1),
    "more JSON than is allowed": struct.pack("!II", codec.MOST_TEXT_BYTES + 1, 0),
    "too long": message(1) + b"x",
    "not JSON": message(b"{"),
    "not UTF-8": message(b"\xff\xfe"),
    "JSON without end": message(b"[" * 100_000),
    "deep JSON": message(b'["l",[' * 500 + b"]]" * 500),
    "deep objects": message(b'{"a":' * 500 + b"1" + b"}" * 500),
    "an empty part": message([]),
    "an unknown tag": message(["z", 1]),
    "a method for a tag": message(["value", 1]),
    "an odd tag": message([["s"], 1]),
    "no argument": message(["o"]),
    "too many arguments": message(["o", "a", "b"]),
    "a keyword for an argument": message(["o", {"depth": 1}]),
    "an integer of too many bits": message(2**codec.MOST_BITS),
    "an integer of a million digits": message(b"9" * 10**6),
    "a complex number of texts": message(["z", "1", "2"]),
    "a complex number that overflows": message(["z", 10**400, 0]),
    "a text that is too long": message("x" * (codec.LONGEST_TEXT + 1)),
    "a key that is too long": message({"x" * (codec.LONGEST_TEXT + 1): 1}),
    "an object with a part that is none": message({"a": []}),
    "a list that is a text": message(["l", "abc"]),
    "a dict of texts": message(["d", ["ab"]]),
    "a dict with lists for keys": message(["d", [[["l", []], None]]]),
    "a dict with arrays for keys": message(["d", [[["a", "bool", [0], "C", True], None]]]),
    "a dict of triples": message(["d", [[None, None, None]]]),
    "an opaque list": message(["o", []]),
    "a function of numbers": message(["c", 5]),
    "a model without weights": message(["m", "{}"]),
    "a model with texts for weights": message(["m", "{}", ["x"]]),
    "a model of lists": message(["m", [], []]),
    "an array of objects": message(["a", "object", [1], "C", True], bytes(8)),
    "an array of pickles": message(["a", "O", [1], "C", True], bytes(8)),
    "an array of a list of dtypes": message(["a", ["float64"], [1], "C", True], bytes(8)),
    "an array of records": message(["a", "f8,f8", [1], "C", True], bytes(16)),
    "an array of unknown layout": message(["a", "float64", [1], "K", True], bytes(8)),
    "a layout that is a list": message(["a", "float64", [1], ["C"], True], bytes(8)),
    "an array without data": message(WHOLE),
    "an array with half its data": message(WHOLE, bytes(4)),
    "a negative length": message(["a", "float64", [-1], "C", True], bytes(8)),
    "a length that is a float": message(["a", "float64", [1.0], "C", True], bytes(8)),
    "a length that is True": message(["a", "float64", [True], "C", True], bytes(8)),
    "a shape that is a number": message(["a", "float64", 1, "C", True], bytes(8)),
    "a huge shape": message(["a", "float64", [2**39, 2**39], "C", True], bytes(8)),
    "a huge empty shape": message(["a", "float64", [2**39, 2**39, 0], "S", True]),
    "seventeen dimensions": message(["a", "float64", [1] * 17, "C", True], bytes(8)),
    "a lone number that is not contiguous": message(["a", "float64", [], "S", True], bytes(8)),
    "a fraction of nothing": message(["q", "1", "0"]),
    "a decimal of a billion digits": message(["e", "1e999999999"]),
    "a decimal that is none": message(["e", "one"]),
    "an array of a billion objects": message(["x", [2**30]]),
    "a scalar with a shape": message(["n", "float64", [1], "C", True], bytes(8)),
    "more parts than are allowed": message(["l", [None] * (codec.MOST_PARTS + 1)]),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_no_message_raises_bad_message(case: str) -> None:
    with pytest.raises(BadMessage):
        codec.decode(MALFORMED[case])


trees = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(DTYPES)),
    lambda parts: st.one_of(
        st.lists(parts, max_size=5),
        st.dictionaries(st.text(max_size=3), parts, max_size=3),
        st.tuples(st.sampled_from("zeqltdocmnax"), parts).map(list),
        st.tuples(
            st.sampled_from("an"), st.sampled_from(DTYPES), st.lists(st.integers(-1, 2**41), max_size=4),
            st.sampled_from(["C", "F", "S"]), st.booleans(),
        ).map(list),
    ),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.builds(message, trees, st.binary(max_size=64))))
def test_no_bytes_do_anything_but_decode_or_raise_bad_message(data: bytes) -> None:
    with contextlib.suppress(BadMessage):
        codec.decode(data)


@settings(max_examples=200, deadline=None)
@given(values, st.data())
def test_a_message_with_one_byte_changed_decodes_or_raises_bad_message(
    value: Any, data: st.DataObject
) -> None:
    whole = bytearray(codec.encode(value))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(BadMessage):
        codec.decode(bytes(whole))


def test_reading_the_largest_json_takes_bounded_memory() -> None:
    hostile = message(b"[" + b"[]," * (codec.MOST_TEXT_BYTES // 3 - 2) + b"[]]")
    tracemalloc.start()
    with pytest.raises(BadMessage):
        codec.decode(hostile)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2**30
