"""What the alerts of a source come to: how much they matter, and what they are about."""

from __future__ import annotations

from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import AlertSource
from bihuan.ground.channels.monitoring.alert import Alert


class Mapping:
    """The tables of a source, read once for a message."""

    def __init__(self, source: AlertSource) -> None:
        self._source = source
        self._levels = {one.severity: one for one in source.levels.all()}
        self._rules = list(source.rules.select_related("category__team").order_by("position"))

    def is_ignored(self, alert: Alert) -> bool:
        level = self._levels.get(alert.severity)
        return level is not None and level.is_ignored

    def levels(self, alert: Alert) -> tuple[int, int]:
        """Return impact and urgency: of the severity, or the source's usual ones."""
        level = self._levels.get(alert.severity) or self._source
        return level.impact, level.urgency

    def category(self, alert: Alert) -> Category | None:
        """Return the category of the first rule that fits, else the source's own; None leaves it to the words."""
        rule = next((one for one in self._rules if one.fits(alert.labels)), None)
        found = rule.category if rule else self._source.category
        return found if found is not None and found.is_active else None
