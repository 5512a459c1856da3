"""The hub as it is deployed, but for what a test cannot have: accounts of the machine, systemd, and fixed ports."""

import json
import os
from pathlib import Path

from jupyterhub.auth import Authenticator
from jupyterhub.spawner import SimpleLocalProcessSpawner

place = Path(os.environ["TEST_HUB"])
given = json.loads((place / "test.json").read_text())


class Passwords(Authenticator):
    """Lets in whoever has a password in ``test.json``."""

    async def authenticate(self, handler, data):
        name = data["username"]
        return name if data["password"] == given["passwords"].get(name) else None


load_subconfig(str(place / "deploy" / "jupyterhub_config.py"))  # type: ignore[name-defined]  # noqa: F821
c = get_config()  # type: ignore[name-defined]  # noqa: F821
public, internal, proxy = given["ports"]
c.JupyterHub.bind_url = f"http://127.0.0.1:{public}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{internal}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy}"
c.JupyterHub.authenticator_class = Passwords
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = SimpleLocalProcessSpawner
c.SimpleLocalProcessSpawner.home_dir_template = str(place / "home" / "{username}")
c.Spawner.args = ["--allow-root"]  # as in a container
