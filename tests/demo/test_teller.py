"""How the demo decides whether a step was seen, and how it prints that."""

from collections.abc import Awaitable, Callable, Iterator
from itertools import count
import re

from aiohttp import ClientSession
import pytest

from scripts.demo_lib import timeline
from scripts.demo_lib.chapters import CHAPTERS
from scripts.demo_lib.diary import LAMP, Diary, percent
from scripts.demo_lib.failure import DemoError
from scripts.demo_lib.hass_api import HassApi
from scripts.demo_lib.story import Stage, Step
from scripts.demo_lib.teller import Account, Teller
from simulator import NotAllowedError, Simulator, What

SENSOR = "sensor.alice_call"

type Play = Callable[[Stage], Awaitable[None]]


def step(
    play: Play, lamp: int | None = 50, tells: tuple[tuple[str, str], ...] = ()
) -> Step:
    """Return a step that has to make Alice's sensor ring and the lamp change."""
    return Step(
        title="Carol calls",
        play=play,
        user="alice",
        what=What.RINGING,
        shows={SENSOR: "ringing"},
        tells=tells,
        lamp=lamp,
    )


@pytest.fixture
def diary() -> Diary:
    """A diary whose clock goes on by ten milliseconds with every look at it."""
    ticks: Iterator[int] = count()
    return Diary(clock=lambda: next(ticks) / 100)


@pytest.fixture
async def stage() -> Stage:
    """A stage on which nothing runs."""
    async with ClientSession() as session:
        return Stage(Simulator(), HassApi("http://127.0.0.1:1", session))


def sensor(diary: Diary, state: str) -> None:
    """Let Alice's sensor take on a state."""
    diary.state_changed({"new_state": {"entity_id": SENSOR, "state": state}})


def lamp(diary: Diary, brightness: int) -> None:
    """Let the lamp shine."""
    attributes = {"brightness": brightness}
    new = {"entity_id": LAMP, "state": "on", "attributes": attributes}
    diary.state_changed({"new_state": new})


def moment(diary: Diary, type_: str, source: str = "both") -> None:
    """Let Alice's call have a moment."""
    diary.call_event(
        {
            "entity_id": "event.alice_call",
            "type": type_,
            "call_id": "1",
            "direction": "incoming",
            "remote_number": "+15555",
            "source": source,
        }
    )


async def tell(stage: Stage, diary: Diary, play: Play) -> Account:
    """Play one step with next to no patience, from a lamp at 80 %."""
    return await Teller(stage, diary, lamp=80, patience=0.05).play(step(play))


async def test_a_step_is_complete_when_states_and_lamp_were_seen(
    stage: Stage, diary: Diary
) -> None:
    """Times count from the exchange's change."""

    async def play(_: Stage) -> None:
        diary.exchange_did("alice", What.RINGING)
        sensor(diary, "ringing")
        lamp(diary, 128)

    account = await tell(stage, diary, play)
    assert account.complete
    (line,) = timeline.lines(account)
    assert re.split(r" {2,}", line) == [
        "Carol calls",
        f"{SENSOR}: ringing",
        "10 ms",
        "80 % -> 50 % after 20 ms",
    ]
    assert timeline.latencies([account]) == "median 10 ms, slowest 10 ms (1 states)"


async def test_what_was_seen_before_a_step_does_not_count_for_it(
    stage: Stage, diary: Diary
) -> None:
    """Only news count."""
    diary.exchange_did("alice", What.RINGING)
    sensor(diary, "ringing")
    lamp(diary, 128)

    async def play(_: Stage) -> None:
        diary.exchange_did("alice", What.RINGING)

    account = await tell(stage, diary, play)
    assert account.missing == [f"{SENSOR}: ringing", f"{LAMP}: 50 %"]
    assert "NOT SEEN" in timeline.lines(account)[0]


async def test_a_step_without_its_change_at_the_exchange_has_seen_nothing(
    stage: Stage, diary: Diary
) -> None:
    """Another user's change is not the step's."""

    async def play(_: Stage) -> None:
        diary.exchange_did("bob", What.RINGING)
        sensor(diary, "ringing")
        lamp(diary, 128)

    account = await tell(stage, diary, play)
    assert account.missing[0] == "the exchange: ringing"
    assert timeline.latencies([account]) == "nothing was measured"


