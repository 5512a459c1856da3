"""The two options that the commands of this package share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import course_utils.data

MnistPath = Annotated[
    Path,
    typer.Option("--mnist", envvar="COURSE_MNIST", help="The full MNIST: an .npz, or a folder of IDX files."),
]
OutputFolder = Annotated[Path, typer.Option("--folder", help="Where the files are written.")]
DATA_FILES = Path(course_utils.data.__file__).parent / "files"
