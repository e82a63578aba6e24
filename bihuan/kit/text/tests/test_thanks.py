import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kit.text.thanks import LONGEST, is_only_thanks

pytestmark = pytest.mark.requirement("CLS-01")


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "谢谢！",
        "谢谢您！",
        "谢谢啦~",
        "非常感谢",
        "非常感谢您的帮助！",
        "感谢支持",
        "感谢您的支持。",
        "多谢多谢",
        "再次感谢！",
        "谢谢师傅，辛苦了",
        "辛苦啦",
        "好的，谢谢",
        "好了，谢谢！",
        "已经好了，谢谢",
        "已解决，多谢",
        "问题解决了，谢谢老师",
        "现在可以用了，谢谢",
        "现在都正常了",
        "可以了。",
        "没问题了",
        "收到，谢谢。",
        "收到",
        "OK了",
        "赞👍",
        "👍 谢谢",
        "Thanks",
        "Thanks!",
        "thank you very much",
        "Thank you so much for your help!",
        "Thanks for the quick help.",
        "Many thanks, it works now.",
        "It works again, thanks a lot",
        "All good, thank you",
        "Perfect, thanks",
        "Solved. Thanks!",
        "It's fixed now, great",
        "Noted, thanks",
        "Got it",
        "ok",
    ],
)
def test_who_only_thanks_does_not_open_a_ticket_again(text):
    assert is_only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?",
        "谢谢，但是还是不行",
        "谢谢，又卡纸了",
        "好了一会儿又不行了",
        "没好",
        "没解决",
        "还没解决，谢谢",
        "未解决",
        "无法打印",
        "不好",
        "好像不行",
        "可以了吗？",
        "好了吗",
        "解决了吗？谢谢",
        "谢谢，请再看一下",
        "谢谢。另外邮箱也打不开",
        "收到，明天来看一下",
        "谢谢，打印机换到五楼了",
        "现在问题更多了",
        "Thanks, but it still jams",
        "thanks, not yet",
        "It does not work, thanks",
        "It isn't fixed",
        "It works now, but the scanner fails",
        "Is it fixed now?",
        "ok?",
        "Thanks, one more question",
        "Thanks. When will it be fixed",
        "Please call me",
        "谢谢" * 40,
    ],
)
def test_who_says_more_does(text):
    assert not is_only_thanks(text)


@given(st.text(min_size=LONGEST + 1, max_size=200))
def test_whoever_writes_much_has_something_to_say(text):
    assert not is_only_thanks(text)


@given(
    st.sampled_from(["谢谢", "好的，谢谢", "Thanks"]),
    st.sampled_from(["不", "没", "还是", "但", " but ", "又", " not "]),
    st.text(max_size=10),
)
def test_a_no_in_it_is_never_passed_over(thanks, no, rest):
    assert not is_only_thanks(f"{thanks}{no}{rest}")
