"""What is the same: a CRM message and a call, two spellings of a number, two parties.

The two sources share no promised id, so what both know is compared: an equal id decides,
otherwise nothing that both know may differ.
"""

import re
from urllib.parse import unquote

from .crm_message import CRM_TERMINATED, CrmMessage
from .models import Call, Party

_FEWEST_DIGITS = 3
# So many digits of an end are no other line's by chance; an extension has fewer.
_SUREST_DIGITS = 6
_SCHEME = re.compile(r"\s*(?:tel|sips?):", re.IGNORECASE)
# Where a URI's host, parameters and headers begin.
_REST_OF_URI = re.compile(r"[;@?]")
_PORT = re.compile(r":[0-9]+$", re.ASCII)
# The trunk zero that a printed international number has, and nobody dials.
_UNDIALLED = "(0)"


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
    comparable = [number for number in shown if is_number(number)]
    if not is_number(told) or not comparable:
        return True
    return any(same_number(told, number) for number in comparable)


def is_other_party(then: Party | None, now: Party | None) -> bool:
    """Tell whether two snapshots show different parties; what only one knows does not count."""
    if then is None or now is None:
        return False
    pairs = (
        (then.party_id, now.party_id),
        (then.tel_uri, now.tel_uri),
    )
    return any(old and new and old != new for old, new in pairs) or _is_other_text(
        then.display_number, now.display_number
    )


def is_number(text: str) -> bool:
    """Tell whether a text holds a telephone number that could differ, unlike "Private"."""
    return bool(_significant(text))


def same_number(one: str, other: str) -> bool:
    """Tell whether two spellings can be one telephone number: national, international, extension."""
    shorter, longer = sorted((_significant(one), _significant(other)), key=len)
    return longer.endswith(shorter) and (
        len(shorter) >= _FEWEST_DIGITS or shorter == longer
    )


def is_same_line(one: str, other: str) -> bool:
    """Tell whether two numbers or URIs beyond doubt lead to the same telephone.

    An extension that a longer number ends with may be another line.
    """
    if (address := _address(one)) and address == _address(other):
        return True
    ours, theirs = _significant(one), _significant(other)
    if not ours or ours == theirs:
        return bool(ours)
    return min(len(ours), len(theirs)) >= _SUREST_DIGITS and same_number(one, other)


def leads_to(uri: str, party: Party | None) -> bool:
    """Tell whether a URI beyond doubt leads to a party."""
    if party is None:
        return False
    known = (party.uri, party.number, party.display_number)
    return any(text and is_same_line(uri, text) for text in known)


def may_lead_to(uri: str, party: Party | None) -> bool:
    """Tell whether a URI can lead to a party, also to one of whom no number is known yet."""
    known = (party.uri, party.number, party.display_number) if party else ()
    lines = [text for text in known if text and (is_number(text) or _address(text))]
    return not lines or any(
        is_same_line(uri, line)
        or (is_number(uri) and is_number(line) and same_number(uri, line))
        for line in lines
    )


def _address(uri: str) -> str:
    """Return user and host of a SIP URI in lower case, nothing for any other."""
    scheme, _, rest = uri.partition(":")
    if scheme.lower() not in ("sip", "sips"):
        return ""
    # Twice: somebody on the way may decode once more.
    address = unquote(unquote(rest.partition(";")[0]))
    user, _, host = address.casefold().rpartition("@")
    return f"{user}@{_PORT.sub('', host)}"


def _is_other_text(old: str | None, new: str | None) -> bool:
    """Tell whether two shown numbers differ by more than their spelling."""
    if not old or not new or old == new:
        return False
    return not (is_number(old) and is_number(new) and same_number(old, new))


def _significant(number: str) -> str:
    """Return the digits without the zeros that stand for a way out or a trunk.

    Nothing for what is no telephone number, such as the name in a SIP address.
    """
    bare = unquote(_REST_OF_URI.split(_SCHEME.sub("", number, count=1))[0])
    if any(map(str.isalpha, bare)):
        return ""
    digits = filter(str.isdigit, bare.replace(_UNDIALLED, ""))
    return "".join(digits).lstrip("0")
