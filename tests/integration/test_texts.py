"""The watch over texts notices what is missing, or it would prove nothing."""

from homeassistant.config_entries import ConfigFlow
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.telepo.const import DOMAIN

from .house import House
from .texts import TextWatch


@pytest.fixture
def expected(texts: TextWatch) -> TextWatch:
    """Return the watch with nothing to complain about yet."""
    assert texts.faults == []
    return texts


def test_an_error_without_a_text_is_noticed(expected: TextWatch) -> None:
    HomeAssistantError(translation_domain=DOMAIN, translation_key="no_such_key")
    assert expected.faults == ["There is no text exceptions.no_such_key.message"]
    expected.faults.clear()


def test_an_error_without_a_placeholder_is_noticed(expected: TextWatch) -> None:
    HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="refused",
        translation_placeholders={"code": "409"},
    )
    assert expected.faults == [
        "exceptions.refused.message lacks the placeholders ['status']"
    ]
    expected.faults.clear()


def test_other_integrations_errors_are_none_of_our_business(
    expected: TextWatch,
) -> None:
    HomeAssistantError(translation_domain="light", translation_key="no_such_key")
    assert expected.faults == []


async def test_an_issue_without_a_text_is_noticed(
    house: House, expected: TextWatch
) -> None:
    ir.async_create_issue(
        house.hass,
        DOMAIN,
        "some_id",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="no_such_key",
    )
    assert expected.faults == [
        "There is no text issues.no_such_key.title",
        "There is no text issues.no_such_key.description",
    ]
    expected.faults.clear()


async def test_a_form_error_without_a_text_is_noticed(
    house: House, expected: TextWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.telepo.config_flow.form_error", lambda error: "no_such_key"
    )
    typed = house.credentials(ticket="wrong")
    result = await house.submit(await house.start_flow(), typed)
    assert result["errors"] == {"base": "no_such_key"}
    assert expected.faults == ["There is no text config.error.no_such_key"]
    expected.faults.clear()


async def test_a_form_without_its_placeholder_is_noticed(
    house: House, expected: TextWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.telepo.config_flow.TelepoConfigFlow.async_show_form",
        without_placeholders,
    )
    await house.submit(await house.start_flow(), house.credentials())
    assert expected.faults == [
        "config.step.webhook.description lacks the placeholders ['webhook_url']"
    ]
    expected.faults.clear()


def without_placeholders(flow: object, **form: object) -> object:
    """Show a form as it would be shown, but without what its text needs."""
    assert isinstance(flow, ConfigFlow)
    return super(ConfigFlow, flow).async_show_form(
        **{**form, "description_placeholders": None}  # type: ignore[arg-type]
    )
