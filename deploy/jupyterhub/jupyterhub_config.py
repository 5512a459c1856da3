"""JupyterHub's settings for one course: each learner has a server with the learner's environment, and the instructor
one in the course's folder. README.md beside this file says how to set it up."""

from pathlib import Path

PLACE = Path("/srv/logits-to-labels")  # what the README makes there: course/, learner/, exchange/, hub/
INSTRUCTOR = "instructor"  # the account that owns course/ and runs its commands

HERE = Path(__file__).resolve().parent
COURSE = PLACE / "course"
HUB = PLACE / "hub"

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (JupyterHub provides it)

# A web server with a certificate stands before this address.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{HUB / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(HUB / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(HUB / "proxy.pid")

# Whoever has an account on this machine and is in one of these groups; nobody administers the hub from the browser.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"learners", "instructors"}

# Every server is a unit of systemd's, as its user, and with a share of the machine.
c.JupyterHub.spawner_class = "systemd"
c.SystemdSpawner.mem_limit = "3G"
c.SystemdSpawner.cpu_limit = 2.0
c.SystemdSpawner.isolate_tmp = True
c.Spawner.default_url = "/lab"
# When a class logs in at once its servers start slowly, and JupyterHub would give them up after half a minute.
c.Spawner.start_timeout = c.Spawner.http_timeout = 180  # [s]


def give_a_role(spawner):
    """Chooses the environment, the settings and the folder of a user's server."""
    is_instructor = spawner.user.name == INSTRUCTOR
    programs = (COURSE / ".venv" if is_instructor else PLACE / "learner") / "bin"
    settings = COURSE if is_instructor else HERE / "learner"
    spawner.cmd = [str(programs / "jupyterhub-singleuser")]
    if is_instructor:
        spawner.notebook_dir = str(COURSE)  # the Formgrader wants the course below it
    spawner.environment = {
        **spawner.environment,
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",  # a terminal finds the same programs
        "JUPYTER_CONFIG_PATH": str(settings),
    }


c.Spawner.pre_spawn_hook = give_a_role
