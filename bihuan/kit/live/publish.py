"""Tell open pages that something they show has changed.

Only the topic travels, never the content: a page that hears it asks again, and is answered as its reader may see it.
"""

from bihuan.kit.sql.tray import whisper

CHANNEL = "desk"


def publish(*topics: str) -> None:
    """Whisper each topic, such as `ticket:42`.

    PostgreSQL delivers at commit, and never if there is none; the same topic twice in a transaction is heard once.
    """
    for topic in topics:
        whisper(CHANNEL, topic)
