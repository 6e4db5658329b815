"""What is the same: a CRM message and a call, two spellings of a number, two parties.

The two sources share no promised id, so what both know is compared: an equal id decides,
otherwise nothing that both know may differ.
"""

from .crm_message import CRM_TERMINATED, CrmMessage
from .models import Call, Party

_FEWEST_DIGITS = 3


def tells_of(message: CrmMessage, call: Call) -> bool:
    """Tell whether a message of the call's user can be about this live call."""
    if message.call_id == call.call_id:
        return True
    if message.state == CRM_TERMINATED:
        return False
    if message.direction and call.direction:
        if message.direction.casefold() != call.direction:
            return False
    told = message.remote_number or ""
    party = call.remote_party
    shown = [party.number or "", party.display_number or ""] if party else []
    # "Private" or an empty text is no number that could differ.
    comparable = [number for number in shown if _significant(number)]
    if not _significant(told) or not comparable:
        return True
    return any(same_number(told, number) for number in comparable)


def is_other_party(then: Party | None, now: Party | None) -> bool:
    """Tell whether two snapshots show different parties; what only one knows does not count."""
    if then is None or now is None:
        return False
    pairs = (
        (then.party_id, now.party_id),
        (then.tel_uri, now.tel_uri),
        (then.display_number, now.display_number),
    )
    return any(old and new and old != new for old, new in pairs)


def same_number(one: str, other: str) -> bool:
    """Tell whether two spellings can be one telephone number: national, international, extension."""
    shorter, longer = sorted((_significant(one), _significant(other)), key=len)
    return longer.endswith(shorter) and (
        len(shorter) >= _FEWEST_DIGITS or shorter == longer
    )


def _significant(number: str) -> str:
    """Return the digits without the zeros that stand for a way out or a trunk."""
    return "".join(filter(str.isdigit, number)).lstrip("0")
