"""The sealed envelope in which 企业微信 and 钉钉 put their calls: AES-256-CBC, signed with a token. Plain Python.

The first 16 bytes of the key are the vector, too; padding goes by blocks of 32 bytes, not 16. Within are 16 random
bytes, the length of the text in 4 bytes, the text, and for whom it is: a company, an application, or nobody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bihuan.ground.channels.chat.genuine import NotGenuine, require_same

BLOCK_BYTES = 32
AES_BLOCK_BYTES = 16
HEAD_BYTES = 20  # random ones, and the length
KEY_CHARACTERS = 43


class NoKey(ValueError):
    """An EncodingAESKey has 43 letters and digits."""


@dataclass(frozen=True)
class Envelope:
    """What both sides know: the token, the key as the platform shows it, and for whom the envelopes are."""

    token: str
    encoding_aes_key: str
    receiver: str

    def open(self, sealed: str, *, signature: str, timestamp: str, nonce: str) -> str:
        """Return the text within.

        :raises NotGenuine: if signature, padding or receiver is not right
        """
        require_same(signature, self.signature(sealed, timestamp, nonce), "signature")
        inside = without_padding(self.unlock(sealed), BLOCK_BYTES)
        if len(inside) < HEAD_BYTES:
            raise NotGenuine("too short")
        (length,) = struct.unpack(">I", inside[16:HEAD_BYTES])
        text, receiver = inside[HEAD_BYTES : HEAD_BYTES + length], inside[HEAD_BYTES + length :]
        if len(text) != length or receiver != self.receiver.encode():
            raise NotGenuine("for somebody else")
        return _decoded(text)

    def seal(self, text: str, *, timestamp: str, nonce: str, random16: bytes = b"") -> tuple[str, str]:
        """Return the text sealed, and the signature."""
        said = text.encode()
        inside = (random16 or secrets.token_bytes(16)) + struct.pack(">I", len(said)) + said
        inside += self.receiver.encode()
        pad = BLOCK_BYTES - len(inside) % BLOCK_BYTES
        encryptor = self._cipher().encryptor()
        locked = encryptor.update(inside + bytes([pad]) * pad) + encryptor.finalize()
        sealed = base64.b64encode(locked).decode()
        return sealed, self.signature(sealed, timestamp, nonce)

    def signature(self, sealed: str, timestamp: str, nonce: str) -> str:
        if not self.token:
            raise NotGenuine("no token is set")
        said = "".join(sorted([self.token, timestamp, nonce, sealed]))
        return hashlib.sha1(said.encode()).hexdigest()  # noqa: S324, both platforms' own choice

    def unlock(self, sealed: str) -> bytes:
        """Return the bytes within, their padding among them, whoever sealed them.

        :raises NotGenuine: if these are no sealed bytes
        """
        return unlocked(from_base64(sealed), self._cipher())

    def _cipher(self) -> Cipher[modes.CBC]:
        key = key_of(self.encoding_aes_key)
        return Cipher(algorithms.AES(key), modes.CBC(key[:AES_BLOCK_BYTES]))


def key_of(encoded: str) -> bytes:
    """Return the 32 bytes of a key as the platforms show it.

    :raises NoKey: if it is none
    """
    if len(encoded) != KEY_CHARACTERS or not (encoded.isascii() and encoded.isalnum()):
        raise NoKey("an EncodingAESKey has 43 letters and digits")
    return base64.b64decode(encoded + "=")


def from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotGenuine("no base64") from None


def unlocked(locked: bytes, cipher: Cipher[modes.CBC]) -> bytes:
    """Return what was locked by AES-CBC, its padding among it.

    :raises NotGenuine: if these are no whole blocks
    """
    if not locked or len(locked) % AES_BLOCK_BYTES:
        raise NotGenuine("no whole blocks")
    decryptor = cipher.decryptor()
    return decryptor.update(locked) + decryptor.finalize()


def without_padding(inside: bytes, block_bytes: int) -> bytes:
    """Take the padding of PKCS #7 away.

    :raises NotGenuine: if it is not right to the last byte
    """
    pad = inside[-1]
    if not 1 <= pad <= block_bytes or inside[-pad:] != bytes([pad]) * pad:
        raise NotGenuine("wrong padding")
    return inside[:-pad]


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise NotGenuine("no text") from None
