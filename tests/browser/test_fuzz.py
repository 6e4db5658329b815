"""Whatever Home Assistant hands to the card, nothing comes out of it but a picture."""

from playwright.async_api import expect

from .home import NAME, Home
from .screen import Screen

_STATES = 3000

# A generator with a seed, nonsense of every type in every place of hass that the card reads.
_FUZZ = """
async (card, [count, seed]) => {
  let number = seed;
  const random = (below) => {
    number = (Math.imul(number, 1664525) + 1013904223) >>> 0;
    return Math.floor((number / 2 ** 32) * below);
  };
  const pick = (list) => list[random(list.length)];
  const junk = (depth = 0) => pick([
    undefined, null, 0, -1, NaN, Infinity, 1e300, "", "x", "ringing", "unavailable", true,
    "2026-11-01T12:00:00+00:00", "9999-99-99", "\\u0000\\ud800", "<b>x</b>", Symbol.iterator,
    () => { throw new Error("called"); }, new Date(NaN), [], {}, 5n,
    ...(depth < 3 ? [[junk(depth + 1)], {calls: junk(depth + 1), call_id: junk(depth + 1),
      toString: junk(depth + 1)}] : []),
  ]);
  const call = () => pick([junk(), {
    call_id: pick(["1", "2", junk()]), state: pick(["ringing", "active", "held", junk()]),
    direction: pick(["incoming", junk()]), remote_name: pick(["A", junk()]),
    remote_number: junk(), remote_uri: junk(), started: pick([new Date().toISOString(), junk()]),
    conference: junk(), recording: junk(), actions: pick([["HOLD", "TRANSFER"], junk(), [junk()]]),
  }]);
  const before = card.hass;
  const real = before.states["sensor.alice_call"];
  const errors = [];
  const note = (event) => errors.push(String(event.reason ?? event.message));
  window.addEventListener("error", note);
  window.addEventListener("unhandledrejection", note);
  try {
    for (let turn = 0; turn < count; turn++) {
      const state = pick([junk(), {
        entity_id: "sensor.alice_call", state: pick(["idle", "ringing", "unavailable", junk()]),
        last_updated: junk(),
        attributes: pick([junk(), {...real.attributes, calls: pick([junk(), [call(), call()]])}]),
      }]);
      const states = {...before.states, "sensor.alice_call": state};
      card.hass = pick([
        {...before, states}, {...before, states}, {...before, states},
        junk(), {states}, {...before, states: junk()}, {...before, entities: junk(), states},
        {...before, devices: junk(), locale: junk(), language: junk(), states},
        {...before, services: junk(), callWS: junk(), callService: junk(), states},
      ]);
      await card.updateComplete;
      if (!card.shadowRoot.querySelector("ha-card")) errors.push(`turn ${turn}: no card`);
    }
  } catch (error) {
    errors.push(`${error.message} ${error.stack}`);
  }
  card.hass = before;
  await card.updateComplete;
  await new Promise((done) => setTimeout(done));
  window.removeEventListener("error", note);
  window.removeEventListener("unhandledrejection", note);
  return errors.slice(0, 10);
}
"""


async def test_no_state_of_home_assistant_makes_the_card_throw(
    home: Home, screen: Screen
) -> None:
    """Thousands of nonsense states, and then the card is as good as new."""
    await screen.show()
    for seed in (1, 20261101):
        assert await screen.card().evaluate(_FUZZ, [_STATES, seed]) == []
    home.ringing()
    await expect(screen.part("who", screen.call())).to_have_text(NAME)
