"""A Home Assistant with a growing number of users, and the rows that compare them."""

import asyncio
from dataclasses import dataclass, field
from itertools import batched

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .exchange import Exchange
from .home import add_user
from .least import Json
from .pairs import Effort
from .table import Aim, Row

_AIM = Aim("≤", 1.1)


@dataclass(frozen=True, slots=True)
class Household:
    """The users who were added, and what each typed into the form."""

    hass: HomeAssistant
    exchange: Exchange
    entries: list[ConfigEntry] = field(default_factory=list)
    users: list[Json] = field(default_factory=list)

    async def grow(self, count: int) -> None:
        """Add users until there are so many."""
        names = [f"user{number}" for number in range(len(self.users), count)]
        users = await self.exchange.ask("users", names=names)
        self.users.extend(users)
        # Some at a time, or the sentences would be renewed for each of them.
        for some in batched(users, 50, strict=False):
            adding = (add_user(self.hass, user) for user in some)
            self.entries.extend(await asyncio.gather(*adding))


def counts(effort: Effort) -> tuple[int, ...]:
    """Return how many users there are to be, one after the other."""
    return (10,) if effort.quick else (10, 100, 500)


def rows(what: str, figures: dict[int, float], unit: str) -> list[Row]:
    """Return each number of users against one; `figures` are per user, in `unit`."""
    one = figures[1]
    return [
        Row(
            what=f"{count} users: {what}",
            floor="one user",
            aim=_AIM,
            figure=figure / one,
            ours=f"{figure:.3g} {unit}",
            against=f"{one:.3g} {unit}",
        )
        for count, figure in figures.items()
        if count > 1
    ]
