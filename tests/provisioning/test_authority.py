"""Terminals go on trusting a service that was started anew, and no key lies open."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from cryptography import x509

from provisioning.authority import Authority, AuthorityError


def test_what_is_good_is_used_again(tmp_path: Path) -> None:
    first = Authority.open(tmp_path)
    before = [
        path.read_bytes()
        for path in (first.ca, first.server().certificate, first.server().key, first.terminal("A-1").certificate)
    ]
    again = Authority.open(tmp_path)
    after = [
        path.read_bytes()
        for path in (again.ca, again.server().certificate, again.server().key, again.terminal("A-1").certificate)
    ]
    assert before == after


def test_nobody_else_can_read_the_files(tmp_path: Path) -> None:
    authority = Authority.open(tmp_path)
    authority.server()
    authority.terminal("A-1")
    files = [path for path in tmp_path.rglob("*") if path.suffix in (".pem", ".key")]
    assert len(files) == 6
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_a_terminal_is_named_by_its_certificate(tmp_path: Path) -> None:
    certificate = x509.load_pem_x509_certificate(Authority.open(tmp_path).terminal("JLP-0137").certificate.read_bytes())
    assert certificate.subject.rfc4514_string() == "CN=JLP-0137"


def test_a_half_written_pair_is_made_anew(tmp_path: Path) -> None:
    """The power went between the key and the certificate."""
    authority = Authority.open(tmp_path)
    pair = authority.terminal("A-1")
    other = authority.terminal("A-2")
    pair.key.write_bytes(other.key.read_bytes())
    authority.terminal("A-1")
    assert pair.key.read_bytes() != other.key.read_bytes()


def test_another_host_gets_a_certificate_that_names_it(tmp_path: Path) -> None:
    authority = Authority.open(tmp_path)
    before = authority.server().certificate.read_bytes()
    certificate = x509.load_pem_x509_certificate(authority.server(["192.0.2.7"]).certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "192.0.2.7" in [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    assert authority.server().certificate.read_bytes() != before  # and it serves the local names as well


def test_two_services_that_start_together_make_one_authority(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(Authority.open(tmp_path).ca.read_bytes())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 41, "名"])
def test_an_id_that_would_be_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AuthorityError):
        Authority.open(tmp_path).terminal(name)


def test_a_broken_authority_is_named_not_replaced(tmp_path: Path) -> None:
    authority = Authority.open(tmp_path)
    (tmp_path / "ca.key").write_bytes(b"")
    with pytest.raises(AuthorityError, match="cannot be read"):
        Authority.open(tmp_path)
    assert authority.ca.exists()
