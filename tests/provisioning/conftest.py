"""One sandbox for all tests that leave it as they found it; those that stop it start their own."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.provisioning.services import Service, client, sandbox


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with sandbox(tmp_path_factory.mktemp("platform")) as service:
        yield service


@pytest.fixture
def http(platform: Service) -> Iterator[httpx.Client]:
    with client(platform) as connection:
        yield connection
