"""The programs of the machine that the tests drive: which are there, and, as root on Debian or Ubuntu, getting them.

`python scripts/system_parts.py` installs what is missing and starts nothing. Where it cannot, it names the command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin"
POLICY = Path("/usr/sbin/policy-rc.d")  # Debian asks it whether a service may be started


@dataclass(frozen=True)
class SystemPart:
    """Something of the machine: there if one of its programs or files is."""

    name: str
    packages: tuple[str, ...]
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def is_there(self) -> bool:
        return any(shutil.which(program, path=SBIN) for program in self.programs) or any(
            Path(file).exists() for file in self.files
        )


PARTS = {
    part.name: part
    for part in (
        SystemPart(
            "chromium",
            ("chromium",),
            ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        ),
        SystemPart(
            "fonts",
            ("fonts-noto-cjk",),
            files=(
                "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
                "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
                "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
            ),
        ),
        SystemPart("dovecot", ("dovecot-imapd",), ("dovecot",)),
        SystemPart(
            "dovecot-lmtp", ("dovecot-lmtpd",), files=("/usr/lib/dovecot/lmtp", "/usr/libexec/dovecot/lmtp")
        ),
        SystemPart("postfix", ("postfix",), ("postfix",)),
        SystemPart("prometheus", ("prometheus",), ("prometheus",)),
        SystemPart("alertmanager", ("prometheus-alertmanager",), ("prometheus-alertmanager", "alertmanager")),
    )
}


def missing() -> list[SystemPart]:
    return [part for part in PARTS.values() if not part.is_there()]


def main() -> int:
    lacking = missing()
    if not lacking:
        return 0
    packages = [package for part in lacking for package in part.packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        _say(f"The tests of {', '.join(part.name for part in lacking)} are left out. To have them run:")
        _say(f"    sudo apt-get install --no-install-recommends {' '.join(packages)}")
    else:
        _say(f"Installing {' '.join(packages)} for the tests; no service is started.")
        _install(packages)
    return 0


def _install(packages: list[str]) -> None:
    """Install; a failure is said and leaves the tests out, or fails them where CI is set."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    unconfigured = "postfix postfix/main_mailer_type select No configuration\n"
    with _no_service_started():
        subprocess.run(
            ["debconf-set-selections"], input=unconfigured, text=True, env=environment, check=False
        )
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


@contextmanager
def _no_service_started() -> Iterator[None]:
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
