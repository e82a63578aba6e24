from email import message_from_string
from email.utils import collapse_rfc2231_value

import pytest
from django.db import IntegrityError

from bihuan.kit.files.kinds import Kind, kind_of
from bihuan.kit.files.models import Blob, File
from bihuan.kit.files.serving import serve
from bihuan.kit.files.tests.cast import EVERY_KIND, MONDAY, PNG


@pytest.mark.parametrize(("content", "kind"), EVERY_KIND, ids=repr)
def test_what_a_file_is_is_read_from_its_bytes(content, kind):
    assert kind_of(content) == kind


@pytest.mark.requirement("SEC-006", "SEC-008")
@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><script>alert(1)</script>",
        b"  \n<html>",
        b"%PDF-1.7 /JS (app.alert(1))",
        b"MIME-Version: 1.0\nContent-Type: multipart/related",
        b"BM" + b"\0" * 40,
        b"",
        b"GIF",
        b"RIFF\0\0\0\0WAVE",
        b"\x89PNG",
    ],
    ids=repr,
)
def test_what_could_run_or_is_no_raster_picture_is_never_a_picture(content):
    assert kind_of(content) is Kind.OTHER


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once_and_each_sender_has_an_address_of_his_own():
    first = File.keep("a.png", PNG, by=None, at=MONDAY)
    second = File.keep("b.png", PNG, by=None, at=MONDAY)

    assert Blob.objects.count() == 1
    assert first.key != second.key
    assert bytes(second.blob.content) == PNG


@pytest.mark.requirement("SEC-055", "SEC-064")
@pytest.mark.django_db
def test_a_file_has_an_address_that_nobody_guesses_and_nothing_of_the_senders_is_in_it():
    keys = {File.keep("工资表.xlsx", b"x", by=None, at=MONDAY).key for _ in range(20)}

    assert len(keys) == 20
    assert min(len(key) for key in keys) >= 21  # 128 bits


@pytest.mark.django_db
def test_the_longest_name_and_the_emptiest_file_can_be_kept():
    kept = File.keep("长" * 500 + ".pdf", b"", by=None, at=MONDAY)

    assert File.objects.get(pk=kept.pk).size_bytes == 0


@pytest.mark.requirement("SEC-001", "SEC-006", "SEC-008")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='alert(1)'/>"),
        ("picture.png", b"<svg onload='alert(1)'/>"),  # a name proves nothing
        ("报障单.pdf", b"%PDF-1.7"),
        ("mail.mht", b"MIME-Version: 1.0"),
    ],
    ids=repr,
)
def test_whatever_is_no_raster_picture_leaves_as_a_download_without_a_type(name, content):
    answer = serve(File.keep(name, content, by=None, at=MONDAY))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == content


@pytest.mark.requirement("SEC-001")
@pytest.mark.django_db
@pytest.mark.parametrize(("content", "kind"), EVERY_KIND, ids=repr)
def test_every_file_leaves_with_the_headers_that_let_it_neither_run_nor_load_anything(content, kind):
    answer = serve(File.keep("x", content, by=None, at=MONDAY))

    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_raster_picture_is_shown_in_place_under_its_own_type():
    answer = serve(File.keep("截图.html", PNG, by=None, at=MONDAY))

    assert (answer["Content-Type"], answer["Content-Disposition"].partition(";")[0]) == (
        "image/png",
        "inline",
    )


@pytest.mark.requirement("SEC-007", "SEC-071")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ['"; filename=evil.exe; x="', "a\r\nSet-Cookie: x=1.txt", "报障单 2026.txt", "\u202efdp.exe", "a\u2028b"],
)
def test_no_name_adds_a_header_or_a_second_file_name(name):
    file = File.keep(name, b"x", by=None, at=MONDAY)
    read = message_from_string(f"Content-Disposition: {serve(file)['Content-Disposition']}\n\n")

    assert read.keys() == ["Content-Disposition"]
    assert [key for key, _value in read.get_params(header="content-disposition")] == [
        "attachment",
        "filename",
    ]
    assert collapse_rfc2231_value(read.get_param("filename", header="content-disposition")) == file.name


@pytest.mark.django_db
def test_the_database_takes_no_kind_of_file_that_the_desk_does_not_know():
    with pytest.raises(IntegrityError, match="file_kind_known"):
        File.objects.create(blob=Blob.keep(b"x"), name="x", kind="svg", size_bytes=1, at=MONDAY)
