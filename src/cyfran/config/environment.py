"""Reads settings from the environment; each one is described in docs/operations/settings.md."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    return text(name, "yes" if default else "no").lower() in {"1", "yes", "true", "on"}


def number(name: str, default: int) -> int:
    return int(text(name) or default)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_folder() -> Path:
    return Path(text("CYFRAN_DATA", "cyfran-data")).absolute()


def secret_key(folder: Path) -> str:
    """Return the site's secret, which signs cookies and keys circumstances: from the environment, or a file made once."""
    key_from_environment = text("CYFRAN_SECRET_KEY")
    if key_from_environment:
        return key_from_environment
    key_file = folder / "secret-key"
    if not key_file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return key_file.read_text()


SQLITE_START = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA cache_size=-20000;
PRAGMA mmap_size=134217728;
PRAGMA journal_size_limit=27103364;
PRAGMA secure_delete=ON;
"""


def database(url: str, folder: Path) -> dict:
    """Return Django's settings of a database: PostgreSQL at ``url``, or SQLite in ``folder`` if it is empty."""
    if not url:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = {"transaction_mode": "IMMEDIATE", "timeout": 15, "init_command": SQLITE_START}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "cyfran.sqlite3",
            "OPTIONS": options,
            "CONN_MAX_AGE": None,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql:// (or be left out, for SQLite)")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def organisation(url: str, name: str) -> dict:
    """Return allauth's settings of the one organisation at which people may sign in, or nothing where there is none."""
    if not url:
        return {}
    app = {
        "provider_id": "organisation",
        "name": name,
        "client_id": text("CYFRAN_OIDC_CLIENT"),
        "secret": text("CYFRAN_OIDC_SECRET"),
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def origins(url: str) -> list[str]:
    """Return the origin of an address, as a policy names it, or nothing."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if url else []
