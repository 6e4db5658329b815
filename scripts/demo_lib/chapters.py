"""What is played: one call without the webhook, with it and by voice, and a missed one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator import What

from .story import ALICE, ALICE_CALL, BOB, BOB_CALL, CALLER_NAME, Stage, Step

RADIO = "media_player.radio"
MISSED_CALLS, CALLS_TO_RETURN = (
    "sensor.alice_missed_calls",
    "todo.alice_calls_to_return",
)
PLAYING, PAUSED = {RADIO: "playing"}, {RADIO: "paused"}

BRIGHT, DIM = 80, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Steps that tell one call, with or without the webhook."""

    title: str
    by_webhook: bool
    steps: tuple[Step, ...]

    def stories(self) -> dict[str, list[str]]:
        """Return the moments of each user's one call, in order."""
        stories: dict[str, list[str]] = {}
        for user, moment in self._tells():
            stories.setdefault(user, []).append(moment)
        return stories

    def _tells(self) -> Iterator[tuple[str, str]]:
        return (told for step in self.steps for told in step.tells)


_CAROL_CALLS = Step(
    title="Carol calls Alice",
    play=Stage.carol_calls,
    user=ALICE,
    what=What.RINGING,
    shows={
        ALICE_CALL: "ringing",
        "binary_sensor.alice_ringing": "on",
        "sensor.alice_other_party": CALLER_NAME,
        **PAUSED,
    },
    tells=((ALICE, "incoming"),),
)

_ONE_CALL = (
    _CAROL_CALLS,
    Step(
        title="Alice answers",
        play=Stage.alice_answers,
        user=ALICE,
        what=What.ANSWERED,
        shows={
            ALICE_CALL: "active",
            "binary_sensor.alice_ringing": "off",
            "binary_sensor.alice_on_a_call": "on",
        },
        tells=((ALICE, "answered"),),
        lamp=DIM,
    ),
    Step(
        title="telepo.hold holds it",
        play=Stage.hold,
        user=ALICE,
        what=What.HELD,
        shows={ALICE_CALL: "held", "switch.alice_hold": "on"},
        tells=((ALICE, "held"),),
        by_action=True,
    ),
    Step(
        title="telepo.resume resumes it",
        play=Stage.resume,
        user=ALICE,
        what=What.RESUMED,
        shows={ALICE_CALL: "active", "switch.alice_hold": "off"},
        tells=((ALICE, "resumed"),),
        by_action=True,
    ),
    Step(
        title="telepo.transfer rings Bob",
        play=Stage.transfer,
        user=BOB,
        what=What.RINGING,
        shows={BOB_CALL: "ringing", "sensor.bob_other_party": CALLER_NAME},
        tells=((BOB, "incoming"),),
        by_action=True,
    ),
    Step(
        title="Bob answers: transferred",
        play=Stage.bob_answers,
        user=ALICE,
        what=What.TRANSFERRED,
        shows={
            ALICE_CALL: "idle",
            "binary_sensor.alice_on_a_call": "off",
            BOB_CALL: "active",
            **PLAYING,
        },
        tells=((ALICE, "transferred"), (ALICE, "ended"), (BOB, "answered")),
        lamp=BRIGHT,
    ),
    Step(
        title="Bob hangs up: ended",
        play=Stage.bob_hangs_up,
        user=BOB,
        what=What.ENDED,
        shows={BOB_CALL: "idle", "binary_sensor.bob_on_a_call": "off"},
        tells=((BOB, "ended"),),
    ),
)

# The same call, with a person's words in place of the three actions.
_SPOKEN = {
    Stage.hold: ('"Hold Alice\'s call"', Stage.say_hold),
    Stage.resume: ('"Resume Alice\'s call"', Stage.say_resume),
    Stage.transfer: ('"Transfer it to Bob"', Stage.say_transfer),
}
_BY_VOICE = tuple(
    replace(step, title=_SPOKEN[step.play][0], play=_SPOKEN[step.play][1])
    if step.play in _SPOKEN
    else step
    for step in _ONE_CALL
)

_MISSED_CALL = (
    _CAROL_CALLS,
    Step(
        title="Carol gives up: missed",
        play=Stage.carol_gives_up,
        user=ALICE,
        what=What.ENDED,
        shows={
            ALICE_CALL: "idle",
            MISSED_CALLS: "1",
            CALLS_TO_RETURN: "1",
            **PLAYING,
        },
        tells=((ALICE, "missed"),),
    ),
)

# Without the webhook first: once it was alive, a silent one is a fault to be repaired.
CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        title="A call with the webhook off: Home Assistant asks every few seconds",
        by_webhook=False,
        steps=_ONE_CALL,
    ),
    Chapter(
        title="The same call with the webhook on: the exchange tells at once",
        by_webhook=True,
        steps=_ONE_CALL,
    ),
    Chapter(
        title="The same call by voice: sentences to Home Assistant's own assistant",
        by_webhook=True,
        steps=_BY_VOICE,
    ),
    Chapter(
        title="A call that nobody answers, with the webhook on",
        by_webhook=True,
        steps=_MISSED_CALL,
    ),
)
