"""The blueprint that sums up the day's calls."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from .blueprints import BlueprintHousehold
from .commands import NAME, OTHER_NAME, OTHER_NUMBER


async def use_digest(blueprints: BlueprintHousehold, **inputs: Any) -> str:
    """Use the blueprint, and note what is sent."""
    blueprints.serve("notify.send_message")
    return await blueprints.use(
        "daily_digest",
        user=blueprints.house.device_id(),
        recipients=["notify.phone"],
        **inputs,
    )


async def run_digest(blueprints: BlueprintHousehold, automation: str) -> None:
    """Let the automation run as at its time."""
    await blueprints.hass.services.async_call(
        "automation",
        "trigger",
        {"entity_id": automation, "skip_condition": False},
        blocking=True,
    )
    await blueprints.finished(automation)


async def test_the_summary_counts_the_calls_and_names_those_missed(
    blueprints: BlueprintHousehold,
) -> None:
    """A missed caller stands with the time."""
    exchange = blueprints.house.exchange
    automation = await use_digest(blueprints)
    missed = await blueprints.rings()
    await blueprints.gives_up(missed)
    dialed = exchange.outbound("alice", OTHER_NUMBER, OTHER_NAME)
    await blueprints.read()
    exchange.far_answers(dialed.call_id)
    await blueprints.read()
    await blueprints.ends(dialed)
    await run_digest(blueprints, automation)
    (told,) = blueprints.acted("notify.send_message")
    assert told["title"] == "Today's calls"
    assert told["entity_id"] == ["notify.phone"]
    summary, caller = told["message"].split("\n")
    assert (
        " ".join(summary.split()) == "Calls: 2 (1 in, 1 out). Talk: 0 min. Missed: 1."
    )
    assert caller.partition(" ")[2] == NAME


@pytest.mark.parametrize(
    ("inputs", "sent"),
    [
        pytest.param({}, 0, id="not-sent"),
        pytest.param({"without_calls": True}, 1, id="sent-when-wanted"),
    ],
)
async def test_a_day_without_calls_needs_no_summary(
    blueprints: BlueprintHousehold, inputs: dict[str, Any], sent: int
) -> None:
    """Unless somebody wants it."""
    automation = await use_digest(blueprints, **inputs)
    await run_digest(blueprints, automation)
    messages = [told["message"] for told in blueprints.acted("notify.send_message")]
    assert len(messages) == sent
    assert all("Calls: 0" in message for message in messages)


async def test_yesterdays_calls_are_not_in_the_summary(
    blueprints: BlueprintHousehold, freezer: FrozenDateTimeFactory
) -> None:
    """The day begins at midnight where the house is."""
    freezer.move_to("2026-10-11T23:50:00-07:00")
    automation = await use_digest(blueprints)
    await blueprints.gives_up(await blueprints.rings())
    freezer.move_to("2026-10-12T00:10:00-07:00")
    await run_digest(blueprints, automation)
    assert not blueprints.acts
    await blueprints.gives_up(await blueprints.rings())
    await run_digest(blueprints, automation)
    (told,) = blueprints.acted("notify.send_message")
    assert "Calls: 1" in told["message"]


async def test_the_summary_is_sent_at_its_time(
    blueprints: BlueprintHousehold, freezer: FrozenDateTimeFactory
) -> None:
    """Once, and not before."""
    freezer.move_to("2026-10-12T09:30:00-07:00")
    automation = await use_digest(blueprints, time="18:00:00", without_calls=True)
    await blueprints.house.poll(seconds=60)
    assert not blueprints.acts
    freezer.move_to("2026-10-12T18:00:01-07:00")
    await blueprints.house.poll(seconds=0)
    await blueprints.until(lambda: blueprints.acts)
    await blueprints.finished(automation)
    assert len(blueprints.acts) == 1
