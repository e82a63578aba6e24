import pytest

from bihuan.flow.intake.talk import LONGEST_TITLE, asks_where_it_stands, begins_anew, numbers_in, title_of


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("新问题：VPN 连不上", "VPN 连不上"),
        ("新的报修, 打印机卡纸", "打印机卡纸"),
        ("另一个问题\n投影仪没信号", "投影仪没信号"),
        ("New issue: Excel crashes", "Excel crashes"),
        ("new: my screen is black", "my screen is black"),
        ("新问题", ""),
        ("新问题：", ""),
        ("这是新问题：不是开头", ""),
        ("newest version of Excel: crashes", ""),
        ("还是老问题：VPN", ""),
    ],
)
def test_a_new_matter_begins_with_a_word_that_says_so(text: str, rest: str) -> None:
    assert begins_anew(text) == rest


def test_numbers_are_words_with_figures_in_them() -> None:
    assert numbers_in("请问 IT-20260928-0001 和IT-20260928-0002. 好了吗 hello") == [
        "IT-20260928-0001",
        "IT-20260928-0002",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [("\n\n 卡纸 \n第二行", "卡纸"), ("长" * 81, "长" * (LONGEST_TITLE - 1) + "…"), (" ", "")],
)
def test_a_title_is_the_first_line(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("进度", True),
        ("查进度？", True),
        ("Status", True),
        ("打印机状态异常", False),
        ("status of VPN?", False),
    ],
)
def test_only_a_word_by_itself_asks_where_things_stand(text: str, asks: bool) -> None:
    assert asks_where_it_stands(text) is asks
