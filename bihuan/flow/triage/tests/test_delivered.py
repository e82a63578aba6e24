import pytest

from bihuan.flow.triage.suggesting import guess_category
from bihuan.flow.triage.tests.cast import delivered, filed
from bihuan.ground.catalogue.models import Category

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-02")]

SAID = [
    ("三楼打印机卡纸", "一直卡纸，打不出来", "hardware.printer"),
    ("电脑蓝屏", "开机就蓝屏，反复重启", "hardware.computer"),
    ("Printer offline", "The print queue is stuck and the printer says offline", "hardware.printer"),
    ("Blue screen every morning", "BSOD with MEMORY_MANAGEMENT", "hardware.computer"),
]


def test_the_delivered_words_know_what_people_write():
    delivered()

    classified = [filed(title, text).category.code for title, text, _code in SAID]

    assert classified == [code for _title, _text, code in SAID]


def test_each_kind_of_work_is_known_by_its_own_name_in_either_language():
    delivered()
    leaves = Category.objects.leaves().exclude(code=Category.UNSORTED)
    keywords = dict(leaves.values_list("code", "keywords"))

    strongest = {code: sorted(words, key=lambda word: -words[word]) for code, words in keywords.items()}
    for code, words in strongest.items():
        guess = guess_category(" ".join(words[:3]), "", keywords)
        assert guess is not None
        assert guess.category == code
