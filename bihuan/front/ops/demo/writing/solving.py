"""How a ticket is solved, and what the library has of it."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.flow.sla.clockwork import Promise
from bihuan.front.ops.demo.writing.cover import Cover
from bihuan.front.ops.demo.writing.paper import signer
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.vault.tokens import new_token
from bihuan.practices.knowledge.models import Article, Outcome, Use
from bihuan.tickets import events as happened
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Confirmation, Knowledge, Resolution, TimeSpent


class Solving(Cover):
    confirmation: Confirmation | None = None  # the last one
    uses: Sequence[Use] = ()  # of articles
    drafts: Sequence[tuple[Resolution, Stamp]] = ()  # articles to be written

    def solve(
        self,
        stamp: Stamp,
        *,
        cause: str,
        solution: str,
        verification: str,
        spent_minutes: int,
        is_workaround: bool,
    ) -> None:
        self.paper.take_up(stamp)
        self.paper.end_hold(stamp)
        self.paper.move(State.RESOLVED, stamp, resolved_at=stamp.at)
        resolution = self.resolution = self.rows.add(
            Resolution(
                ticket=self.ticket,
                cause=cause.strip(),
                solution=solution.strip(),
                verification=verification.strip(),
                is_workaround=is_workaround,
                by=signer(stamp),
                at=stamp.at,
            )
        )
        self.paper.promises.resolutions.append(resolution)
        self._spend(spent_minutes, stamp)
        self.paper.record(lambda: happened.Solved(resolution=resolution.pk), stamp)
        self.paper.promises.settle(list(Promise), stamp.at)
        self.index()
        self._ask_whether_solved(resolution, stamp)
        self.paper.alarm.end(stamp)

    def link(self, article: Article, stamp: Stamp) -> None:
        use = next((one for one in self.uses if one.article == article), None)
        if use is None:
            use = self.rows.add(Use(article=article, ticket=self.ticket))
            self.uses = [*self.uses, use]
        use.outcome, use.at, use.by = Outcome.HELPED, stamp.at, signer(stamp)
        self._complete(stamp, knowledge=Knowledge.LINKED, article_number=article.number, knowledge_why="")

    def draft(self, stamp: Stamp) -> None:
        assert self.resolution is not None
        self.drafts = [*self.drafts, (self.resolution, stamp)]
        self.resolution.knowledge = Knowledge.DRAFTED
        self.paper.keep(stamp)
        resolution = self.resolution

        def told() -> happened.Amended:
            changes: dict[str, list[object]] = {
                "knowledge": ["", "drafted"],
                "article_number": ["", resolution.article_number],
            }
            return happened.Amended(changes=changes)

        self.paper.record(told, stamp)

    def need_none(self, why: str, stamp: Stamp) -> None:
        self._complete(stamp, knowledge=Knowledge.NONE_NEEDED, article_number="", knowledge_why=why.strip())

    def _spend(self, minutes: int, stamp: Stamp) -> None:
        if minutes > 0:
            spent = TimeSpent(ticket=self.ticket, person=signer(stamp), minutes=minutes, at=stamp.at)
            self.rows.add(spent)

    def _ask_whether_solved(self, resolution: Resolution, stamp: Stamp) -> None:
        token, digest = new_token()
        confirmation = Confirmation(
            ticket=self.ticket, resolution=resolution, token_digest=digest, asked_at=stamp.at
        )
        self.confirmation = self.rows.add(confirmation)
        self.paper.letters.ask_whether_solved(resolution, token, stamp)

    def _complete(self, stamp: Stamp, **fields: str) -> None:
        assert self.resolution is not None
        changes: dict[str, list[object]] = {}
        for name, new in fields.items():
            if (was := getattr(self.resolution, name)) != new:
                changes[name] = [str(was), str(new)]
                setattr(self.resolution, name, new)
        self.paper.keep(stamp)
        if changes:
            self.paper.record(lambda: happened.Amended(changes=changes), stamp)