@pytest.mark.parametrize(
    ("sources", "line"),
    [
        pytest.param([], "-> alice: missed|NOT SEEN|-> the call's outcome", id="none"),
        pytest.param(
            ["webhook"],
            "-> alice: missed|10 ms|-> webhook, the call's outcome",
            id="once",
        ),
        pytest.param(
            ["webhook", "both"],
            "-> alice: missed|10 ms|-> webhook, the call's outcome, 2 times",
            id="twice",
        ),
    ],
)
async def test_a_moment_is_told_with_its_source_and_whether_it_ends_the_call(
    stage: Stage, diary: Diary, sources: list[str], line: str
) -> None:
    """A second telling stands in the table, with the source of the first."""

    async def play(_: Stage) -> None:
        diary.exchange_did("alice", What.RINGING)
        for source in sources:
            moment(diary, "missed", source)
        sensor(diary, "ringing")

    wanted = step(play, lamp=None, tells=(("alice", "missed"),))
    account = await Teller(stage, diary, lamp=80, patience=0.05).play(wanted)
    assert account.complete is bool(sources)
    # Only a step that fails has more lines: why.
    told = timeline.lines(account)[1]
    assert re.split(r" {2,}", told.strip()) == line.split("|")


async def test_a_moment_of_an_earlier_step_does_not_count(
    stage: Stage, diary: Diary
) -> None:
    """Each moment belongs to the step that leads to it."""
    moment(diary, "answered")

    async def play(_: Stage) -> None:
        diary.exchange_did("alice", What.RINGING)
        sensor(diary, "ringing")

    wanted = step(play, lamp=None, tells=(("alice", "answered"),))
    account = await Teller(stage, diary, lamp=80, patience=0.05).play(wanted)
    assert account.missing == ["telepo_call_event of alice: answered"]


def test_what_the_event_entity_shows_is_written_down_with_its_user(
    diary: Diary,
) -> None:
    """Other entities show no moments."""
    sensor(diary, "ringing")
    attributes = {"event_type": "incoming"}
    new = {"entity_id": "event.alice_call", "state": "-", "attributes": attributes}
    diary.state_changed({"new_state": new})
    assert diary.shown == [("alice", "incoming")]


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(DemoError("refused by Home Assistant"), id="Home Assistant"),
        pytest.param(NotAllowedError("refused by the exchange"), id="exchange"),
    ],
)
async def test_a_refusal_is_told_below_the_step(
    stage: Stage, diary: Diary, error: Exception
) -> None:
    """The reason stands in the table."""

    async def play(_: Stage) -> None:
        raise error

    account = await tell(stage, diary, play)
    assert not account.complete
    assert timeline.lines(account)[-1] == f"  ! {error}"


async def test_the_next_step_begins_where_the_lamp_was_left(
    stage: Stage, diary: Diary
) -> None:
    """A lamp that stays is told at its last brightness."""

    async def play(_: Stage) -> None:
        diary.exchange_did("alice", What.RINGING)
        sensor(diary, "ringing")
        lamp(diary, 128)

    teller = Teller(stage, diary, lamp=80)
    await teller.play(step(play))
    account = await teller.play(step(play, lamp=None))
    assert timeline.lines(account)[0].endswith("stays at 50 %")


@pytest.mark.parametrize(
    ("state", "brightness", "expected"),
    [("on", 255, 100), ("on", 38, 15), ("on", None, 0), ("off", 204, 0)],
)
def test_brightness_is_told_in_percent(
    state: str, brightness: int | None, expected: int
) -> None:
    """A lamp that is off shines with 0 %."""
    light = {"state": state, "attributes": {"brightness": brightness}}
    assert percent(light) == expected


async def test_the_columns_of_all_steps_stand_below_each_other(
    stage: Stage, diary: Diary
) -> None:
    """No title and no state of the story is wider than its column."""
    teller = Teller(stage, diary, lamp=80)
    head = timeline.heading()[0]
    ends = {
        line.index(timeline.NOT_SEEN) + len(timeline.NOT_SEEN)
        for chapter in CHAPTERS
        for one in chapter.steps
        for line in timeline.lines(teller.account(one, (0, 0, 0)))
        if timeline.NOT_SEEN in line
    }
    assert ends == {head.index("after") + len("after")}
