"""The patterns that a desk begins with. What was changed afterwards stays."""

from __future__ import annotations

from bihuan.ground.duty.models import Pattern
from bihuan.kit.text.delivered import read_delivered


def deliver() -> None:
    for position, told in enumerate(read_delivered(__file__, "patterns")["pattern"]):
        fields = {name: told[name] for name in ("name_zh", "name_en", "kind", "tone")}
        hours = {"begins_at": told["begins"], "ends_at": told["ends"]}
        Pattern.objects.get_or_create(code=told["code"], defaults=fields | hours | {"position": position})
