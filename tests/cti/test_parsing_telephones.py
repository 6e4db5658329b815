"""The list of telephones: what is read, what is left out."""

from hypothesis import given, strategies as st
import pytest

from custom_components.telepo.cti import (
    Telephone,
    TelepoInvalidResponseError,
    parse_telephones,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["deviceId", "deviceName", "deviceType"]) | st.text(), inner
        )
    ),
    max_leaves=12,
)


def test_the_telephones_keep_their_order() -> None:
    data = [
        {
            "deviceId": "2.00000000-0000-0001",
            "deviceType": "SOFTPHONE",
            "deviceName": "Computer",
            "deviceIcon": "laptop",
        },
        {"deviceId": "0.+1555555", "deviceType": "MOBILE", "deviceName": "Mobile"},
    ]
    assert parse_telephones(data) == (
        Telephone("2.00000000-0000-0001", "Computer", "SOFTPHONE"),
        Telephone("0.+1555555", "Mobile", "MOBILE"),
    )


@pytest.mark.parametrize(
    ("fields", "name", "kind"),
    [
        ({"deviceName": "Desk", "deviceType": "FXS"}, "Desk", "FXS"),
        ({"deviceName": " Desk\n one\u202e "}, "Desk one", None),
        ({"deviceName": "<b>{{ 1 }}</b>"}, "‹b›(( 1 ))‹/b›", None),
        ({"deviceType": "MOBILE"}, "MOBILE", "MOBILE"),
        ({"deviceName": "  ", "deviceType": "MOBILE"}, "MOBILE", "MOBILE"),
        ({"deviceName": 7, "deviceType": ["MOBILE"]}, "10.x  y", None),
        ({}, "10.x  y", None),
    ],
    ids=["both", "dirty", "markup", "type", "blank", "no texts", "neither"],
)
def test_a_telephone_without_a_name_is_called_by_what_is_known(
    fields: dict[str, object], name: str, kind: str | None
) -> None:
    (telephone,) = parse_telephones([{"deviceId": "10.x  y", **fields}])
    assert telephone.telephone_id == "10.x  y"
    assert telephone.name == " ".join(name.split())
    assert telephone.type == kind


def test_an_id_that_does_not_show_is_its_own_name() -> None:
    """A filler is a letter to Unicode, so it can travel back."""
    (telephone,) = parse_telephones([{"deviceId": "\u3164"}])
    assert telephone == Telephone("\u3164", "\u3164")


@pytest.mark.parametrize(
    "element",
    [
        None,
        "0.+1555555",
        [],
        {},
        {"deviceId": ""},
        {"deviceId": "  "},
        {"deviceId": 7},
        {"deviceId": "a\nb"},
        {"deviceId": "a\u202eb"},
        {"deviceId": "x" * 257},
        {"deviceName": "Mobile"},
    ],
    ids=ascii,
)
def test_a_telephone_that_cannot_be_addressed_is_left_out(element: object) -> None:
    good = {"deviceId": "0.+1555555", "deviceName": "Mobile"}
    assert [
        telephone.telephone_id for telephone in parse_telephones([element, good])
    ] == ["0.+1555555"]


def test_an_id_is_told_once() -> None:
    """The first of its name."""
    data = [
        {"deviceId": "0.+1", "deviceName": "Mobile"},
        {"deviceId": "0.+1", "deviceName": "Other"},
    ]
    assert parse_telephones(data) == (Telephone("0.+1", "Mobile"),)


@pytest.mark.parametrize("data", [None, {}, "[]", 7, True], ids=ascii)
def test_what_is_no_list_is_invalid(data: object) -> None:
    with pytest.raises(TelepoInvalidResponseError):
        parse_telephones(data)


@given(st.lists(json_values, max_size=6))
def test_any_list_is_read(data: list[object]) -> None:
    """Each telephone has an id from the list and a name in one line."""
    ids = [element.get("deviceId") for element in data if isinstance(element, dict)]
    for telephone in parse_telephones(data):
        assert telephone.telephone_id in ids
        assert telephone.name
        assert telephone.name.splitlines() == [telephone.name]
