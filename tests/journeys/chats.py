"""The small company in four chats, written into a running desk's database: `python -m tests.journeys.chats ADDRESS`.

ADDRESS is where the platforms are simulated. The doors of the connections are printed: platform → path.
"""

from __future__ import annotations

import json
import os
import sys

import django

from tests.journeys.company import settle


def connect(address: str) -> dict[str, str]:
    from bihuan.ground.channels.platforms import PLATFORMS
    from bihuan.ground.channels.tests import chat

    made = {platform: chat.connection(platform, address=address) for platform in PLATFORMS}
    return {platform: f"/in/{platform}/{one.door}" for platform, one in made.items()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.base")
    django.setup()
    settle({"address": "it@yunhe.example", "name_zh": "服务台", "name_en": "Desk", "password": ""})
    print(json.dumps(connect(sys.argv[1])))  # noqa: T201
