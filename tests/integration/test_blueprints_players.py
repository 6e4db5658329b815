"""The blueprints that pause, quieten and speak, on calls of the simulated exchange."""

from typing import Any

import pytest

from simulator import State

from .blueprints import BlueprintHousehold
from .commands import NAME, NUMBER, OTHER_NAME, OTHER_NUMBER

PLAYER = "media_player.kitchen"
RADIO = "media_player.bath"


async def use_pause_media(blueprints: BlueprintHousehold) -> str:
    """Let one of two players play, and use the blueprint with both."""
    blueprints.serve("media_player.media_pause", "media_player.media_play")
    blueprints.play(PLAYER)
    blueprints.play(RADIO, "off")
    return await blueprints.use(
        "pause_media", user=blueprints.house.device_id(), players=[PLAYER, RADIO]
    )


def is_playing(blueprints: BlueprintHousehold) -> bool:
    """Tell whether the player plays."""
    return blueprints.hass.states.is_state(PLAYER, "playing")


async def test_what_plays_is_paused_before_the_phone_is_picked_up(
    blueprints: BlueprintHousehold,
) -> None:
    """And goes on after the call, not after the ringing."""
    automation = await use_pause_media(blueprints)
    call = await blueprints.rings()
    await blueprints.until(lambda: not is_playing(blueprints))
    assert call.state is State.RINGING
    await blueprints.talks(call)
    assert not is_playing(blueprints)
    await blueprints.ends(call)
    await blueprints.finished(automation)
    assert is_playing(blueprints)
    assert blueprints.hass.states.is_state(RADIO, "off")


async def test_what_was_stopped_during_the_call_stays_stopped(
    blueprints: BlueprintHousehold,
) -> None:
    """Somebody wanted it quiet."""
    automation = await use_pause_media(blueprints)
    call = await blueprints.rings()
    await blueprints.until(lambda: not is_playing(blueprints))
    blueprints.play(PLAYER, "idle")
    await blueprints.gives_up(call)
    await blueprints.finished(automation)
    assert not blueprints.acted("media_player.media_play")


async def test_the_players_go_on_when_the_last_of_two_callers_has_gone(
    blueprints: BlueprintHousehold,
) -> None:
    """The first one's going is not the end."""
    automation = await use_pause_media(blueprints)
    first = await blueprints.rings()
    await blueprints.until(lambda: not is_playing(blueprints))
    second = blueprints.house.exchange.inbound("alice", OTHER_NUMBER)
    await blueprints.read()
    await blueprints.gives_up(first)
    assert blueprints.busy(automation)
    await blueprints.gives_up(second)
    await blueprints.finished(automation)
    assert len(blueprints.acted("media_player.media_pause")) == 1
    assert is_playing(blueprints)


async def use_lower_volume(blueprints: BlueprintHousehold, **inputs: Any) -> str:
    """Let one player be loud and one quiet, and use the blueprint with both."""
    blueprints.serve("media_player.volume_set")
    blueprints.play(PLAYER, volume=0.6)
    blueprints.play(RADIO, volume=0.05)
    return await blueprints.use(
        "lower_volume",
        user=blueprints.house.device_id(),
        players=[PLAYER, RADIO],
        **inputs,
    )


async def test_the_volume_is_low_during_the_call(
    blueprints: BlueprintHousehold,
) -> None:
    """A player that is quieter already is not turned up."""
    automation = await use_lower_volume(blueprints)
    call = await blueprints.rings()
    await blueprints.until(lambda: blueprints.volume(PLAYER) == 0.1)
    await blueprints.talks(call)
    assert blueprints.volume(RADIO) == 0.05
    await blueprints.ends(call)
    await blueprints.finished(automation)
    assert blueprints.volume(PLAYER) == 0.6
    assert blueprints.volume(RADIO) == 0.05


async def test_a_volume_changed_during_the_call_is_kept(
    blueprints: BlueprintHousehold,
) -> None:
    """Somebody knew better."""
    automation = await use_lower_volume(blueprints, while_ringing=False, volume=20)
    call = await blueprints.rings()
    assert blueprints.volume(PLAYER) == 0.6
    await blueprints.talks(call)
    await blueprints.until(lambda: blueprints.volume(PLAYER) == 0.2)
    blueprints.play(PLAYER, volume=0.3)
    await blueprints.ends(call)
    await blueprints.finished(automation)
    assert blueprints.volume(PLAYER) == 0.3


@pytest.mark.parametrize(
    ("number", "name", "spoken"),
    [
        pytest.param(NUMBER, NAME, "Bob Bobson is calling.", id="name"),
        pytest.param(NUMBER, None, "4 6 2 7 7 4 6 4 is calling.", id="number"),
        pytest.param(None, None, "Somebody is calling.", id="withheld"),
    ],
)
async def test_the_caller_is_announced_everywhere(
    blueprints: BlueprintHousehold, number: str | None, name: str | None, spoken: str
) -> None:
    """On speakers and on voice assistants."""
    blueprints.serve("tts.speak", "assist_satellite.announce")
    automation = await blueprints.use(
        "announce_caller",
        user=blueprints.house.device_id(),
        players=[PLAYER],
        voice="tts.piper",
        satellites=["assist_satellite.kitchen"],
    )
    blueprints.house.exchange.inbound("alice", number, name)
    await blueprints.read()
    await blueprints.until(lambda: len(blueprints.acts) == 2)
    await blueprints.finished(automation)
    (on_speaker,) = blueprints.acted("tts.speak")
    (on_satellite,) = blueprints.acted("assist_satellite.announce")
    assert on_speaker == {
        "entity_id": ["tts.piper"],
        "media_player_entity_id": [PLAYER],
        "message": spoken,
    }
    assert on_satellite == {
        "entity_id": ["assist_satellite.kitchen"],
        "message": spoken,
    }


async def test_only_chosen_callers_are_announced_in_chosen_words(
    blueprints: BlueprintHousehold,
) -> None:
    """And only where something was chosen to announce on."""
    blueprints.serve("tts.speak", "assist_satellite.announce")
    await blueprints.use(
        "announce_caller",
        user=blueprints.house.device_id(),
        satellites=["assist_satellite.kitchen"],
        callers=["+1555*"],
        message="Telephone: {{ caller }}!",
    )
    await blueprints.rings()
    blueprints.house.exchange.inbound("alice", OTHER_NUMBER, OTHER_NAME)
    await blueprints.read()
    await blueprints.until(lambda: blueprints.acts)
    ((action, data),) = blueprints.acts
    assert action == "assist_satellite.announce"
    assert data["message"] == "Telephone: Carol Carolson!"
