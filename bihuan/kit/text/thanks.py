"""Whether an answer is nothing but thanks. Plain Python.

A ticket that is solved or closed opens again when its person writes; but not because he or she is polite.
"""

from __future__ import annotations

import re

LONGEST = 60  # characters; whoever writes more has something to say

_POLITE = re.compile(
    r"(many )?thank(s| you)( (so|very) much| a lot| again)?"
    r"( for (your|the|all your) ((quick|great|kind|prompt) )?(help|support|reply|answer|work))?"
    r"|it works( now| again)?|works( fine| well)?( now| again)?|all good"
    r"|(is |has been |it'?s )?(solved|fixed|resolved)( now)?|perfect|great|ok(ay)?(了|啦)?|got it|cheers|noted|received"
    r"|(再次|非常|十分|万分|多)?(感谢|谢谢|多谢|谢)(您|你|大家|老师|师傅)*(们?的)?(大力|耐心)?(支持|帮助|帮忙|协助|配合)*(了|啦)?"
    r"|辛苦(您|你|了|啦|大家)*"
    r"|已经?(好|解决|恢复|正常|可以(用)?)(了|啦)?|现在|问题|都?(好|可以(用)?|正常|恢复|解决|行)(了|啦)|没问题(了|啦)?"
    r"|收到|好的?|赞|老师|师傅",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"[?？]|不|没(?!问题)|未|无法|还是|但|又|再(?!次[感谢])|\b(not|but|still|fail\w*|error)\b|n['’]t\b",
    re.IGNORECASE,
)
_REST = re.compile(r"[\W_]+")


def is_only_thanks(text: str) -> bool:
    """Tell whether `text` thanks, or says that all is well, and no more. In doubt it does say more."""
    if len(text) > LONGEST or _NOT.search(text):
        return False
    return bool(text.strip()) and not _REST.sub("", _POLITE.sub("", text))
