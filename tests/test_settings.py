"""Settings come from the environment, all or none."""

import pytest

from chalicelib import settings

VALUES = {name.upper(): name for name in settings.Settings._fields}


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VALUES.items():
        monkeypatch.setenv(name, value)

    assert settings.from_env() == settings.Settings(**{value: value for value in VALUES.values()})


def test_every_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VALUES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("STAGE")
    monkeypatch.setenv("RECEIPT_KEY", "")

    with pytest.raises(settings.SettingsMissing, match="STAGE, RECEIPT_KEY"):
        settings.from_env()


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({"AWS_LAMBDA_FUNCTION_NAME": "api", "AWS_SESSION_TOKEN": "token"}, ("id", "secret", "token")),
        ({"AWS_LAMBDA_FUNCTION_NAME": "api"}, ("id", "secret", None)),
        ({"AWS_LAMBDA_FUNCTION_NAME": "api", "AWS_ACCESS_KEY_ID": ""}, None),
        ({}, None),
    ],
)
def test_a_function_on_aws_calls_with_what_it_was_given_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], known: object
) -> None:
    for name in ("AWS_LAMBDA_FUNCTION_NAME", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", **given}.items():
        monkeypatch.setenv(name, value)

    assert settings.credentials() == known
