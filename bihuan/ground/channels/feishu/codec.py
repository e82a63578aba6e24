"""How 飞书 signs and seals its calls (event subscription 2.0). Plain Python.

The signature is a plain SHA-256 over time, nonce, key and body; what is sealed begins with its vector, and its key is
the SHA-256 of the Encrypt Key.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bihuan.ground.channels.chat.envelope import AES_BLOCK_BYTES, from_base64, unlocked, without_padding
from bihuan.ground.channels.chat.genuine import NotGenuine


def signature_of(timestamp: str, nonce: str, encrypt_key: str, body: bytes) -> str:
    """Return what stands in `X-Lark-Signature`.

    :raises NotGenuine: if no key is set, since then anybody could sign
    """
    if not encrypt_key:
        raise NotGenuine("no key is set")
    return hashlib.sha256((timestamp + nonce + encrypt_key).encode() + body).hexdigest()


def unseal(sealed: str, encrypt_key: str) -> str:
    """Return the text within.

    :raises NotGenuine: if it was not sealed with this key
    """
    if not encrypt_key:
        raise NotGenuine("no key is set")
    locked = from_base64(sealed)
    vector, locked = locked[:AES_BLOCK_BYTES], locked[AES_BLOCK_BYTES:]
    if len(vector) < AES_BLOCK_BYTES:
        raise NotGenuine("too short")
    key = hashlib.sha256(encrypt_key.encode()).digest()
    inside = unlocked(locked, Cipher(algorithms.AES(key), modes.CBC(vector)))
    try:
        return without_padding(inside, AES_BLOCK_BYTES).decode()
    except UnicodeDecodeError:
        raise NotGenuine("no text") from None
