"""Numbers that nothing hands-free may call: emergencies, costly numbers, feature codes.

A safety net of well-known ranges, not a tariff: what is not listed here may cost as well.
"""

from enum import StrEnum
from itertools import groupby
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
# These are extensions elsewhere, so they count where the country has them: emergencies, and
# the lines for distress that are staffed like them.
_EMERGENCY_IN: Final[dict[str, frozenset[str]]] = {
    country: frozenset(numbers.split())
    for country, numbers in {
        "AR": "100 101 107",
        "AT": "116123 122 128 133 140 141 142 144 147",
        "AU": "106",
        "BE": "100 101 102 103 105 106 107 108",
        "BG": "150 160 166",
        "BR": "185 188 190 191 192 193 194 197 198 199",
        "CH": "143 144 145 147 1414 1415",
        "CL": "131 132 133",
        "CN": "120 122",
        "CZ": "150 155 156 158",
        "DE": "116123 19222",
        "DK": "1813",
        "ES": "061 062 080 085 088 091 092",
        "FR": "15 17 18 191 196 197 3114",
        "GB": "101",
        "GR": "100 108 166 199",
        "HR": "192 193 194 195",
        "HU": "104 105 107",
        "IL": "100 101 102",
        "IN": "100 101 102 108 1091 1098",
        "IT": "1515 1522 1530",
        "MX": "060 065 066 068 080 089",
        "MY": "994",
        "NL": "144",
        "PL": "986 997 998",
        "RU": "101 102 103 104",
        "SE": "11313 11414 90000",
        "SG": "995",
        "SK": "150 155 158 159",
        "TH": "191 199 1155 1669",
        "TR": "155 156 158 177",
        "UA": "101 102 103 104",
        "US": "988",
        "ZA": "107 10111 10177",
    }.items()
}
_EMERGENCY_ANYWHERE: Final = _EMERGENCY.union(*_EMERGENCY_IN.values())
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
_DIALLED: Final = re.compile(r"[0-9*#+]+")
# Italy alone dials the zero behind its calling code.
_ZERO_IS_DIALLED: Final = "39"


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
        return _numbers_in(rest.rpartition("@")[0])
    bare, _, parameters = rest.partition(";")
    numbers = _numbers_in(bare)
    contexts = _CONTEXT.findall(parameters)
    return [
        *numbers,
        *(
            f"{_SEPARATORS.sub('', context)}{number}"
            for number in numbers
            for context in contexts
        ),
    ]


def _numbers_in(user: str) -> list[str]:
    """Return the numbers among the words of a text, each by itself and all in a row."""
    while (decoded := unquote(user)) != user:
        # Nobody knows how often those on the way decode.
        user = decoded
    words = _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", user)).split()
    numbers: list[str] = []
    for is_number, row in groupby(words, lambda word: bool(_DIALLED.fullmatch(word))):
        if is_number:
            parts = list(row)
            numbers += dict.fromkeys(["".join(parts), *parts])
    # No calling code begins with 0, so this plus sign stands for nothing.
    return numbers + [number[1:] for number in numbers if number.startswith("+0")]


def _is_emergency(number: str, country: str | None) -> bool:
    listed = _EMERGENCY | _EMERGENCY_IN.get(country or "", frozenset())
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
    short = len(rest) < _FEWEST_DIGITS and code[0] != _COUNTRIES["FR"].calling_code
    return not short and bool(_EMERGENCY_ANYWHERE & {rest, rest.lstrip("0")})


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
        return number[1:].lstrip("0")
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
        zeros = "" if row.calling_code == _ZERO_IS_DIALLED else "0*"
        if re.fullmatch(f"{row.calling_code}{zeros}(?:{row.trunk})?{patterns}", number):
            return True
    return False


def _is_costly_at_home(number: str, row: _Country, short: str) -> bool:
    """Tell whether a number as it is dialled in a country is costly there."""
    patterns = _either(f"{row.trunk}(?:{row.costly})", short)
    return re.fullmatch(f"[{row.outside}]?{patterns}", number) is not None


def _either(*patterns: str) -> str:
    return f"(?:{'|'.join(filter(None, patterns))})"
