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
from typing import Any, Literal

import numpy as np

MOST_BYTES = 64 * 2**20
MOST_TEXT_BYTES = 16 * 2**20
"""Of JSON, whose tree takes many times as much memory while it is read."""
MOST_DEPTH = 24
MOST_PARTS = 100_000
LONGEST_TEXT = 4_000_000
"""Characters; a picture in a cell's output is one text."""
DTYPES = {
    name: np.dtype(name)
    for name in (
        "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        "float16", "float32", "float64", "complex64", "complex128",
    )
}  # fmt: skip
_DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}  # NumPy puts a dtype's name together each time
# A longdouble's further digits are below every tolerance, and are laid out as each machine likes.
_USUAL_WIDTH = {"f": np.float64, "c": np.complex128}
LONGEST_NUMBER = 400
"""Characters of a whole number or a decimal, and the most places that a decimal's point may be moved by."""
MOST_BITS = 256
"""Of a whole number."""
_HEADER = struct.Struct("!II")  # bytes of JSON, bytes of arrays
_write_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_read_json = json.JSONDecoder().raw_decode


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
    text = _write_json(tree).encode("utf-8", "replace")
    array_size = sum(map(len, arrays))
    _check_sizes(len(text), array_size)
    return _HEADER.pack(len(text), array_size) + text + b"".join(arrays)


def decode(message: bytes) -> Any:
    """The value of a whole message. Raises `BadMessage`."""
    text_size, array_size = header(message[: _HEADER.size])
    arrays = _HEADER.size + text_size
    if len(message) != arrays + array_size:
        raise BadMessage("the message ends early")
    try:
        text = str(message[_HEADER.size : arrays], "utf-8")
        tree, end = _read_json(text)
    except (ValueError, RecursionError) as problem:
        raise BadMessage(f"not JSON: {problem}") from None
    if end != len(text):
        raise BadMessage("more than one value")
    return _Decoder(message, arrays).value(tree, MOST_DEPTH)


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
        # Subclasses travel as what their base class holds: operators that they redefine stay behind, and so does
        # whatever their __class__ pretends to be. A class's own class may pretend to be equal to another.
        write = _WRITERS.get(kind) if type(kind) is type else None
        write = write or next((write for base, write in _WRITERS.items() if issubclass(kind, base)), None)
        if write:
            return write(self, value, depth - 1)
        converted = self._convert(value) if self._convert else None
        return ["o", _name(kind)] if converted is None else self.tree(converted, depth - 1)

    def _write_constant(self, value: Any, depth: int) -> Any:
        return value

    def _write_scalar(self, value: np.generic, depth: int) -> list[Any]:
        tag, *rest = self._write_array(np.asarray(value), depth)
        return ["n", *rest] if tag == "a" else ["o", _name(type(value))]

    def _write_text(self, value: str, depth: int) -> str:
        return str.__getitem__(value, slice(LONGEST_TEXT))

    def _write_whole(self, value: int, depth: int) -> Any:
        whole = int.__int__(value)
        return whole if whole.bit_length() <= MOST_BITS else ["o", "int"]

    def _write_float(self, value: float, depth: int) -> float:
        return float.__float__(value)

    def _write_list(self, value: list[Any], depth: int) -> list[Any]:
        return ["l", [self.tree(part, depth) for part in list.__iter__(value)]]

    def _write_tuple(self, value: tuple[Any, ...], depth: int) -> list[Any]:
        return ["t", [self.tree(part, depth) for part in tuple.__iter__(value)]]

    def _write_dict(self, value: dict[Any, Any], depth: int) -> Any:
        pairs = list(dict.items(value))
        if all(type(key) is str for key, _ in pairs):
            return {key[:LONGEST_TEXT]: self.tree(part, depth) for key, part in pairs}
        return ["d", [[self.tree(key, depth), self.tree(part, depth)] for key, part in pairs]]

    def _write_complex(self, value: complex, depth: int) -> list[Any]:
        number = complex.__pos__(value)
        return ["z", number.real, number.imag]

    def _write_digits(self, value: Decimal | Fraction, depth: int) -> list[str]:
        """A number of Python's standard library in digits."""
        try:
            if isinstance(value, Decimal):
                return ["e", _digits(str(_moderate(Decimal(value))))]
            parts = Fraction.numerator.__get__(value), Fraction.denominator.__get__(value)
            return ["q", *(_digits(str(int.__int__(part))) for part in parts)]
        except (BadMessage, TypeError):
            return ["o", _name(type(value))]

    def _write_opaque(self, value: Opaque, depth: int) -> list[str]:
        return ["o", value.kind]

    def _write_function(self, value: Function, depth: int) -> list[str]:
        return ["c", value.name]

    def _write_model(self, value: Model, depth: int) -> list[Any]:
        return ["m", value.config, [self.tree(weight, depth) for weight in value.weights]]

    def _write_array(self, value: np.ndarray, depth: int) -> list[Any]:
        array = np.ndarray.view(value, np.ndarray)
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


