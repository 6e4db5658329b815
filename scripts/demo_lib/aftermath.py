"""What has to be true when the story is told: messages, moments, history, calls to return."""

import asyncio
from collections.abc import Callable

from simulator import Simulator

from .chapters import CALLS_TO_RETURN, CHAPTERS, MISSED_CALLS
from .crm_check import crm_complaints, crm_stories
from .diary import Diary
from .hass_api import HassApi, Json
from .moment_check import moment_complaints
from .story import ALICE, BOB, CALLER_NAME

_SETTLING_SECONDS = 10.0

# Long enough for a late message to make a moment twice.
_QUIET_SECONDS = 1.0


class Aftermath:
    """Asks the exchange and Home Assistant what remained of the calls."""

    def __init__(
        self,
        simulator: Simulator,
        hass: HassApi,
        diary: Diary,
        say: Callable[[str], None],
    ) -> None:
        """Compare with what the diary tells; `say` prints a line."""
        self._simulator = simulator
        self._hass = hass
        self._diary = diary
        self._say = say

    async def complaints(self) -> list[str]:
        """Return what is not as it should be, and say what is."""
        self._say("")
        return [
            *await self._messages(),
            *await self._moments(),
            *await self._history(),
            *await self._missed(),
            *await self._repairs(),
        ]

    async def _messages(self) -> list[str]:
        """Wait for what was posted to reach the bus, and compare."""
        deliveries, heard = self._simulator.crm.deliveries, self._diary.crm_messages
        try:
            async with asyncio.timeout(_SETTLING_SECONDS):
                await self._simulator.crm.settled()
                await self._diary.until(lambda: len(heard) >= len(deliveries))
        except TimeoutError:
            pass
        complaints = crm_complaints([each.message for each in deliveries], heard)
        if not complaints:
            self._say(
                f"CRM messages: {len(deliveries)} posted by the exchange, all on Home"
                " Assistant's bus, in order:"
            )
            for user, states in crm_stories(heard).items():
                self._say(f"    {user}: {', '.join(states)}")
        return complaints

    async def _moments(self) -> list[str]:
        """Return what was told twice, out of order, by a wrong source or not at all."""
        await asyncio.sleep(_QUIET_SECONDS)
        moments = self._diary.moments
        complaints = list(moment_complaints(CHAPTERS, moments))
        if [(each.user, each.type) for each in moments] != self._diary.shown:
            complaints.append("the event entities tell other moments than the bus")
        if not complaints:
            self._say(f"Moments: {len(moments)}, each told once and in order.")
        return complaints

    async def _history(self) -> list[str]:
        """Compare the outcomes that Home Assistant keeps with the calls played."""
        complaints = []
        self._say("Outcomes, as telepo.get_call_history tells them:")
        for user in (ALICE, BOB):
            kept = await self._kept(user)
            played = [chapter.stories().get(user) for chapter in CHAPTERS]
            wanted = [moments[-1] for moments in played if moments]
            if (found := [call["outcome"] for call in kept]) != wanted:
                complaints.append(f"{user}'s calls are kept as {', '.join(found)}")
            shown = (f"{call['outcome']} ({call['source']})" for call in kept)
            self._say(f"    {user}: {', '.join(shown)}")
        return complaints

    async def _kept(self, user: str) -> list[Json]:
        """Return the user's finished calls, oldest first."""
        target = {"entity_id": f"sensor.{user}_call"}
        response = await self._hass.act("telepo.get_call_history", target)
        (answer,) = response["users"].values()
        return list(reversed(answer["calls"]))

    async def _missed(self) -> list[str]:
        """Compare the missed call with the sensor and the list of calls to return."""
        states = {each["entity_id"]: each for each in await self._states()}
        caller = states[MISSED_CALLS]["attributes"]["last_caller"]
        lists = await self._hass.act("todo.get_items", {"entity_id": CALLS_TO_RETURN})
        items = lists[CALLS_TO_RETURN]["items"]
        if caller != CALLER_NAME or [each["summary"] for each in items] != [caller]:
            return [f"the missed call is not {CALLER_NAME}'s, or not the only one"]
        self._say(f"Missed: {caller}; to return: {caller}, {items[0]['description']}")
        return []

    async def _repairs(self) -> list[str]:
        """Return the repairs that the integration asks for: nothing here is broken."""
        found = await self._hass.command("repairs/list_issues")
        issues = [each for each in found["issues"] if each["domain"] == "telepo"]
        return [f"a repair is asked for: {each['issue_id']}" for each in issues]

    async def _states(self) -> list[Json]:
        states: list[Json] = await self._hass.command("get_states")
        return states
