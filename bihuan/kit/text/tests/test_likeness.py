from collections import Counter

from bihuan.kit.text.grams import grams
from bihuan.kit.text.likeness import Question, fitness, rarities


def share(words: str, text: str, *others: str) -> float:
    """Return which share of what may be expected the text holds, among others."""
    question = Question(words)
    texts = [grams(text), *map(grams, others)]
    counts = {gram: sum(gram in one for one in texts) for gram in question.grams}
    rarity = rarities(counts, len(texts))
    return question.is_held_by(texts[0], rarity) / question.needs(rarity)


def test_a_question_is_looked_for_by_pairs_and_by_words_whole_and_in_parts():
    assert Question("打印机 v5.2.1").grams == ["打印", "印机", "v5.2.1", "v5", "2", "1", "5.2.1"]
    assert Question("。！").grams == []


def test_what_is_rare_tells_more_and_no_word_tells_less_than_nothing():
    rarity = rarities({"卡纸": 1, "系统": 90, "处处": 100, "没有": 0}, 100)

    assert rarity["没有"] > rarity["卡纸"] > rarity["系统"] > rarity["处处"] > 0


def test_a_text_that_says_it_oftener_fits_better_and_a_long_one_less():
    rarity = {"卡纸": 3.0}

    assert (
        fitness(rarity, {"卡纸": 3}, 1.0)
        > fitness(rarity, {"卡纸": 1}, 1.0)
        > fitness(rarity, {"卡纸": 1}, 4.0)
    )
    assert fitness(rarity, {}, 1.0) == 0


def test_a_pair_in_a_phrase_counts_more_than_one_by_itself():
    assert share("打印机", "打印机坏了", "别的") > 2 * share("打印机", "打印纸没了", "别的")


def test_joining_words_and_short_numbers_say_nothing_of_what_is_asked():
    assert share("我的打印机在4楼", "4个人，在我的办公室", "别的") == 0
    assert share("在哪里", "在哪里", "别的") > 0, "unless nothing else was said"


def test_a_long_story_need_not_be_held_whole():
    story = "数据同步延迟严重。万通物流赵总监紧急反馈，从昨晚开始跟踪延迟，已导致多个订单无法更新，投诉增多。"

    assert share(story, "数据同步延迟的排查", "报表导出") > 0.2
    assert Counter(Question(story, most=10).grams).total() == 10
