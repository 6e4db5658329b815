"""What our loggers say at their most talkative: never a secret, never a caller."""

from collections.abc import Iterable, Iterator, Mapping
import logging
from typing import override

from homeassistant.exceptions import HomeAssistantError
import pytest

from simulator import Fault

from .clock import Clock
from .commands import at_reading
from .crm import Connector
from .house import House

OURS = "custom_components.telepo"
NUMBER, NAME = "+46277464", "Carol Carlson"
SECOND, SECOND_NAME = "+15558473", "Nathan Hughes"
DESTINATION = "+15559876"
FORMAT = logging.Formatter("%(name)s %(levelname)s %(message)s")


class Ear(logging.Handler):
    """Keeps every record, with its traceback and everything it was given."""

    def __init__(self) -> None:
        """Begin with silence."""
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep what any formatter could make of the record."""
        self.said.append(f"{FORMAT.format(record)} {record.args!r} {record.msg!r}")


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listen to all our loggers, also those of modules that are imported later."""
    logger = logging.getLogger(OURS)
    level, listening = logger.level, Ear()
    logger.setLevel(logging.DEBUG)
    logger.addHandler(listening)
    yield listening
    logger.removeHandler(listening)
    logger.setLevel(level)


def secrets(house: House) -> list[str]:
    """Return what must not be in any record, in the spellings it travels in."""
    entry = house.entry()
    numbers = [number.removeprefix("+") for number in (NUMBER, SECOND, DESTINATION)]
    names = [part for name in (NAME, SECOND_NAME) for part in name.split()]
    own = house.exchange.user("alice").number.removeprefix("+")
    return [entry.data["ticket"], entry.data["webhook_id"], own, *numbers, *names]


def assert_discreet(said: Iterable[str], house: House) -> None:
    """Check every record against every secret."""
    text = "\n".join(said)
    assert [secret for secret in secrets(house) if secret in text] == []


async def refused(house: House, action: str, data: Mapping[str, object]) -> None:
    """Call an action that fails."""
    with pytest.raises(HomeAssistantError) as failure:
        await house.act(action, dict(data))
    assert_discreet([str(failure.value), repr(failure.value)], house)


async def test_a_whole_story_names_nobody(
    alice: House, connector: Connector, clock: Clock, ear: Ear
) -> None:
    """Calls, messages good and bad, actions that work and that fail."""
    exchange, crm = alice.exchange, alice.simulator.crm
    crm.configure(str(connector.web.make_url(connector.path())), insecure=True)
    first = exchange.inbound("alice", NUMBER, NAME)
    await crm.settled()
    await clock.settle()
    exchange.answer(first.call_id)
    await alice.act("hold")
    await alice.act("resume")
    second = exchange.inbound("alice", SECOND, SECOND_NAME)
    exchange.answer(second.call_id)
    await clock.pass_time(5)
    await refused(alice, "hold", {})
    await refused(alice, "hold", {"call_id": NAME})
    await refused(alice, "transfer", {"destination": "nobody known"})
    await refused(alice, "transfer_to_call", {})
    exchange.set_unknown(DESTINATION)
    to = {"destination": DESTINATION, "call_id": first.call_id}
    await refused(alice, "transfer", to)
    exchange.hold(second.call_id)
    await alice.act("transfer_to_call")
    for body in (b"not json " + NAME.encode(), NAME.encode() * 10_000, b"[7]"):
        response = await connector.post_raw(body)
        assert response.status >= 400
    await connector.post(connector.message(remote_number=NUMBER, remote_email=NAME))
    await crm.settled()
    await clock.pass_time(60)
    assert ear.said
    assert_discreet(ear.said, alice)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault.answer(500, NAME), id="500"),
        pytest.param(Fault.answer(429, NAME, {"Retry-After": NUMBER}), id="429"),
        pytest.param(Fault.answer(401, NAME), id="401"),
        pytest.param(Fault.answer(403, NAME), id="403"),
        pytest.param(Fault.answer(200, f'"{NAME} {NUMBER}"'), id="no-snapshot"),
        pytest.param(Fault.answer(200, f"{NAME} {NUMBER}"), id="no-json"),
        pytest.param(
            Fault.answer(200, f'{{"calls": ["{NAME}", {{"n": "{NUMBER}"}}]}}'),
            id="nonsense",
        ),
        pytest.param(Fault.redirect(f"https://{SECOND}.example/{NUMBER}"), id="away"),
        pytest.param(Fault.reset(), id="reset"),
        pytest.param(Fault.truncated(), id="truncated"),
        pytest.param(Fault.huge(4 * 2**20), id="huge"),
    ],
)
async def test_an_exchange_in_trouble_names_nobody(
    alice: House, clock: Clock, ear: Ear, fault: Fault
) -> None:
    """Whatever its answers hold, and in actions as well as in polls."""
    call = alice.exchange.inbound("alice", NUMBER, NAME)
    alice.exchange.answer(call.call_id)
    await clock.pass_time(7)
    alice.simulator.faults.add("hold", fault, times=1)
    alice.simulator.faults.add("snapshot", fault)
    await clock.pass_time(30)
    assert ear.said
    assert_discreet(ear.said, alice)
    alice.simulator.faults.clear()
    await clock.pass_time(60)
    assert_discreet(ear.said, alice)


