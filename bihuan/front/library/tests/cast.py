"""Readers of both languages, and what they see."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from bihuan.front.home.tests.cast import browser_of
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import person
from bihuan.practices.knowledge.models import Article


def english(who: str) -> Client:
    Person.objects.filter(pk=person(who).pk).update(language="en")
    return browser_of(who)


def shown(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def of(article: Article, name: str = "article") -> str:
    return reverse(name, args=[article.number])
