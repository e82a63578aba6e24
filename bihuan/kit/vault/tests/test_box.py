import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kit.vault.box import CannotOpen, seal, unseal
from bihuan.kit.vault.tokens import digest_of, new_token

HERE = "channels.mailbox:7:password"


@given(st.text(max_size=200))
def test_what_is_sealed_opens_in_its_place(secret):
    assert unseal(seal(secret, place=HERE), place=HERE) == secret


def test_it_opens_nowhere_else():
    box = seal("口令", place=HERE)

    with pytest.raises(CannotOpen, match="mailbox:8"):
        unseal(box, place="channels.mailbox:8:password")


def test_the_same_secret_is_never_sealed_alike():
    assert seal("口令", place=HERE) != seal("口令", place=HERE)


@pytest.mark.requirement("SEC-075")
def test_the_box_does_not_show_what_is_in_it():
    box = seal("correct horse battery staple", place=HERE)

    assert b"horse" not in base64.urlsafe_b64decode(box.partition(".")[2])


def test_a_key_that_was_rotated_out_still_opens_what_it_sealed_and_the_new_one_seals(settings):
    settings.VAULT_KEYS = ["old key"]
    old = seal("口令", place=HERE)

    settings.VAULT_KEYS = ["new key", "old key"]
    new = seal("口令", place=HERE)

    assert unseal(old, place=HERE) == unseal(new, place=HERE) == "口令"
    settings.VAULT_KEYS = ["new key"]
    assert unseal(new, place=HERE) == "口令"
    with pytest.raises(CannotOpen):
        unseal(old, place=HERE)


@pytest.mark.parametrize("at", range(4))
def test_no_bit_of_it_can_be_changed(at):
    key_id, _, body = seal("口令", place=HERE).partition(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[at * (len(raw) - 1) // 3] ^= 1

    with pytest.raises(CannotOpen):
        unseal(f"{key_id}.{base64.urlsafe_b64encode(raw).decode()}", place=HERE)


@pytest.mark.parametrize("box", ["", "x", "x.y", ".", "暗号", "abcd1234.", "abcd1234.AAAA"])
def test_what_is_no_box_cannot_be_opened(box, settings):
    settings.VAULT_KEYS = ["a key"]

    with pytest.raises(CannotOpen):
        unseal(box, place=HERE)


@pytest.mark.requirement("SEC-075")
def test_what_could_not_be_opened_is_not_told():
    with pytest.raises(CannotOpen) as trouble:
        unseal("abcd1234.c2VjcmV0", place=HERE)

    assert "c2VjcmV0" not in str(trouble.value)


@pytest.mark.requirement("SEC-029")
def test_a_token_cannot_be_guessed_and_only_its_digest_is_kept():
    tokens = [new_token() for _ in range(100)]

    assert len({token for token, _ in tokens}) == 100
    assert all(len(token) >= 32 and token.isascii() for token, _ in tokens)
    assert all(digest == digest_of(token) and token not in digest for token, digest in tokens)


@pytest.mark.requirement("SEC-030")
@pytest.mark.parametrize("wildcard", ["%", "_", "*", "", "0", "\u202e"])
def test_no_wildcard_stands_for_a_token(wildcard):
    token, digest = new_token()

    assert digest_of(wildcard) != digest
    assert digest_of(token + wildcard) != digest or not wildcard
    assert digest_of(token[:-2] + wildcard) != digest
