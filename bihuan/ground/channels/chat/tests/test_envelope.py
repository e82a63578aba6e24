"""The sealed envelope of 企业微信 and 钉钉, with the values that the vendor publishes."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bihuan.ground.channels.chat.envelope import BLOCK_BYTES, Envelope, NoKey, key_of
from bihuan.ground.channels.chat.genuine import NotGenuine

PUBLISHED = Envelope("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
ECHO = {
    "sealed": "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
    "signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    "timestamp": "1409659589",
    "nonce": "263014780",
}


@pytest.mark.requirement("INT-04")
def test_the_published_check_of_an_address_opens() -> None:
    assert PUBLISHED.open(**ECHO) == "1616140317555161061"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"signature": ECHO["signature"][:-1] + "4"}, "one digit of the signature"),
        ({"signature": ""}, "no signature"),
        ({"timestamp": "1409659590"}, "another moment"),
        ({"nonce": "263014781"}, "another nonce"),
        ({"sealed": "AAAA" + ECHO["sealed"][4:]}, "other bytes"),
        ({"sealed": ""}, "nothing sealed"),
    ],
)
def test_whatever_is_changed_in_an_envelope_it_does_not_open(change: dict[str, str], why: str) -> None:
    with pytest.raises(NotGenuine):
        PUBLISHED.open(**ECHO | change)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Envelope("other", PUBLISHED.encoding_aes_key, PUBLISHED.receiver), "another token"),
        (Envelope("", PUBLISHED.encoding_aes_key, PUBLISHED.receiver), "no token is set here"),
        (Envelope(PUBLISHED.token, PUBLISHED.encoding_aes_key, "wx5823bf96d3bd56c8"), "another company"),
        (Envelope(PUBLISHED.token, "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij", ""), "another key"),
    ],
)
def test_what_is_for_somebody_else_is_not_opened(other: Envelope, why: str) -> None:
    with pytest.raises(NotGenuine):
        other.open(**ECHO)


@pytest.mark.parametrize(
    "spoil",
    [lambda pad: b"\0" + pad[1:], lambda pad: pad[:-1] + b"\0", lambda pad: b"!" * len(pad)],
    ids=["first", "last", "all"],
)
def test_a_padding_that_is_not_right_to_the_last_byte_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    inside = b"r" * 16 + struct.pack(">I", 5) + b"hello" + PUBLISHED.receiver.encode()
    pad = BLOCK_BYTES - len(inside) % BLOCK_BYTES
    key = key_of(PUBLISHED.encoding_aes_key)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    locked = encryptor.update(inside + spoil(bytes([pad]) * pad)) + encryptor.finalize()
    sealed = base64.b64encode(locked).decode()

    with pytest.raises(NotGenuine, match="padding"):
        PUBLISHED.open(sealed, signature=PUBLISHED.signature(sealed, "1", "2"), timestamp="1", nonce="2")


@pytest.mark.parametrize("text", ["", "字", "a" * 11, "a" * 12, "a" * 13, "三楼的打印机卡纸" * 400])
def test_what_is_sealed_opens_again_at_any_length(text: str) -> None:
    sealed, signature = PUBLISHED.seal(text, timestamp="1", nonce="2")

    assert PUBLISHED.open(sealed, signature=signature, timestamp="1", nonce="2") == text


@pytest.mark.parametrize("key", ["", "short", "a" * 42 + "=", "é" * 43])
def test_a_key_that_is_none_is_said_to_be_none(key: str) -> None:
    with pytest.raises(NoKey):
        key_of(key)
