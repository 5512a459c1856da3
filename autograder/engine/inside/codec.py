"""Plain data between judge and worker: a closed list of types, size limits, and no pickle in either direction.

A message is a JSON tree and the raw bytes of its arrays. Numbers, texts and dicts with texts for keys are JSON's own;
all else is a list that begins with a letter. Whatever is not on the list of types travels as `Opaque`, by the name of
its type alone. Both sides treat what they receive as hostile: a malformed message raises `BadMessage`.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

MOST_BYTES = 64 * 2**20
MOST_TEXT_BYTES = 16 * 2**20
"""Of JSON, whose tree takes many times as much memory while it is read."""
MOST_DEPTH = 24
MOST_PARTS = 100_000
LONGEST_TEXT = 4_000_000
"""Characters; a picture in a cell's output is one text."""
DTYPES = frozenset(
    [
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    ]
)
_DTYPE_NAMES = {np.dtype(name): name for name in DTYPES}  # NumPy puts a dtype's name together each time
# A longdouble's further digits are below every tolerance, and are laid out as each machine likes.
_USUAL_WIDTH = {"f": np.float64, "c": np.complex128}
LONGEST_NUMBER = 400
"""Characters of a whole number or a decimal, and the most places that a decimal's point may be moved by."""
MOST_BITS = 256
"""Of a whole number."""
_HEADER = struct.Struct("!II")  # bytes of JSON, bytes of arrays
_write = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class BadMessage(ValueError):
    """Bytes that are no message, or a value that is too large or too deep for one."""


@dataclass(frozen=True)
class Opaque:
    """Stands for a value that does not travel; only the name of its type does."""

    kind: str


@dataclass(frozen=True)
class Function:
    """Stands for a function of NumPy, or for one that stays on the other side under a number."""

    name: str


@dataclass(frozen=True)
class Model:
    """A Keras model as data: its configuration as JSON, and its weights."""

    config: str
    weights: list[np.ndarray]


def encode(value: Any, convert: Callable[[Any], Any] | None = None) -> bytes:
    """``value`` as a message. ``convert`` may turn a value that is not on the list into one that is, or give None.

    Raises `BadMessage` for what is too large.
    """
    arrays: list[bytes] = []
    tree = _Encoder(arrays, convert).tree(value, MOST_DEPTH)
    text = _write(tree).encode("utf-8", "replace")
    array_size = sum(map(len, arrays))
    _check_sizes(len(text), array_size)
    return _HEADER.pack(len(text), array_size) + text + b"".join(arrays)


def decode(message: bytes) -> Any:
    """The value of a whole message. Raises `BadMessage`."""
    text_size, array_size = header(message[: _HEADER.size])
    body = memoryview(message)[_HEADER.size :]
    if len(body) != text_size + array_size:
        raise BadMessage("the message ends early")
    try:
        tree = json.loads(bytes(body[:text_size]))
    except (ValueError, RecursionError) as problem:
        raise BadMessage(f"not JSON: {problem}") from None
    return _Decoder(body[text_size:]).value(tree, MOST_DEPTH)


HEADER_SIZE = _HEADER.size


def header(data: bytes) -> tuple[int, int]:
    """The two sizes that follow a header. Raises `BadMessage` if they are more than a message may have."""
    if len(data) != _HEADER.size:
        raise BadMessage("the header ends early")
    text_size, array_size = _HEADER.unpack(data)
    _check_sizes(text_size, array_size)
    return text_size, array_size


def _check_sizes(text_size: int, array_size: int) -> None:
    if text_size > MOST_TEXT_BYTES or text_size + array_size > MOST_BYTES:
        raise BadMessage(f"a message of {text_size} and {array_size} bytes; {MOST_BYTES} are allowed")


