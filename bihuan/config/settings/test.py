"""As in life, but quick: the database's own settings for tests are given where it is started."""

import os

os.environ.setdefault("SECRET_KEY", "a key for tests alone, long enough to be taken")
os.environ.setdefault("VAULT_KEYS", "another key for tests alone, long enough too")
os.environ.setdefault("SITE_URL", "http://desk.example")

from bihuan.config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "desk.example"]
