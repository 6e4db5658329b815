"""Models and voices that say anything: an answer in words, and nobody else is reached."""

from typing import Any

from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Event
from homeassistant.helpers import intent
from homeassistant.helpers.json import json_bytes
from homeassistant.util.json import json_loads
import pytest

from custom_components.telepo.const import DOMAIN
from custom_components.telepo.llm import TOOLS
from simulator import Fault
from tests.fuzz.damage import some_damage, write
from tests.fuzz.effort import MINUTE, random_of, seeded, share
from tests.hostile import HOSTILE_DESTINATIONS, HOSTILE_NAMES
from tests.integration.commands import active, held, impatient, posts
from tests.integration.house import House
from tests.integration.model import Model
from tests.integration.spoken import CONTACTS, INTENTS, ask, listen, speech_of

from .watch import LogWatch, assert_sane

LANGUAGES = ("en", "sv", "fi", "de", "nl", "fr", "es", "it", "x")
TEXTS = [text for _, text in (*HOSTILE_NAMES, *HOSTILE_DESTINATIONS)]
URIS = {f"tel:{contact['destination']}" for contact in CONTACTS}


async def prepare(alice: House) -> list[Event[Any]]:
    """Let alice have contacts and calls; return the actions that are called from now on."""
    await alice.set_options(contacts=CONTACTS)
    impatient(alice, 0.001)
    active(alice)
    held(alice)
    for operation in ("hold", "resume", "singlesteptransfer", "make"):
        alice.simulator.faults.add(operation, Fault.ignored())
    return alice.heard(EVENT_CALL_SERVICE)


def check_reached(acts: list[Event[Any]]) -> None:
    """Check that whoever was transferred to or dialled is a contact."""
    data = [act.data["service_data"] for act in acts if act.data["domain"] == DOMAIN]
    reached = {one["destination"] for one in data if "destination" in one}
    assert reached <= URIS
    acts.clear()


@seeded
@pytest.mark.timeout(2 * MINUTE)
async def test_a_model_may_send_any_arguments(
    alice: House, log: LogWatch, seed: int
) -> None:
    """A result or an error with a key, one command at most, and contacts only."""
    acts = await prepare(alice)
    model = Model(alice)
    await model.begin()
    model.expose("sensor", "call")
    random = random_of("models", seed)
    tools = await model.tools()
    assert tools.keys() == {tool.name for tool in TOOLS}
    errors: set[str] = set()
    for _ in range(share(200)):
        name = random.choice(list(tools))
        good = {"destination": random.choice((*TEXTS, "Anna", "Bob Bobson"))}
        arguments: Any = good if "destination" in tools[name].parameters.schema else {}
        if random.random() < 0.6:
            try:
                arguments = json_loads(
                    write(some_damage({**good, "user": "x"}, random))
                )
            except ValueError:
                continue
        before = posts(alice.simulator)
        result = await model.try_out(name, **arguments)
        json_bytes(result.data)
        if result.error:
            assert set(result.data) == {"error", "message"}
            errors.add(str(result.data["error"]))
        assert posts(alice.simulator) - before <= 1
        check_reached(acts)
    assert "invalid_arguments" in errors
    assert len(errors) > 3
    assert_sane(alice)
    log.assert_quiet()


@seeded
@pytest.mark.timeout(2 * MINUTE)
async def test_anything_may_be_said_in_any_language(
    alice: House, log: LogWatch, seed: int
) -> None:
    """It is answered in words, or Home Assistant refuses it before us."""
    acts = await prepare(alice)
    await listen(alice)
    random = random_of("voices", seed)
    spoken: set[str] = set()
    for _ in range(share(200)):
        good = {
            "destination": random.choice((*TEXTS, "Anna")),
            "name": random.choice(("alice", random.choice(TEXTS))),
            "question": random.choice(("who", "how_long", "on_call")),
        }
        before = posts(alice.simulator)
        try:
            slots: Any = json_loads(write(some_damage(good, random, 2)))
            kept = {key: slots[key] for key in good if key in slots}
            if random.random() < 0.5:
                kept.pop("name", None)
            response = await ask(
                alice, random.choice(sorted(INTENTS)), random.choice(LANGUAGES), **kept
            )
        except intent.IntentError, ValueError:
            continue
        spoken.add(speech_of(response))
        assert posts(alice.simulator) - before <= 1
        check_reached(acts)
    assert len(spoken) > 10
    assert "" not in spoken
    assert_sane(alice)
    log.assert_quiet()
