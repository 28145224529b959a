"""The list of what is supported."""

from __future__ import annotations

import dataclasses
import re

from drivers import registry
from drivers.configuration import Configuration, load
from drivers.receipt_printer import profile


def test_the_list_in_the_document_is_the_registry_s():
    # Guards against: a document that promises a model which no driver is for. `python -m drivers.registry` mends it.
    text = registry.README.read_text(encoding="utf-8")
    assert registry.with_table(text) == text


def test_every_model_is_for_a_device_of_the_configuration():
    # Guards against: a device that can be configured and is missing from the list, or the other way round.
    devices = {field.name for field in dataclasses.fields(Configuration)}
    assert {model.device for model in registry.MODELS} == devices


def test_the_settings_in_the_document_are_those_of_the_program(tmp_path):
    # Guards against: a setting that a technician copies and the terminal refuses.
    document = registry.README.with_name("settings.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"```toml\n(.*?)```", document, re.S)
    file = tmp_path / "devices.toml"
    file.write_text(written, encoding="utf-8")
    named = load(file)
    assert all(getattr(named, field.name) is not None for field in dataclasses.fields(Configuration))
    assert set(re.findall(r"`((?:default|mainland|epson)[\w-]*)`", document)) == set(profile.names())


def test_an_exact_model_goes_before_a_class():
    found = registry.of_usb("0400:C35A", frozenset({0x07}))
    assert found is not None
    assert found.device == "id_card_reader"
    assert registry.of_usb("dead:beef") is None
