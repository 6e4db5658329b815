"""The exchange's answers, damaged field by field: the rest still counts."""

from collections.abc import Iterator
from typing import Any

from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import json_bytes
import pytest

from custom_components.telepo.diagnostics import async_get_config_entry_diagnostics
from simulator import Fault
from tests.cti.samples import sample
from tests.fuzz.damage import (
    JUNK,
    SECRET_NAME,
    SECRET_NUMBER,
    Twice,
    damaged,
    paths,
    write,
)
from tests.fuzz.effort import MINUTE, random_of, seeded, share
from tests.integration.commands import active, impatient, posts
from tests.integration.house import House

from .watch import LARGEST_STATE, LogWatch, assert_sane

# A number so long that Python refuses to read it makes the whole answer unreadable.
UNREADABLE = {"too_many_digits"}
GOOD: dict[str, Any] = {
    "callId": "good",
    "userId": "alice@organization.org",
    "remoteParty": {"telUri": "tel:+15557777", "displayName": "Carol Carolson"},
    "inbound": True,
    "status": "HELD",
    "actions": [{"action": "RESUME"}],
}
# Who the vendor's sample is about, and whom we put there.
CALLER = ("Nathan", "Hughes", "442528473")
# Where a caller's own words stand.
WORDS = {"displayName", "displayNumber", "telUri", "partyId", "subject"}


def rich_call() -> dict[str, Any]:
    """Return the vendor's fullest call, as one of alice's."""
    return {**sample("transfer_reply"), "userId": "alice@organization.org"}


def some_of(data: Any, usual: int, seed: int) -> Iterator[tuple[str, str, Any]]:
    """Yield a field, a kind of junk and the damaged data, another choice for each test."""
    random = random_of(f"answers {usual}", seed)
    every = [(path, *junk) for path in paths(data) for junk in JUNK]
    for path, kind, junk in random.sample(every, min(share(usual), len(every))):
        yield str(path[-1]), kind, damaged(data, path, junk)


def answer_with(house: House, operation: str, body: str) -> None:
    """Let every request of an operation have this answer from now on."""
    house.simulator.faults.clear()
    house.simulator.faults.add(operation, Fault.answer(200, body))


async def diagnosed(house: House) -> str:
    """Return the diagnostics as they are downloaded."""
    data = await async_get_config_entry_diagnostics(house.hass, house.entry())
    return json_bytes(data).decode()


@seeded
@pytest.mark.timeout(MINUTE)
async def test_a_damaged_call_leaves_the_others_as_they_are(
    alice: House, log: LogWatch, seed: int
) -> None:
    """Whatever stands in whichever field; entities stay sane, and nobody is logged."""
    for field, kind, call in some_of(rich_call(), 500, seed):
        answer_with(
            alice, "snapshot", write({"fullState": True, "calls": [call, GOOD]})
        )
        if kind in UNREADABLE:
            with pytest.raises(HomeAssistantError) as failure:
                await alice.act("get_calls")
            assert failure.value.translation_key == "invalid_response"
            continue
        calls = {one["call_id"]: one for one in (await alice.act("get_calls"))["calls"]}
        good = calls.pop("good")
        assert (good["state"], good["remote_number"]) == ("held", "+15557777")
        assert len(calls) <= 2, field
        assert_sane(alice)
        if kind in {"name", "number", "twice_name"} and field in WORDS:
            text = await diagnosed(alice)
            words = (*CALLER, *SECRET_NAME.split(), SECRET_NUMBER[1:])
            assert [word for word in words if word in text] == []
    await alice.hass.async_block_till_done()
    log.assert_quiet(*CALLER)


@seeded
@pytest.mark.timeout(MINUTE)
async def test_a_damaged_snapshot_is_read_or_refused_and_forgotten(
    alice: House, log: LogWatch, seed: int
) -> None:
    """What can be read is shown, what cannot be is an error, and the next poll is sound."""
    whole = {"fullState": True, "calls": [GOOD]}
    random = random_of("whole snapshots", seed)
    reasons: set[str | None] = set()
    tops: list[Any] = [junk for _, junk in JUNK if not isinstance(junk, Twice)]
    tops += [damaged(whole, path, junk) for path in paths(whole) for _, junk in JUNK]
    for snapshot in random.sample(tops, min(share(200), len(tops))):
        answer_with(alice, "snapshot", write(snapshot))
        try:
            answer = await alice.act("get_calls")
        except HomeAssistantError as error:
            reasons.add(error.translation_key)
        else:
            json_bytes(answer)
        await alice.poll()
        assert_sane(alice)
    assert reasons == {"invalid_response"}
    answer_with(alice, "snapshot", write(whole))
    assert [one["call_id"] for one in (await alice.act("get_calls"))["calls"]] == [
        "good"
    ]
    assert alice.state("sensor", "call").state == "held"
    log.assert_quiet(*CALLER)


