"""Packages and the one command of the terminal. Exact versions stand in requirements.lock."""

from pathlib import Path

from setuptools import find_packages, setup

ROOMS = ["kiosk", "drivers", "screens", "offline_cache", "provisioning"]

setup(
    name="yukuaiban-kiosk",
    version="0.1.0",
    description="Self-service terminal for a city's government service platform",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=find_packages(include=[p for room in ROOMS for p in (room, f"{room}.*")]),
    include_package_data=True,
    package_data={room: ["**/*"] for room in ROOMS},
    install_requires=[
        # SQLite for the outbox: before 3.51.3 two processes can lose records (offline_cache/database.py); and the
        # proofs put their disks under it. zlib or any other licence that the OSI approves.
        "apsw>=3.51.3",
        "cryptography>=50",  # HPKE (RFC 9180), X.509, AEAD, SM3, ASN.1 of seals
        "defusedxml",  # XML from outside: the files of a sealed OFD document (PSF-2.0; fpdf2 brings it as well)
        "fonttools",  # takes the Simplified Chinese face out of the font collection, at set-up
        "fpdf2",  # sandbox: certificates as PDF; it embeds a part of a CFF font, which reportlab cannot (LGPL-3.0)
        "holidays",  # China's working days with the swapped ones, of years to come the statutory days (MIT)
        "httpx",
        "jinja2",
        "jsonschema",
        "kivy[base]==2.3.1",  # 3.0 changes its window, text and audio providers
        "msgspec",  # one declaration of each body for client, sandbox and OpenAPI; the fastest strict decoder there is
        "numpy",
        "opencv-python-headless>=4.14,<5",  # OpenCV 5 has no face detector in the wheel; headless: the window is Kivy's
        "pillow",
        "pypdfium2",  # certificates as pictures before they are printed (Apache-2.0 / BSD-3-Clause)
        "pypinyin",
        "pyscard",
        "pyserial",
        "python-escpos",
        "pyusb",  # SAM_V modules on USB; it loads libusb-1.0
        "pyzbar",
        "qrcode",
        "starlette",
        "uuid-utils",  # UUIDv7 (RFC 9562), which Python has from 3.14 on
        "uvicorn",
        "websockets",  # XFS4IoT, by which a bank's terminal reaches its devices (BSD-3-Clause)
        "zxing-cpp",
    ],
    extras_require={
        "test": [
            "ber-tlv",  # a second opinion on BER-TLV
            "hypothesis",
            "import-linter",
            "mypy",
            "pytest",
            "pytest-asyncio",
            "pytest-timeout",
            "pytest-xdist",
            "ruff",
            "types-jsonschema",
            "types-pyserial",
        ],
    },
    entry_points={
        "console_scripts": ["kiosk=kiosk.__main__:main"],
        "kiosk.commands": [
            "catalogue=kiosk.catalogue.command:register",
            "agent=kiosk.agent.command:register",
            "device=drivers.command:register",
            "maintenance=kiosk.maintenance.command:register",
            "payments=kiosk.payments.command:register",
            "outbox=offline_cache.command:register",
            "ui=screens.command:register",
            "demo=provisioning.demo.command:register",
            "bench=provisioning.bench.command:register",
            "sandbox=provisioning.sandbox.command:register",
            "fleet=provisioning.fleet.command:register",
        ],
        "kiosk.device_commands": [
            "bench=provisioning.bench.command:register_verb",
        ],
    },
)
