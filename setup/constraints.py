"""Prints a constraints file: the installed version of everything that the course and its tests depend on.

Names and versions only, so that it holds on every machine and index. Whatever else is installed beside the
course is left out.
"""

from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

COURSE = "logits-to-labels"


def pinned(name: str, *extras: str) -> dict[str, str]:
    """The version of every distribution that ``name[extras]`` needs here, by canonical name, without itself.

    Raises `importlib.metadata.PackageNotFoundError` when one of them is not installed.
    """
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(name, extra) for extra in ("", *extras)]
    while waiting:
        wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        owner, extra = wanted
        for requirement in map(Requirement, distribution(owner).requires or ()):
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            needed = canonicalize_name(requirement.name)
            versions[needed] = distribution(needed).version
            waiting += [(needed, other) for other in ("", *requirement.extras)]
    versions.pop(name, None)
    return versions


if __name__ == "__main__":
    print("# The exact versions that the tests run on; `make constraints` writes this file.")
    for name, version in sorted(pinned(COURSE, "dev").items()):
        print(f"{name}=={version}")