@seeded
@pytest.mark.timeout(MINUTE)
async def test_a_damaged_reply_never_makes_a_command_go_twice(
    alice: House, log: LogWatch, seed: int
) -> None:
    """A transfer is accepted, or the exchange's failure is told; it is sent once."""
    call, other = active(alice), active(alice)
    impatient(alice, 0.001)
    transfers = {
        "singlesteptransfer": {"destination": "+15559876"},
        "transfer": {"target_call_id": other.call_id},
    }
    actions = {"singlesteptransfer": "transfer", "transfer": "transfer_to_call"}
    random = random_of("replies", seed)
    for field, kind, reply in some_of(rich_call(), 200, seed):
        operation = random.choice(list(transfers))
        answer_with(alice, operation, write(reply))
        before = posts(alice.simulator)
        data = {**transfers[operation], "call_id": call.call_id}
        try:
            answer = await alice.act(actions[operation], data)
        except HomeAssistantError as error:
            told = f"{error} {error.translation_placeholders}"
            # An action's name and a failure's description are the exchange's own words.
            secrets = (*CALLER, *([SECRET_NUMBER[1:]] if field in WORDS else []))
            assert [word for word in secrets if word in told] == [], (field, kind)
        else:
            assert answer["confirmed"] is False
        assert posts(alice.simulator) == before + 1
    log.assert_quiet(*CALLER)


@seeded
@pytest.mark.timeout(MINUTE)
async def test_a_damaged_telephone_leaves_the_others_to_dial_with(
    alice: House, log: LogWatch, seed: int
) -> None:
    """Dialling and the options form read the same list."""
    user = alice.exchange.user("alice")
    listed: Any = alice.simulator.wire.shortlist(user.devices)
    first, second = listed[:2]
    options = alice.hass.config_entries.options
    for _, _, device in some_of(first, 120, seed):
        answer_with(alice, "shortlist", write([device, second]))
        alice.simulator.faults.add("make", Fault.ignored())
        dial = {"destination": "+15559876", "telephone_id": second["deviceId"]}
        form = await options.async_init(alice.entry().entry_id)
        assert form["type"] is FlowResultType.FORM
        options.async_abort(form["flow_id"])
        before = posts(alice.simulator)
        # Where the whole list cannot be read, what was wanted is taken for an id.
        assert (await alice.act("dial", dial))["telephone_id"] == second["deviceId"]
        assert posts(alice.simulator) == before + 1
    await alice.hass.async_block_till_done(wait_background_tasks=True)
    log.assert_quiet()


@seeded
@pytest.mark.timeout(MINUTE)
async def test_the_first_form_takes_a_damaged_snapshot_or_says_so(
    house: House, log: LogWatch, seed: int
) -> None:
    flow = house.hass.config_entries.flow
    whole = {"fullState": True, "calls": [rich_call()]}
    for _, _, snapshot in some_of(whole, 60, seed):
        answer_with(house, "snapshot", write(snapshot))
        result = await house.start_flow()
        result = await house.submit(result, house.credentials())
        if result["step_id"] == "user":
            assert result["errors"] == {"base": "invalid_response"}
        else:
            assert result["step_id"] == "webhook"
        flow.async_abort(result["flow_id"])
    log.assert_quiet(*CALLER, house.exchange.user("alice").ticket)


@pytest.mark.timeout(20)
async def test_an_answer_full_of_calls_is_cut_off(alice: House, log: LogWatch) -> None:
    """As large as an answer may be; Home Assistant has other things to do."""
    many: list[Any] = [{"callId": f"c{number}"} for number in range(60_000)]
    answer_with(alice, "snapshot", write({"calls": [GOOD, *many]}))
    calls = (await alice.act("get_calls"))["calls"]
    assert len(calls) == 1000
    assert "good" in {one["call_id"] for one in calls}
    answer_with(alice, "snapshot", write({"calls": []}))
    assert (await alice.act("get_calls"))["calls"] == []
    assert alice.state("sensor", "call").state == "idle"
    log.assert_quiet()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(["A" * 100 + str(number) for number in range(5_000)], id="list"),
        pytest.param("[" + "{action: A}," * 40_000 + "]", id="objects-in-text"),
        pytest.param("," * 500_000, id="commas"),
        pytest.param("{" * 500_000, id="brackets"),
        pytest.param(f"[{{action{' ' * 500_000}}}]", id="spaces"),
        pytest.param("[" * 500_000, id="abyss"),
    ],
)
async def test_a_call_full_of_lists_is_cut_off(
    alice: House, log: LogWatch, listed: object
) -> None:
    """Its state still fits into the recorder."""
    fields = dict.fromkeys(("actions", "deviceIds", "participants"), listed)
    answer_with(alice, "snapshot", write({"calls": [GOOD | fields]}))
    (call,) = (await alice.act("get_calls"))["calls"]
    assert len(call["actions"]) <= 100
    assert len(json_bytes(call)) < LARGEST_STATE
    assert_sane(alice)
    log.assert_quiet()
