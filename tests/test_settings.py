"""Settings come from the environment, all or none."""

import pytest

from chalicelib import settings

VALUES = {name.upper(): name for name in settings.Settings.__dataclass_fields__}


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
