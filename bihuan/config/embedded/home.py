"""Where the embedded database lives, and as whom it runs."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import tempfile
from pathlib import Path

from psycopg.conninfo import make_conninfo

from bihuan.config.embedded.places import is_on_network, machine_folder, may_enter
from bihuan.config.embedded.programs import MAJOR
from bihuan.config.embedded.refusal import CannotRun

SERVER_USER = "nobody"  # as whom root runs the server; PostgreSQL refuses to run as root
# In bytes: the kernel takes 107 (macOS 103) for the path of a socket, its name included.
LONGEST_SOCKET_FOLDER = 90
SEPARATORS = set(",\"'\\")  # between two folders, for those who read a path with a socket
FOLDER_NAME = f"pg{MAJOR}"  # a new major version gets a new folder beside the old one


class Home:
    """The folders of one embedded database.

    The data stand in `<folder>/pg18`. Where root runs the desk below a folder that the server's user may not enter,
    such as /root, that is a link to a folder of the machine's: the way through other people's folders stays closed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.user = _server_user(self.folder / FOLDER_NAME)

    @property
    def data(self) -> Path:
        return (self.folder / FOLDER_NAME).resolve()

    @property
    def socket(self) -> Path:
        """Return the folder of the socket: beside the data, or elsewhere if no socket can have that path."""
        beside = self.data.parent / "socket"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and not SEPARATORS & set(str(beside)):
            return beside
        name = f"bihuan-{self.user.pw_uid}-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]}"
        return _short_folder() / name

    @property
    def address(self) -> str:
        """Return how the desk connects, as a libpq string."""
        return self.address_of("desk", "desk")

    @property
    def address_file(self) -> Path:
        """Return where a running server's starter writes the address down, for others who may choose another socket."""
        return self.data.parent / "address.txt"

    def address_of(self, role: str, database: str) -> str:
        return make_conninfo(host=str(self.socket), user=role, dbname=database)

    def furnish(self) -> None:
        """Make the folders, for the server's user alone.

        :raises CannotRun: if they cannot be made or used here
        """
        try:
            self._furnish()
        except OSError as error:
            raise CannotRun(
                f"{error.filename}: {error.strerror}. Set BIHUAN_DATA to a folder of yours."
            ) from error

    def own(self, folder: Path) -> None:
        """Make a folder for the server's user alone.

        :raises CannotRun: if somebody else made it before
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), self.user.pw_uid}:
            raise CannotRun(
                f"{folder} belongs to somebody else. Remove it, or set BIHUAN_DATA to another folder."
            )
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def _furnish(self) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            self.folder.chmod(0o711)
        if not os.path.lexists(self.folder / FOLDER_NAME) and not may_enter(self.user, self.folder):
            (self.folder / FOLDER_NAME).symlink_to(_folder_of_the_machine() / FOLDER_NAME)
        if not self.data.parent.is_dir():
            raise CannotRun(f"{self.folder / FOLDER_NAME} leads to {self.data}, which is not there any more.")
        if not may_enter(self.user, self.data.parent):
            raise CannotRun(
                f"The database runs as {self.user.pw_name}, who may not enter {self.data.parent}. "
                f"Open the way for others (chmod o+x), or set BIHUAN_DATA to another folder."
            )
        if is_on_network(self.data):
            raise CannotRun(
                f"{self.data} is on a network disk, where a database is not safe. "
                f"Set BIHUAN_DATA to a folder on a local disk, or DATABASE_URL to a server of yours."
            )
        self.own(self.socket)


def _server_user(data: Path) -> pwd.struct_passwd:
    """Return whom the data belong to; for new data, the one who starts, or `nobody` in place of root."""
    me = os.geteuid()
    try:
        owner = data.stat().st_uid if data.exists() else me
        user = pwd.getpwuid(owner) if owner else pwd.getpwnam(SERVER_USER)
    except KeyError:
        raise CannotRun(
            "PostgreSQL needs a user with a name, and this one has none. See useradd(8)."
        ) from None
    except PermissionError:
        raise CannotRun(
            f"This user may not enter {data.parent}. Set BIHUAN_DATA to a folder of yours."
        ) from None
    if me not in {0, user.pw_uid}:
        raise CannotRun(
            f"{data} belongs to the user {user.pw_name}. Start as {user.pw_name}, or set BIHUAN_DATA."
        )
    return user


def _folder_of_the_machine() -> Path:
    """Make a new folder that root's link can lead to; its name is a chance one, so that no old data is taken up."""
    folder = machine_folder() / secrets.token_hex(4)
    folder.mkdir()
    folder.chmod(0o711)
    return folder


def _short_folder() -> Path:
    if os.geteuid() == 0:
        return machine_folder()
    return Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