async def test_the_set_up_and_its_end_name_no_secret(house: House, ear: Ear) -> None:
    """Typed wrongly first, then rightly, and failing at the next start."""
    house.exchange.user("alice").licensed = False
    result = await house.start_flow()
    result = await house.submit(result, house.credentials())
    assert result["errors"] == {"base": "not_licensed"}
    house.exchange.user("alice").licensed = True
    wrong = house.credentials(ticket="4711.c2VjcmV0LXRpY2tldA==")
    result = await house.submit(result, wrong)
    assert result["errors"] == {"base": "invalid_auth"}
    result = await house.submit(result, house.credentials())
    await house.submit(result)
    await house.hass.async_block_till_done()
    await house.simulator.stop()
    entry_id = house.entry().entry_id
    await house.hass.config_entries.async_reload(entry_id)
    await house.simulator.restart()
    await house.hass.config_entries.async_reload(entry_id)
    await house.hass.config_entries.async_unload(entry_id)
    kept = [*secrets(house), "c2VjcmV0LXRpY2tldA"]
    await house.hass.config_entries.async_remove(entry_id)
    assert ear.said
    text = "\n".join(ear.said)
    assert [secret for secret in kept if secret in text] == []


async def test_a_silent_webhook_is_told_without_its_id(
    alice: House, connector: Connector, clock: Clock, ear: Ear
) -> None:
    """Not even the repair holds it: its form looks the address up."""
    await connector.post(connector.message(state="TERMINATED"))
    await clock.pass_time(20)
    alice.exchange.inbound("alice", NUMBER, NAME)
    await alice.act("get_calls")
    await clock.pass_time(16)
    assert alice.state("binary_sensor", "webhook").state == "off"
    assert ear.said
    assert_discreet(ear.said, alice)


@pytest.mark.parametrize("privacy", ["full", "masked", "none"])
async def test_a_failure_that_the_exchange_describes_names_nobody(
    house: House, ear: Ear, privacy: str
) -> None:
    """Home Assistant logs what an automation's action raises."""
    await house.set_up("alice", privacy=privacy)
    call = house.exchange.inbound("alice", NUMBER, NAME)
    house.exchange.answer(call.call_id)
    words = (
        f"Transfer of {NAME} ({NUMBER}) to {DESTINATION} failed with status code 486"
    )
    at_reading(house.simulator, {2: lambda: house.exchange.fail(call.call_id, words)})
    with pytest.raises(HomeAssistantError) as failure:
        await house.act("transfer", {"destination": DESTINATION})
    told = f"{failure.value} {failure.value.translation_placeholders}"
    assert "failed with status code 486" in told
    assert_discreet([*ear.said, told], house)
