from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from bihuan.config.embedded import places

NOBODY = pwd.getpwnam("nobody")
ROOT = pwd.getpwuid(0)
ME = pwd.getpwuid(os.geteuid())


def test_a_folder_below_a_closed_one_is_closed_to_strangers(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    inner.parent.chmod(0o700)

    assert places.may_enter(ME, inner)
    assert places.may_enter(ROOT, inner)
    assert not places.may_enter(NOBODY, inner)


@pytest.mark.parametrize(
    ("kind", "is_on_network"),
    [("nfs4", True), ("cifs", True), ("fuse.sshfs", True), ("ext4", False), ("tmpfs", False)],
)
def test_a_disk_of_another_machine_is_told_by_its_kind(
    kind: str, is_on_network: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/home /srv/our\\040desk {kind} rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)

    assert places.is_on_network(Path("/srv/our desk/var")) == is_on_network
    assert not places.is_on_network(Path("/srv/ours"))


def test_where_nothing_is_known_of_disks_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOUNTS", tmp_path / "nothing")

    assert not places.is_on_network(tmp_path)
