"""Numbers that nothing hands-free may call: emergencies, costly numbers, feature codes.

A safety net of well-known ranges, not a tariff: what is not listed here may cost as well.
"""

from enum import StrEnum
import re
from typing import Final, NamedTuple
import unicodedata
from urllib.parse import unquote


class NumberKind(StrEnum):
    """What a destination is besides being a destination."""

    ORDINARY = "ordinary"
    EMERGENCY = "emergency"
    PREMIUM = "premium"
    FEATURE_CODE = "feature_code"


class _Country(NamedTuple):
    """A country's costly ranges: patterns of national numbers without the trunk prefix.

    `short` numbers are so short that elsewhere they are extensions. `outside` are the digits
    that cannot begin a national number and so may be an outside line.
    """

    calling_code: str
    trunk: str
    costly: str
    short: str = ""
    outside: str = "09"


# Emergency and urgent services. These are refused everywhere, since a mobile telephone may
# take any of them for its own country's.
_EMERGENCY: Final = frozenset(
    {"000", "110", "111", "112", "113", "114", "115", "117", "118", "119", "911", "999"}
    # Urgent medical help and missing children, the same throughout the European Union.
    | {"116000", "116117"}
)
# These are extensions elsewhere, so they count where the country has them, or none is known.
_EMERGENCY_IN: Final[dict[str, frozenset[str]]] = {
    "AR": frozenset({"100", "101", "107"}),
    "AT": frozenset({"122", "128", "133", "140", "141", "144"}),
    "AU": frozenset({"106"}),
    "BE": frozenset({"100", "101"}),
    "CH": frozenset({"143", "144", "145", "147", "1414", "1415"}),
    "ES": frozenset({"061", "062", "080", "085", "088", "091", "092"}),
    "FR": frozenset({"15", "17", "18", "191", "196"}),
    "GB": frozenset({"101"}),
    "IT": frozenset({"1515", "1530"}),
    "MX": frozenset({"060", "065", "066", "068", "080", "089"}),
    "SE": frozenset({"11313", "11414", "90000"}),
}
# France alone has emergency numbers of fewer digits.
_FEWEST_DIGITS: Final = 3
_AMERICA: Final = _Country("1", "1?", r"900\d{7}", outside="9")
_COUNTRIES: Final[dict[str, _Country]] = {
    "AT": _Country("43", "0", r"9(?:0[01]|3[019])\d{5,}"),
    "AU": _Country("61", "", r"190\d{7}", outside="0"),
    "BE": _Country("32", "0", r"90\d{6}"),
    "CA": _AMERICA,
    "CH": _Country("41", "0", r"90[016]\d{6}"),
    "DE": _Country("49", "0", r"(?:900|137|118)\d{5,}"),
    "DK": _Country("45", "", r"90\d{6}"),
    "ES": _Country("34", "", r"(?:80[367]|90[57])\d{6}"),
    "FI": _Country("358", "0", r"[67]00\d{4,}"),
    "FR": _Country("33", "0", r"8[129]\d{7}", short=r"3[2-9]\d{2}"),
    "GB": _Country("44", "0", r"9\d{8,9}"),
    "IE": _Country("353", "", r"15\d{8}", outside="9"),
    "IT": _Country("39", "", r"(?:89\d|1(?:44|66|78|99))\d{3,}", outside="9"),
    "LU": _Country("352", "", r"90[015]\d{5}", outside="0"),
    "MX": _Country("52", "", r"900\d{7}", outside="0"),
    "NL": _Country("31", "0", r"90[069]\d{4,}"),
    "NO": _Country("47", "", r"82\d{6}", outside="0"),
    "NZ": _Country("64", "0", r"900\d{5,}"),
    "SE": _Country("46", "0", r"9(?:00|39|44|9\d)\d{4,}"),
    "US": _AMERICA,
}
# Inmarsat, personal numbers, satellites, networks of no country, international premium rate.
_COSTLY_CODES: Final = ("870", "878", "881", "882", "883", "979")
_DIRECTORY_ENQUIRIES: Final = r"118\d{2,3}"
# All one- and two-digit calling codes; every other one has three digits (ITU-T E.164).
_CALLING_CODE: Final = re.compile(
    r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d"
)
# No national number begins with the zero that these hold: their "+" was an outside line's 0
# and a trunk's.
_TWO_ZEROS: Final = ("600", "700", "900")
_DIALLED_ABROAD: Final = re.compile(r"[09]?00(?=[1-9])")
_DIALLED_ABROAD_FROM_AMERICA: Final = re.compile(r"9?011(?=[1-9])")
_CONTEXT: Final = re.compile(r"phone-context=(\+[0-9().-]+)", re.ASCII | re.IGNORECASE)
# What stands between the digits of a number, and what a SIP address may hold besides.
_SEPARATORS: Final = re.compile(r"[^\w+*#]|_")
_NUMBER: Final = re.compile(r"\+?[0-9*#]+")


