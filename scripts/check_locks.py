"""Whether the locks hold what pyproject.toml asks for, for every platform, and no address of any registry."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"https?://|--(extra-)?index-url|--find-links|@ file:")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def main() -> int:
    faults = [*addresses(), *lacking(), *npm_faults()]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def addresses() -> Iterator[str]:
    """Name the locks in which an address stands: another mirror could not be used, and ours would be known."""
    for path in [*ROOT.glob("locks/*"), ROOT / "web" / ".npmrc"]:
        if found := ADDRESS.search(path.read_text()):
            yield f"{path.relative_to(ROOT)}: an address stands in it ({found[0]})"


def lacking() -> Iterator[str]:
    """Name the dependencies that pyproject.toml asks for and the locks do not hold in that version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {"run": project["project"]["dependencies"], **project["dependency-groups"]}
    for name, requirements in asked.items():
        lock = (ROOT / "locks" / f"{name}.lock").read_text()
        held = {canonicalize_name(package): version for package, version in PINNED.findall(lock)}
        for requirement in map(Requirement, requirements):
            version = held.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version):
                yield f"locks/{name}.lock: {requirement} is not in it (make lock)"


def npm_faults() -> Iterator[str]:
    """Name addresses in npm's lock, and packages of other platforms that it left out: `npm ci` refuses it then."""
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    held = {path.rpartition("node_modules/")[2] for path in packages}
    for path, package in packages.items():
        if "resolved" in package:
            yield f"web/package-lock.json: {path} holds an address"
        for name in package.get("optionalDependencies", {}):
            if name not in held:
                yield f"web/package-lock.json: {name} is missing, which {path} needs on another platform"


if __name__ == "__main__":
    sys.exit(main())
