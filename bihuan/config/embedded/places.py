"""Where things may stand on this machine: who may enter a folder, and what kind of disk it is on."""

from __future__ import annotations

from pathlib import Path
from pwd import struct_passwd

# Where root keeps what the unprivileged server must reach and cannot below root's own folders.
MACHINE_FOLDER = Path("/var/lib/bihuan")

MOUNTS = Path("/proc/self/mounts")
NETWORK_DISKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "glusterfs", "fuse.sshfs", "ceph"}


def machine_folder() -> Path:
    """Make the folder that anyone may pass through and only root may fill, whatever the umask says."""
    MACHINE_FOLDER.mkdir(parents=True, exist_ok=True)
    MACHINE_FOLDER.chmod(0o711)
    return MACHINE_FOLDER


def may_enter(user: struct_passwd, folder: Path) -> bool:
    """Tell whether the mode bits of a folder and of all above it let `user` through."""
    return user.pw_uid == 0 or all(
        _opens(user, place) for place in (folder, *folder.parents) if place.exists()
    )


def is_on_network(folder: Path) -> bool:
    """Tell whether a folder is on a disk of another machine, where locks and fsync cannot be trusted."""
    try:
        mounts = [line.split(" ") for line in MOUNTS.read_text().splitlines()]
    except OSError:  # not Linux: nothing is known
        return False
    below = [(len(point), kind) for _, point, kind, *_ in mounts if folder.is_relative_to(_unescape(point))]
    return bool(below) and max(below)[1] in NETWORK_DISKS


def _opens(user: struct_passwd, place: Path) -> bool:
    found = place.stat()
    if found.st_uid == user.pw_uid:
        return bool(found.st_mode & 0o100)
    return bool(found.st_mode & (0o010 if found.st_gid == user.pw_gid else 0o001))


def _unescape(point: str) -> str:
    """Undo the \\040 that stands for a blank in the list of mounts."""
    return point.encode().decode("unicode_escape").encode("latin-1").decode(errors="surrogateescape")