_WRITERS: dict[type, Callable[..., Any]] = {
    type(None): _Encoder._write_constant,
    bool: _Encoder._write_constant,
    np.ndarray: _Encoder._write_array,
    np.generic: _Encoder._write_scalar,  # before float, of which NumPy's float64 is one
    str: _Encoder._write_text,
    int: _Encoder._write_whole,
    float: _Encoder._write_float,
    list: _Encoder._write_list,
    tuple: _Encoder._write_tuple,
    dict: _Encoder._write_dict,
    complex: _Encoder._write_complex,
    Decimal: _Encoder._write_digits,
    Fraction: _Encoder._write_digits,
    Opaque: _Encoder._write_opaque,
    Function: _Encoder._write_function,
    Model: _Encoder._write_model,
}


class _Decoder:
    def __init__(self, message: bytes, used: int):
        self._message = message
        self._used = used
        self._parts = 0

    def value(self, tree: Any, depth: int) -> Any:
        self._parts += 1
        if depth == 0 or self._parts > MOST_PARTS:
            raise BadMessage("the message is nested too deeply or has too many parts")
        kind = type(tree)
        if kind is list:
            return self._tagged(tree, depth - 1)
        if kind is str:
            return _text(tree)
        if kind is int:
            return _whole(tree)
        if kind is dict:
            return {_text(key): self.value(part, depth - 1) for key, part in tree.items()}
        return tree

    def _tagged(self, parts: list[Any], depth: int) -> Any:
        try:
            read = _READERS[parts[0]]
        except (IndexError, KeyError, TypeError):
            raise BadMessage("a part has no tag, or an unknown one") from None
        try:
            return read(self, *parts[1:], depth=depth)
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
        order: Literal["C", "F"] = "F" if layout == "F" else "C"
        size = math.prod(shape) * DTYPES[dtype].itemsize
        if size > len(self._message) - self._used:
            raise BadMessage("an array ends early")
        array: np.ndarray = np.ndarray(shape, DTYPES[dtype], self._message, self._used, order=order).copy(
            order
        )
        self._used += size
        if layout == "S":
            # Once not contiguous, always not contiguous: every other element of an array twice as long.
            spread: np.ndarray = np.zeros((*shape[:-1], 2 * shape[-1]), dtype=dtype)
            spread[..., ::2] = array
            array = spread[..., ::2]
        if not writeable:
            array.flags.writeable = False
        return array


_READERS: dict[str, Callable[..., Any]] = {
    "a": _Decoder._read_a,
    "n": _Decoder._read_n,
    "x": _Decoder._read_x,
    "l": _Decoder._read_l,
    "t": _Decoder._read_t,
    "d": _Decoder._read_d,
    "z": _Decoder._read_z,
    "e": _Decoder._read_e,
    "q": _Decoder._read_q,
    "o": _Decoder._read_o,
    "c": _Decoder._read_c,
    "m": _Decoder._read_m,
}


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
    if len(_list(shape)) > 16:
        raise BadMessage("an array of impossible shape")
    for length in shape:
        if type(length) is not int or not 0 <= length < 2**40:
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