class _Encoder:
    def __init__(self, arrays: list[bytes], convert: Callable[[Any], Any] | None):
        self._arrays = arrays
        self._convert = convert
        self._parts = 0
        self._bytes = 0

    def tree(self, value: Any, depth: int) -> Any:
        self._parts += 1
        if depth == 0 or self._parts > MOST_PARTS:
            raise BadMessage("the value is nested too deeply or has too many parts")
        kind = type(value)
        if value is None or kind is bool:
            return value
        # Subclasses travel as what their base class holds: operators that they redefine stay behind, and so does
        # whatever their __class__ pretends to be.
        if issubclass(kind, np.ndarray):
            return self._array(np.ndarray.view(value, np.ndarray))
        if issubclass(kind, np.generic):
            tag, *rest = self._array(np.asarray(value))
            return ["n", *rest] if tag == "a" else ["o", _name(kind)]
        if issubclass(kind, str):
            return str.__getitem__(value, slice(LONGEST_TEXT))
        if issubclass(kind, int):
            whole = int.__int__(value)
            return whole if whole.bit_length() <= MOST_BITS else ["o", "int"]
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, list):
            return ["l", [self.tree(part, depth - 1) for part in list.__iter__(value)]]
        if issubclass(kind, tuple):
            return ["t", [self.tree(part, depth - 1) for part in tuple.__iter__(value)]]
        if issubclass(kind, dict):
            pairs = list(dict.items(value))
            if all(type(key) is str for key, _ in pairs):
                return {key[:LONGEST_TEXT]: self.tree(part, depth - 1) for key, part in pairs}
            return ["d", [[self.tree(key, depth - 1), self.tree(part, depth - 1)] for key, part in pairs]]
        if issubclass(kind, complex):
            number = complex.__pos__(value)
            return ["z", number.real, number.imag]
        if issubclass(kind, (Decimal, Fraction)):
            return _written(value)
        if kind is Opaque:
            return ["o", value.kind]
        if kind is Function:
            return ["c", value.name]
        if kind is Model:
            return ["m", value.config, [self.tree(weight, depth - 1) for weight in value.weights]]
        converted = self._convert(value) if self._convert else None
        return ["o", _name(kind)] if converted is None else self.tree(converted, depth - 1)

    def _array(self, array: np.ndarray) -> list[Any]:
        dtype = _DTYPE_NAMES.get(array.dtype) or array.dtype.name
        if dtype not in DTYPES:
            if array.dtype.kind == "O" and array.size <= MOST_PARTS:
                return ["x", list(array.shape)]
            if array.dtype.kind not in _USUAL_WIDTH:
                return ["o", f"ndarray of {dtype}"]
            array = array.astype(_USUAL_WIDTH[array.dtype.kind])
            dtype = array.dtype.name
        if not array.dtype.isnative:
            array = array.astype(array.dtype.newbyteorder("="))
        self._bytes += array.nbytes
        if self._bytes > MOST_BYTES:
            raise BadMessage(f"arrays of more than {MOST_BYTES} bytes")
        layout = "C" if array.flags.c_contiguous else "F" if array.flags.f_contiguous else "S"
        self._arrays.append(array.tobytes("F" if layout == "F" else "C"))
        return ["a", dtype, list(array.shape), layout, bool(array.flags.writeable)]


