"""`load_weights`: what it reads, and what it refuses to run."""

import io
import os
import pickle
import pickletools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils.data import ForbiddenGlobal, WeightsError, load_weights, mnist_network
from course_utils.data.weights import KEYS

SHAPES = {"W1": (784, 50), "b1": (50,), "W2": (50, 100), "b2": (100,), "W3": (100, 10), "b3": (10,)}


@pytest.fixture(scope="module")
def network() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {key: rng.standard_normal(shape).astype(np.float32) for key, shape in SHAPES.items()}


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def assert_same(found, expected):
    assert list(found) == list(KEYS)
    for key in KEYS:
        np.testing.assert_array_equal(found[key], expected[key])
        assert found[key].dtype == np.float32


class TestWhatIsRead:
    @pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
    def test_npz(self, network, tmp_path, save):
        save(tmp_path / "weights.npz", **network)
        assert_same(load_weights(tmp_path / "weights.npz"), network)
        assert_same(load_weights(str(tmp_path / "weights.npz")), network)

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_pickle_of_any_protocol(self, network, tmp_path, protocol):
        path = written(tmp_path / "sample_weight.pkl", pickle.dumps(network, protocol))
        assert_same(load_weights(path), network)

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    @pytest.mark.parametrize(
        "convert",
        [np.asfortranarray, lambda a: a[::-1], lambda a: a.astype(">f4"), lambda a: a.astype(np.float64)],
        ids=["fortran", "strided", "big-endian", "float64"],
    )
    def test_pickle_of_arrays_in_any_layout(self, network, tmp_path, protocol, convert):
        converted = {key: convert(array) for key, array in network.items()}
        path = written(tmp_path / "weights.pkl", pickle.dumps(converted, protocol))
        assert_same(load_weights(path), converted)

    @pytest.mark.parametrize("core", [b"numpy.core", b"numpy._core"])
    @pytest.mark.parametrize("protocol", [0, 3])
    def test_both_names_of_numpys_core(self, network, tmp_path, core, protocol):
        """NumPy 1 and 2 write different module names; protocol 0 and 3 write them without their length."""
        content = pickle.dumps(network, protocol)
        own = b"numpy._core" if b"numpy._core" in content else b"numpy.core"
        path = written(tmp_path / "weights.pkl", content.replace(own, core))
        assert_same(load_weights(path), network)

    @pytest.mark.parametrize("protocol", [0, 2])
    def test_pickle_from_python_2(self, network, tmp_path, protocol):
        path = written(tmp_path / "weights.pkl", python2_pickle(network, protocol))
        assert any(op.name in ("STRING", "BINSTRING") for op, _, _ in pickletools.genops(path.read_bytes()))
        assert_same(load_weights(path), network)

    def test_other_hidden_sizes_and_further_keys(self, tmp_path):
        shapes = ((784, 3), (3,), (3, 5), (5,), (5, 10), (10,))
        other = {key: np.ones(shape) for key, shape in zip(KEYS, shapes, strict=True)}
        np.savez(tmp_path / "weights.npz", note=np.array("mine"), **other)
        assert_same(load_weights(tmp_path / "weights.npz"), other)


