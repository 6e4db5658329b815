"""The intents: what may be said about calls, whatever the sentence and the language.

Each acts through Home Assistant's actions and answers in the language of the sentence, also
when it fails: an exception would be logged, and spoken as "an unexpected error".
"""

from abc import abstractmethod
from typing import Any, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, intent
import voluptuous as vol

from .const import (
    ATTR_CONFIRMED,
    ATTR_DESTINATION,
    ATTR_UNREAD,
    INTENT_CALL_STATUS,
    INTENT_DIAL,
    INTENT_HOLD,
    INTENT_MISSED_CALLS,
    INTENT_RESUME,
    INTENT_TRANSFER,
    QUESTION_HOW_LONG,
    QUESTION_ON_CALL,
    QUESTION_WHO,
    SERVICE_DIAL,
    SERVICE_GET_CALL_HISTORY,
    SERVICE_GET_CALLS,
    SERVICE_HOLD,
    SERVICE_RESUME,
    SERVICE_TRANSFER,
    SLOT_DESTINATION,
    SLOT_NAME,
    SLOT_QUESTION,
)
from .hands_free import async_people, async_speaker_area, telephone_name
from .voice.call_speech import caller, how_long, is_on_call, missed, status
from .voice.request import Request
from .voice.speech import async_speech

type Slots = dict[str | vol.Marker, Any]

_NAME: Final[Slots] = {vol.Optional(SLOT_NAME): cv.string}
_NAME_AND_DESTINATION: Final[Slots] = {
    vol.Required(SLOT_DESTINATION): cv.string,
    **_NAME,
}


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    for handler in (
        CommandHandler(
            INTENT_HOLD, SERVICE_HOLD, "held", "Puts a telephone call on hold."
        ),
        CommandHandler(
            INTENT_RESUME,
            SERVICE_RESUME,
            "resumed",
            "Resumes a telephone call that is on hold.",
        ),
        TransferHandler(),
        DialHandler(),
        CallStatusHandler(),
        MissedCallsHandler(),
    ):
        intent.async_register(hass, handler)


class TelepoHandler(intent.IntentHandler):
    """One intent; `action` is what a failure is spoken of."""

    response_type = intent.IntentResponseType.ACTION_DONE
    action: str

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Do it and say so, or say why not."""
        slots = self.async_validate_slots(intent_obj.slots)
        said = {name: str(slot["value"]).strip() for name, slot in slots.items()}
        hass = intent_obj.hass
        request = Request(
            hass=hass,
            context=intent_obj.context,
            speech=await async_speech(hass, intent_obj.language),
            people=async_people(hass, intent_obj.assistant),
            area_id=async_speaker_area(
                hass, intent_obj.device_id, intent_obj.satellite_id
            ),
            name=said.get(SLOT_NAME, ""),
            destination=said.get(SLOT_DESTINATION, ""),
            question=said.get(SLOT_QUESTION, QUESTION_WHO),
        )
        response = intent_obj.create_response()
        response.response_type = self.response_type
        try:
            response.async_set_speech(await self.async_answer(request))
        except HomeAssistantError as error:
            response.async_set_error(
                intent.IntentResponseErrorCode.FAILED_TO_HANDLE,
                request.failure(error, self.action),
            )
        return response

    @abstractmethod
    async def async_answer(self, request: Request) -> str:
        """Return what to say; raises HomeAssistantError with a key of `speech.failure`."""


class CommandHandler(TelepoHandler):
    """Puts the call on hold or takes it back."""

    slot_schema = _NAME

    def __init__(
        self, intent_type: str, action: str, said: str, description: str
    ) -> None:
        """Take the intent, the action, and the key of what is said when it is done."""
        self.intent_type = intent_type
        self.action = action
        self.description = description
        self._said = said

    @override
    async def async_answer(self, request: Request) -> str:
        call = await request.async_act(request.person(), self.action)
        return request.speech.say(self._said, caller=caller(request.speech, call))


class TransferHandler(TelepoHandler):
    """Transfers the call to a contact or an allowed number."""

    intent_type = INTENT_TRANSFER
    description = "Transfers a telephone call to a contact of the user's."
    slot_schema = _NAME_AND_DESTINATION
    action = SERVICE_TRANSFER

    @override
    async def async_answer(self, request: Request) -> str:
        person = request.person()
        reached = request.reach(person)
        call = await request.async_act(
            person, self.action, **{ATTR_DESTINATION: reached.uri}
        )
        contact = request.speech.words(reached.contact_name or request.destination)
        if call.get(ATTR_CONFIRMED):
            return request.speech.say(
                "transferred", caller=caller(request.speech, call), contact=contact
            )
        return request.speech.say("transfer_begun", contact=contact)


class DialHandler(TelepoHandler):
    """Calls a contact or an allowed number with the user's telephone."""

    intent_type = INTENT_DIAL
    description = "Calls a contact of the user's with the user's telephone."
    slot_schema = _NAME_AND_DESTINATION
    action = SERVICE_DIAL

    @override
    async def async_answer(self, request: Request) -> str:
        person = request.person()
        reached = request.reach(person)
        dialled = await request.async_act(
            person, self.action, **{ATTR_DESTINATION: reached.uri}
        )
        speech = request.speech
        contact = speech.words(reached.contact_name or request.destination)
        if (name := telephone_name(dialled)) is None:
            return speech.say("dialing_somehow", contact=contact)
        return speech.say("dialing", contact=contact, telephone=speech.words(name))


class CallStatusHandler(TelepoHandler):
    """Tells who is calling, how long somebody has been talking, or who is on the phone."""

    intent_type = INTENT_CALL_STATUS
    description = (
        "Tells who is calling, how long a user has been talking (how_long), "
        "or whether a user is on the telephone (on_call)."
    )
    response_type = intent.IntentResponseType.QUERY_ANSWER
    slot_schema = _NAME | {
        vol.Optional(SLOT_QUESTION): vol.In(
            (QUESTION_WHO, QUESTION_HOW_LONG, QUESTION_ON_CALL)
        )
    }
    action = SERVICE_GET_CALLS

    @override
    async def async_answer(self, request: Request) -> str:
        if request.question == QUESTION_ON_CALL:
            return await self._async_on_call(request)
        people = request.people_asked_about()
        reading = await request.async_hear(people, self.action)
        return reading.told(
            how_long if request.question == QUESTION_HOW_LONG else status
        )

    async def _async_on_call(self, request: Request) -> str:
        # "Is anybody on the phone?" means the whole home, wherever it is asked.
        named = bool(request.name)
        people = [request.person()] if named else request.everybody()
        reading = await request.async_hear(people, self.action)
        talking = [person for person, calls in reading.calls if is_on_call(calls)]
        if talking:
            key = "one_on_call" if len(talking) == 1 else "several_on_call"
            said = [request.about(key, talking)]
        elif named or reading.failures:
            said = [
                request.about("not_on_call", [person]) for person, _ in reading.calls
            ]
        else:
            said = [request.speech.say("nobody_on_call")]
        return " ".join([*said, *reading.failures])


class MissedCallsHandler(TelepoHandler):
    """Tells of the missed calls that nobody marked as read."""

    intent_type = INTENT_MISSED_CALLS
    description = "Tells of the missed telephone calls."
    response_type = intent.IntentResponseType.QUERY_ANSWER
    slot_schema = _NAME
    action = SERVICE_GET_CALL_HISTORY

    @override
    async def async_answer(self, request: Request) -> str:
        people = request.people_asked_about()
        reading = await request.async_hear(people, self.action, **{ATTR_UNREAD: True})
        return reading.told(missed)