class _Decoder:
    def __init__(self, data: memoryview):
        self._data = data
        self._used = 0
        self._parts = 0

    def value(self, tree: Any, depth: int) -> Any:
        self._parts += 1
        if depth == 0 or self._parts > MOST_PARTS:
            raise BadMessage("the message is nested too deeply or has too many parts")
        if tree is None or isinstance(tree, (bool, float)):
            return tree
        if isinstance(tree, str):
            return _text(tree)
        if isinstance(tree, int):
            return _whole(tree)
        if isinstance(tree, dict):
            return {_text(key): self.value(part, depth - 1) for key, part in tree.items()}
        if not isinstance(tree, list) or not tree or not isinstance(tree[0], str):
            raise BadMessage("a part has no tag")
        read = getattr(self, f"_read_{tree[0]}", None) if len(tree[0]) == 1 else None
        if read is None:
            raise BadMessage(f"unknown tag {tree[0][:20]!r}")
        try:
            return read(*tree[1:], depth=depth - 1)
        except (TypeError, ValueError, ArithmeticError, MemoryError) as problem:
            raise BadMessage(f"a part is malformed: {problem}") from None

    def _read_z(self, real: float, imaginary: float, *, depth: int) -> complex:
        return complex(real, imaginary)

    def _read_e(self, text: str, *, depth: int) -> Decimal:
        return _moderate(Decimal(_digits(text)))

    def _read_q(self, numerator: str, denominator: str, *, depth: int) -> Fraction:
        return Fraction(int(_digits(numerator)), int(_digits(denominator)))

    def _read_x(self, shape: list[int], *, depth: int) -> np.ndarray:
        _check_shape(shape)
        if math.prod(shape) > MOST_PARTS:
            raise BadMessage("an array of objects has too many parts")
        return np.zeros(shape, dtype=object)

    def _read_l(self, parts: list[Any], *, depth: int) -> list[Any]:
        return [self.value(part, depth) for part in _list(parts)]

    def _read_t(self, parts: list[Any], *, depth: int) -> tuple[Any, ...]:
        return tuple(self._read_l(parts, depth=depth))

    def _read_d(self, pairs: list[Any], *, depth: int) -> dict[Any, Any]:
        return {self.value(key, depth): self.value(value, depth) for key, value in map(_list, _list(pairs))}

    def _read_o(self, kind: str, *, depth: int) -> Opaque:
        return Opaque(_text(kind)[:100])

    def _read_c(self, name: str, *, depth: int) -> Function:
        return Function(_text(name)[:100])

    def _read_m(self, config: str, weights: list[Any], *, depth: int) -> Model:
        arrays = self._read_l(weights, depth=depth)
        if not all(isinstance(weight, np.ndarray) for weight in arrays):
            raise BadMessage("a weight is no array")
        return Model(_text(config), arrays)

    def _read_n(
        self, dtype: str, shape: list[int], layout: str, writeable: bool, *, depth: int
    ) -> np.generic:
        array = self._read_a(dtype, shape, layout, writeable, depth=depth)
        if array.ndim:
            raise BadMessage("a scalar has a shape")
        scalar: np.generic = array.flat[0]
        return scalar

    def _read_a(
        self, dtype: str, shape: list[int], layout: str, writeable: bool, *, depth: int
    ) -> np.ndarray:
        if dtype not in DTYPES or layout not in ("C", "F", "S"):
            raise BadMessage("an array of unknown dtype or layout")
        _check_shape(shape)
        if layout == "S" and not shape:
            raise BadMessage("a number that is not contiguous")
        size = math.prod(shape) * np.dtype(dtype).itemsize
        if size > len(self._data) - self._used:
            raise BadMessage("an array ends early")
        flat = np.frombuffer(self._data[self._used : self._used + size], dtype=dtype)
        self._used += size
        array: np.ndarray = flat.reshape(shape, order="F" if layout == "F" else "C").copy(order="K")
        if layout == "S":
            # Once not contiguous, always not contiguous: every other element of an array twice as long.
            spread: np.ndarray = np.zeros((*shape[:-1], 2 * shape[-1]), dtype=dtype)
            spread[..., ::2] = array
            array = spread[..., ::2]
        array.flags.writeable = bool(writeable)
        return array


def _written(value: Decimal | Fraction) -> list[str]:
    """A number of Python's standard library in digits."""
    try:
        if isinstance(value, Decimal):
            return ["e", _digits(str(_moderate(Decimal(value))))]
        parts = Fraction.numerator.__get__(value), Fraction.denominator.__get__(value)
        return ["q", *(_digits(str(int.__int__(part))) for part in parts)]
    except (BadMessage, TypeError):
        return ["o", _name(type(value))]


def _moderate(value: Decimal) -> Decimal:
    if value.is_finite() and abs(value.adjusted()) > LONGEST_NUMBER:
        raise BadMessage("a decimal is too large or too small")  # its digits would fill the memory
    return value


def _digits(text: Any) -> str:
    if not isinstance(text, str) or len(text) > LONGEST_NUMBER:
        raise BadMessage("a number is too long")
    return text


def _whole(number: int) -> int:
    if number.bit_length() > MOST_BITS:
        raise BadMessage("a whole number is too large")
    return number


def _check_shape(shape: Any) -> None:
    if len(_list(shape)) > 16 or not all(type(length) is int and 0 <= length < 2**40 for length in shape):
        raise BadMessage("an array of impossible shape")


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise BadMessage("a text is no text, or too long")
    # Half a surrogate pair could not be written to a file.
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadMessage("a list is no list")
    return value


def _name(kind: type) -> str:
    try:
        return str(type.__dict__["__name__"].__get__(kind))[:100]
    except Exception:
        return "object"


if sys.byteorder != "little":  # the bytes of arrays travel as they lie in memory
    raise ImportError("the engine needs a little-endian machine")
