"""The list of what is supported."""

from __future__ import annotations

import dataclasses

from drivers import registry
from drivers.configuration import Configuration


def test_the_list_in_the_document_is_the_registry_s():
    # Guards against: a document that promises a model which no driver is for. `python -m drivers.registry` mends it.
    text = registry.README.read_text(encoding="utf-8")
    assert registry.with_table(text) == text


def test_every_model_is_for_a_device_of_the_configuration():
    devices = {field.name for field in dataclasses.fields(Configuration)} | {"document_printer"}
    assert {model.device for model in registry.MODELS} <= devices


def test_an_exact_model_goes_before_a_class():
    found = registry.of_usb("0400:C35A", frozenset({0x07}))
    assert found is not None
    assert found.device == "id_card_reader"
    assert registry.of_usb("dead:beef") is None