def python2_pickle(network: dict[str, np.ndarray], protocol: int) -> bytes:
    """What ``pickle.dumps(network, protocol)`` of Python 2 and NumPy 1 gives, where bytes are strings."""

    def string(value: bytes) -> bytes:
        if protocol == 0:
            return b"S" + repr(value)[1:].encode("ascii") + b"\n"
        return b"T" + len(value).to_bytes(4, "little") + value

    def integer(value: int) -> bytes:
        return f"I{value}\n".encode()

    def dtype(byte_order: bytes) -> bytes:
        arguments = b"(" + string(b"f4") + integer(0) + integer(1) + b"t"
        state = (
            b"(" + integer(3) + string(byte_order) + b"NNN" + integer(-1) + integer(-1) + integer(0) + b"t"
        )
        return b"cnumpy\ndtype\n" + arguments + b"R" + state + b"b"

    def array(value: np.ndarray) -> bytes:
        make = (
            b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n("
            + integer(0)
            + b"t"
            + string(b"b")
            + b"tR"
        )
        shape = b"(" + b"".join(map(integer, value.shape)) + b"t"
        state = b"(" + integer(1) + shape + dtype(b"<") + b"I00\n" + string(value.tobytes()) + b"t"
        return make + state + b"b"

    items = b"".join(string(key.encode()) + array(value) + b"s" for key, value in network.items())
    return (b"" if protocol == 0 else b"\x80\x02") + b"(d" + items + b"."


class Calls:
    """Pickles as a call of ``function`` with ``arguments``: how a hostile pickle runs what it likes."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def raw(module: str, name: str, argument: str) -> bytes:
    """A protocol 0 pickle that calls a name with one string; the name need not exist."""
    return f"c{module}\n{name}\n(S'{argument}'\ntR.".encode()


class TestHostilePickles:
    """Each tries to leave a file; each is refused by the name that it asks for, and nothing has run."""

    def refused(self, content: bytes, tmp_path: Path, named: str) -> None:
        path = written(tmp_path / "hostile.pkl", content)
        with pytest.raises(ForbiddenGlobal) as caught:
            load_weights(path)
        assert named in str(caught.value)
        assert str(path) in str(caught.value)
        assert [entry.name for entry in tmp_path.iterdir()] == ["hostile.pkl"]

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_the_shell(self, tmp_path, protocol):
        command = f"touch {tmp_path}/was-here"
        self.refused(pickle.dumps(Calls(os.system, command), protocol), tmp_path, "system")

    def test_another_program(self, tmp_path):
        touch = Calls(subprocess.Popen, ["touch", f"{tmp_path}/was-here"])
        self.refused(pickle.dumps(touch), tmp_path, "subprocess.Popen")

    @pytest.mark.parametrize("function", [eval, exec, getattr, __import__])
    def test_builtins(self, tmp_path, function):
        content = pickle.dumps(Calls(function, f"open('{tmp_path}/was-here', 'w')", "w"))
        self.refused(content, tmp_path, f"builtins.{function.__name__}")

    @pytest.mark.parametrize("module", ["__builtin__", "builtins"])
    def test_builtins_under_both_names(self, tmp_path, module):
        self.refused(raw(module, "eval", f'open("{tmp_path}/was-here", "w")'), tmp_path, "eval")

    @pytest.mark.parametrize(
        ("module", "name"),
        [
            ("numpy", "load"),
            ("numpy", "fromfile"),
            ("numpy", "memmap"),
            ("numpy.testing._private.utils", "runstring"),
            ("numpy.core.multiarray", "fromfile"),
            ("numpy._core.multiarray", "scalar"),
            ("numpy", "ndarray.tofile"),
            ("numpy.ndarray", "__class__"),
            ("_codecs", "lookup"),
            ("codecs", "encode"),
            ("course_utils.data.weights", "load_weights"),
            ("no_such_module", "nothing"),
        ],
    )
    def test_names_near_those_that_arrays_need(self, tmp_path, module, name):
        self.refused(raw(module, name, f"{tmp_path}/was-here"), tmp_path, f"{module}.{name}")

    def test_dotted_names_of_protocol_4(self, tmp_path):
        content = b"\x80\x04" + b"".join(
            b"\x8c" + bytes([len(part)]) + part for part in (b"numpy", b"ndarray.__class__.__subclasses__")
        )
        self.refused(content + b"\x93.", tmp_path, "numpy.ndarray.__class__.__subclasses__")

    def test_the_old_way_to_make_an_instance(self, tmp_path):
        self.refused(f"(S'touch {tmp_path}/was-here'\nios\nsystem\n.".encode(), tmp_path, "os.system")

    def test_a_call_hidden_among_good_weights(self, network, tmp_path):
        hostile = {**network, "b3": Calls(os.system, f"touch {tmp_path}/was-here")}
        self.refused(pickle.dumps(hostile), tmp_path, "system")

    def test_a_call_in_place_of_a_shape(self, tmp_path):
        content = (
            b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n"
            + f"cos\nsystem\n(S'touch {tmp_path}/was-here'\ntR".encode()
            + b"S'b'\ntR."
        )
        self.refused(content, tmp_path, "os.system")


class TestOtherPicklesAndFiles:
    """Nothing to run here, and nothing to use either: refused in a sentence that names the file."""

    def refused(self, path: Path) -> str:
        with pytest.raises(WeightsError) as caught:
            load_weights(path)
        assert str(path) in str(caught.value)
        return str(caught.value)

    @pytest.mark.parametrize(
        "value",
        [None, 7, [1, 2], {}, {"W1": [1.0]}, {"W1": {"W1": 1}}, np.zeros(3)],
        ids=repr,
    )
    def test_a_pickle_of_something_else(self, tmp_path, value):
        self.refused(written(tmp_path / "other.pkl", pickle.dumps(value)))

    def test_an_array_of_objects(self, network, tmp_path):
        objects = np.array([1, "two", None], dtype=object)
        self.refused(written(tmp_path / "other.pkl", pickle.dumps({**network, "b3": objects})))

    @pytest.mark.parametrize("kept", [0, 1, 10, 300, 50_000, -1])
    def test_a_truncated_pickle(self, network, tmp_path, kept):
        self.refused(written(tmp_path / "cut.pkl", pickle.dumps(network)[:kept]))

    @pytest.mark.parametrize("kept", [2, 100, 100_000, -10])
    def test_a_truncated_npz(self, network, tmp_path, kept):
        buffer = io.BytesIO()
        np.savez(buffer, **network)
        self.refused(written(tmp_path / "cut.npz", buffer.getvalue()[:kept]))

    def test_a_state_given_to_a_stand_in_itself(self, tmp_path):
        """BUILD on a class or function would set its attributes for every later file."""
        for name in (
            b"numpy\ndtype",
            b"numpy\nndarray",
            b"numpy.core.multiarray\n_reconstruct",
            b"_codecs\nencode",
        ):
            state = b"(N(dS'__call__'\nNst"
            self.refused(written(tmp_path / "state.pkl", b"c" + name + b"\n" + state + b"b."))

    def test_an_npz_of_objects_is_not_unpickled(self, network, tmp_path):
        hostile = np.array([Calls(os.system, f"touch {tmp_path}/was-here")], dtype=object)
        np.savez(tmp_path / "hostile.npz", **{**network, "b3": hostile})
        self.refused(tmp_path / "hostile.npz")
        assert not (tmp_path / "was-here").exists()

    def test_no_such_file(self, tmp_path):
        self.refused(tmp_path / "absent.npz")

    def test_missing_keys_are_named(self, network, tmp_path):
        np.savez(tmp_path / "weights.npz", **{key: network[key] for key in ("W1", "b1", "W3", "b3")})
        message = self.refused(tmp_path / "weights.npz")
        assert "W2, b2" in message

    @pytest.mark.parametrize("key", KEYS)
    def test_a_wrong_shape_is_named(self, network, tmp_path, key):
        wrong = network[key][..., None]
        np.savez(tmp_path / "weights.npz", **{**network, key: wrong})
        message = self.refused(tmp_path / "weights.npz")
        assert f"{key} " in message
        assert str(wrong.shape) in message
        assert str(network[key].shape) in message

    def test_a_transposed_matrix_is_named(self, network, tmp_path):
        np.savez(tmp_path / "weights.npz", **{**network, "W2": network["W2"].T})
        message = self.refused(tmp_path / "weights.npz")
        assert "W2" in message
        assert "(100, 50)" in message
        assert "(50, 100)" in message

    def test_values_that_are_not_numbers(self, network, tmp_path):
        np.savez(tmp_path / "weights.npz", **{**network, "b3": np.array(["a"] * 10)})
        assert "b3" in self.refused(tmp_path / "weights.npz")


def test_a_refused_pickle_imports_nothing(tmp_path):
    """Looking a name up imports its module, which runs it: that must not happen either."""
    (tmp_path / "trap.py").write_text("print('trap sprung')\n")
    written(tmp_path / "hostile.pkl", raw("trap", "anything", ""))
    program = (
        "from course_utils.data import load_weights, ForbiddenGlobal\n"
        "try:\n    load_weights('hostile.pkl')\nexcept ForbiddenGlobal as refusal:\n    print(refusal)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "trap.anything" in ended.stdout
    assert "sprung" not in ended.stdout


def test_the_networks_of_two_calls_are_independent():
    first = mnist_network()
    first["W1"][:] = 0
    assert mnist_network()["W1"].any()
