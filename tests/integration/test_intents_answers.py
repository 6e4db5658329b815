"""What questions about calls are answered, of callers as much as may be told."""

from homeassistant.helpers import intent
import pytest

from tests.hostile import HOSTILE_NAMES, harm

from .commands import NAME, NUMBER, OTHER_NAME, OTHER_NUMBER, active, ringing
from .house import House
from .spoken import (
    CONTACTS,
    HOLD,
    MISSED,
    STATUS,
    TRANSFER,
    ask,
    failed,
    listen,
    said,
    speech_of,
)
from .storybook import missed


@pytest.fixture
async def home(house: House) -> House:
    """Return the house of alice, who has contacts and is listened to."""
    await house.set_up("alice", contacts=CONTACTS)
    await listen(house)
    house.simulator.tally.reset()
    return house


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The call with Bob Bobson is on hold."),
        ("en-GB", "The call with Bob Bobson is on hold."),
        ("sv-SE", "Samtalet med Bob Bobson är i vänteläge."),
        ("fi", "Puhelu on pidossa: Bob Bobson."),
        ("de-CH", "Das Gespräch mit Bob Bobson wird gehalten."),
        ("nl-BE", "Het gesprek met Bob Bobson staat in de wacht."),
        ("fr-CA", "L'appel avec Bob Bobson est en attente."),
        ("es-419", "La llamada con Bob Bobson está en espera."),
        ("it", "La chiamata con Bob Bobson è in attesa."),
        ("zh-Hant", "The call with Bob Bobson is on hold."),
        ("nb", "The call with Bob Bobson is on hold."),
    ],
)
async def test_the_answer_is_in_the_language_of_the_sentence(
    home: House, language: str, sentence: str
) -> None:
    active(home)
    assert home.hass.config.language == "en"
    assert await said(home, HOLD, language) == sentence


async def test_the_answer_of_an_unheld_call_tells_who_is_there(home: House) -> None:
    assert await said(home, STATUS) == "There is no call."
    ringing(home)
    response = await ask(home, STATUS)
    assert speech_of(response) == "Bob Bobson is calling."
    assert response.response_type is intent.IntentResponseType.QUERY_ANSWER
    assert await said(home, STATUS, question="how_long") == "Bob Bobson is calling."


async def test_how_long_somebody_has_been_talking(home: House) -> None:
    active(home)
    text = await said(home, STATUS, question="how_long")
    assert text.startswith("For ")
    assert text.endswith(" seconds, with Bob Bobson.")


async def test_a_withheld_number_is_an_unknown_caller(home: House) -> None:
    home.exchange.inbound("alice", None)
    assert await said(home, STATUS) == "An unknown caller is calling."
    assert await said(home, STATUS, "de") == "Unbekannt ruft an."


async def test_a_caller_without_a_name_is_read_by_digits(home: House) -> None:
    home.exchange.inbound("alice", "+15557777")
    assert await said(home, STATUS) == "Plus 1 5 5 5 7 7 7 7 is calling."
    assert await said(home, STATUS, "es") == "Llama más 1 5 5 5 7 7 7 7."


async def test_missed_calls_are_told_until_they_are_marked_as_read(
    home: House,
) -> None:
    assert await said(home, MISSED) == "No missed calls."
    await missed(home)
    response = await ask(home, MISSED)
    text = speech_of(response)
    assert text.startswith("One missed call, from Bob Bobson at ")
    assert response.response_type is intent.IntentResponseType.QUERY_ANSWER
    await missed(home, OTHER_NUMBER, OTHER_NAME)
    text = await said(home, MISSED)
    # The newest first.
    assert text.startswith("2 missed calls: from Carol Carolson at ")
    assert " and from Bob Bobson at " in text
    await home.act("mark_missed_calls_read")
    assert await said(home, MISSED) == "No missed calls."


async def test_missed_calls_are_told_while_the_exchange_is_away(home: House) -> None:
    await missed(home)
    await home.simulator.stop()
    assert (await said(home, MISSED)).startswith("One missed call, from Bob Bobson")


@pytest.mark.parametrize(
    ("privacy", "ringer"),
    [("masked", "B. B."), ("none", "An unknown caller")],
)
async def test_a_caller_is_spoken_as_the_privacy_option_allows(
    house: House, privacy: str, ringer: str
) -> None:
    await house.set_up("alice", privacy=privacy)
    await listen(house)
    call = ringing(house)
    assert await said(house, STATUS) == f"{ringer} is calling."
    house.exchange.answer(call.call_id)
    text = await said(house, HOLD)
    assert NAME not in text
    assert ringer[1:] in text
    house.exchange.end(call.call_id)
    await missed(house)
    assert ringer[1:] in await said(house, MISSED)


async def test_a_masked_number_is_told_by_its_ending(house: House) -> None:
    await house.set_up("alice", privacy="masked")
    await listen(house)
    house.exchange.inbound("alice", NUMBER)
    assert await said(house, STATUS) == "A number ending in 4 6 4 is calling."


async def test_a_hostile_caller_is_spoken_harmlessly(home: House) -> None:
    for name, hostile in HOSTILE_NAMES:
        call = home.exchange.inbound("alice", NUMBER, hostile)
        for language in ("en", "fi"):
            text = await said(home, STATUS, language)
            assert harm(text) == [], name
            assert len(text) < 100, name
        home.exchange.answer(call.call_id)
        assert harm(await said(home, HOLD)) == [], name
        home.exchange.end(call.call_id)


async def test_a_caller_who_is_called_like_a_contact_is_none(house: House) -> None:
    await house.set_up("alice")
    await listen(house)
    house.exchange.answer(house.exchange.inbound("alice", NUMBER, "Anna").call_id)
    text = await failed(house, TRANSFER, destination="Anna")
    assert text == "Anna is not among your contacts."