def kind_of(uri: str, country: str | None) -> NumberKind:
    """Tell what a tel or SIP URI is where the exchange stands (ISO code, None unknown).

    Without a country every country's national numbers count, so that an ordinary one may be
    among them; one that is written with its calling code is told apart everywhere.
    """
    country = country.upper() if country else None
    numbers = _numbers(uri)
    parts = [
        part
        for number in numbers
        for part in re.split(r"[*#]+", number)
        if part.strip("+")
    ]
    if any(_is_emergency(part, country) for part in parts):
        return NumberKind.EMERGENCY
    if any(_is_premium(part, country) for part in parts):
        return NumberKind.PREMIUM
    if any("*" in number or "#" in number for number in numbers):
        return NumberKind.FEATURE_CODE
    return NumberKind.ORDINARY


def _numbers(uri: str) -> list[str]:
    """Return the numbers that a URI can mean: as it stands, and as its context completes it."""
    scheme, _, rest = uri.partition(":")
    if scheme.lower() != "tel":
        # Twice: somebody on the way may decode once more.
        rest = unquote(unquote(rest.rpartition("@")[0]))
    bare, _, parameters = rest.partition(";")
    number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", bare))
    if not _NUMBER.fullmatch(number):
        return []
    contexts = _CONTEXT.findall(parameters)
    return [
        number,
        *(f"{_SEPARATORS.sub('', context)}{number}" for context in contexts),
    ]


def _is_emergency(number: str, country: str | None) -> bool:
    listed = _EMERGENCY | _emergency_in(country)
    local = number.removeprefix("+")
    if listed & {local, local.removeprefix("0"), local.lstrip("0")}:
        return True
    # An outside line's 9; but 9000 is many a reception's extension.
    if local.startswith("9") and local[1:] in listed - {"000"}:
        return True
    abroad = _abroad(number, country)
    if abroad is None or not (code := _CALLING_CODE.match(abroad)):
        return False
    rest = abroad[code.end() :]
    everywhere = _EMERGENCY | _emergency_in(None)
    short = len(rest) < _FEWEST_DIGITS and code[0] != _COUNTRIES["FR"].calling_code
    return not short and bool(everywhere & {rest, rest.removeprefix("0")})


def _emergency_in(country: str | None) -> frozenset[str]:
    if country is None:
        return frozenset().union(*_EMERGENCY_IN.values())
    return _EMERGENCY_IN.get(country, frozenset())


def _is_premium(number: str, country: str | None) -> bool:
    abroad = _abroad(number, country)
    if abroad is not None and _is_costly_abroad(abroad):
        return True
    if number.startswith("+"):
        if not number[1:].startswith(_TWO_ZEROS):
            return False
        number = f"0{number[1:]}"
    if re.fullmatch(f"[09]?{_DIRECTORY_ENQUIRIES}", number):
        return True
    if country is None:
        return any(_is_costly_at_home(number, row, "") for row in _COUNTRIES.values())
    row = _COUNTRIES.get(country)
    return row is not None and _is_costly_at_home(number, row, row.short)


def _abroad(number: str, country: str | None) -> str | None:
    """Return an international number without its prefix, None for any other."""
    if number.startswith("+"):
        return number[1:]
    prefixes = [_DIALLED_ABROAD]
    if country is None or _COUNTRIES.get(country) is _AMERICA:
        prefixes.append(_DIALLED_ABROAD_FROM_AMERICA)
    for prefix in prefixes:
        if dialled := prefix.match(number):
            return number[dialled.end() :]
    return None


def _is_costly_abroad(number: str) -> bool:
    if number.startswith(_COSTLY_CODES):
        return True
    for row in _COUNTRIES.values():
        patterns = _either(row.costly, row.short, _DIRECTORY_ENQUIRIES)
        # A trunk zero behind the calling code is a mistake that some networks forgive.
        if re.fullmatch(f"{row.calling_code}(?:{row.trunk})?{patterns}", number):
            return True
    return False


def _is_costly_at_home(number: str, row: _Country, short: str) -> bool:
    """Tell whether a number as it is dialled in a country is costly there."""
    patterns = _either(f"{row.trunk}(?:{row.costly})", short)
    return re.fullmatch(f"[{row.outside}]?{patterns}", number) is not None


def _either(*patterns: str) -> str:
    return f"(?:{'|'.join(filter(None, patterns))})"
