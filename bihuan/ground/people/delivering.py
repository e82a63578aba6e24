"""The teams and skills that a desk begins with. What an administrator changed afterwards stays."""

from __future__ import annotations

from bihuan.ground.people.models import Skill, Team
from bihuan.kit.text.delivered import read_delivered


def deliver() -> None:
    for skill in read_delivered(__file__, "skills")["skill"]:
        Skill.objects.get_or_create(
            code=skill["code"], defaults={"name_zh": skill["name_zh"], "name_en": skill["name_en"]}
        )
    for team in read_delivered(__file__, "teams")["team"]:
        names = {"name_zh": team["name_zh"], "name_en": team["name_en"]}
        Team.objects.get_or_create(code=team["code"], defaults=names | {"tier": team["tier"]})
