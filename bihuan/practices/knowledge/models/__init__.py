from bihuan.practices.knowledge.models.article import (
    Article,
    ArticleIncomplete,
    ArticleKind,
    ArticleState,
    ArticleText,
    Visibility,
)
from bihuan.practices.knowledge.models.avoided import Avoided
from bihuan.practices.knowledge.models.dismissal import Dismissal, GapKind
from bihuan.practices.knowledge.models.missed import Missed
from bihuan.practices.knowledge.models.use import Outcome, Use
from bihuan.practices.knowledge.models.vote import Vote

__all__ = [
    "Article",
    "ArticleIncomplete",
    "ArticleKind",
    "ArticleState",
    "ArticleText",
    "Avoided",
    "Dismissal",
    "GapKind",
    "Missed",
    "Outcome",
    "Use",
    "Visibility",
    "Vote",
]
