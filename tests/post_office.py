"""A real post office for the tests: Postfix takes mail, Dovecot keeps it and shows it by IMAP, both on loopback.

Dovecot 2.3's configuration; 2.4 has another language.
"""

from __future__ import annotations

import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from imap_tools import MailBoxUnencrypted, MailMessage

DOMAIN = "yunhe.example"
PASSWORD = "only-for-tests"
START_WITHIN_S = 20.0

DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{mail}/%u
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
default_internal_user = {owner}
default_login_user = nobody
default_internal_group = nogroup
mailbox_idle_check_interval = 1 s
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={mail}/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  unix_listener {folder}/lmtp {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener {folder}/sasl {{
    mode = 0666
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""

POSTFIX = """
compatibility_level = 3.6
mail_owner = postfix
setgid_group = postdrop
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.{domain}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = static:ok
virtual_transport = lmtp:unix:{folder}/lmtp
default_transport = error:no mail leaves this machine
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/sasl
smtputf8_enable = yes
alias_maps =
biff = no
message_size_limit = 78643200
"""


class PostOffice:
    """Everybody at `yunhe.example` has a mailbox, with one password for all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imap_port, self.smtp_port = _free_port(), _free_port()
        self._dovecot: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Start both servers and wait until they answer."""
        for name in ("mail", "run", "state", "spool", "data", "etc"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        self._start_dovecot()
        self._start_postfix()
        _until(lambda: _answers(self.imap_port) and _answers(self.smtp_port), START_WITHIN_S)

    def close(self) -> None:
        subprocess.run(["postfix", "-c", str(self.folder / "etc"), "stop"], capture_output=True, check=False)
        if self._dovecot:
            self._dovecot.send_signal(signal.SIGTERM)
            self._dovecot.wait(10)

    def send(self, mail: EmailMessage | bytes, *, sender: str, to: str) -> None:
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=10) as server:
            server.sendmail(sender, [to], raw)

    def mails_of(self, address: str) -> list[MailMessage]:
        """Return what is in somebody's inbox, oldest first."""
        with MailBoxUnencrypted("127.0.0.1", self.imap_port).login(address, PASSWORD) as box:
            return list(box.fetch(mark_seen=False))

    def wait_for(
        self, address: str, wanted: Callable[[MailMessage], bool], within_s: float = 15.0
    ) -> MailMessage:
        """Return the first mail in somebody's inbox that is wanted, once it is there."""
        deadline = time.monotonic() + within_s
        while True:
            mails = self.mails_of(address)
            if found := next(filter(wanted, mails), None):
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"not in the inbox of {address}: {[mail.subject for mail in mails]}")
            time.sleep(0.1)

    def _start_dovecot(self) -> None:
        owner = pwd.getpwnam("nobody")
        for name in ("mail", "state"):
            shutil.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        configuration = self.folder / "etc" / "dovecot.conf"
        configuration.write_text(
            DOVECOT.format(
                folder=self.folder,
                mail=self.folder / "mail",
                owner="nobody",
                group="nogroup",
                imap_port=self.imap_port,
                password=PASSWORD,
            )
        )
        self._dovecot = subprocess.Popen(["dovecot", "-F", "-c", str(configuration)])

    def _start_postfix(self) -> None:
        etc = self.folder / "etc"
        etc.joinpath("main.cf").write_text(POSTFIX.format(folder=self.folder, domain=DOMAIN))
        etc.joinpath("master.cf").write_text(_master(self.smtp_port))
        shutil.chown(self.folder / "data", "postfix")
        started = subprocess.run(
            ["postfix", "-c", str(etc), "start"], capture_output=True, text=True, check=False
        )
        if started.returncode:
            raise AssertionError(f"postfix: {started.stdout}{started.stderr}")


def _master(port: int) -> str:
    """Return Debian's table of Postfix services, with the door on our port and nothing in a chroot."""
    lines = []
    for line in Path("/usr/share/postfix/master.cf.dist").read_text().splitlines():
        words = line.split()
        if line[:1] in ("#", " ", "") or len(words) < 8:
            continue
        if words[:2] == ["smtp", "inet"]:
            words[0] = f"127.0.0.1:{port}"
        words[4] = "n"
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


def _until(is_so: Callable[[], bool], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError("the post office does not open")
        time.sleep(0.05)
