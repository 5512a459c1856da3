"""Starts a cluster in Dask Gateway, grades in it, and ends it: ``python grade.py WORKERS [CHAPTER ...]``.

Runs in the course's folder, with the Gateway's address in ``~/.config/dask/gateway.yaml``.
"""

import subprocess
import sys

from dask_gateway import Gateway

workers, *chapters = sys.argv[1:]
with Gateway() as gateway, gateway.new_cluster(shutdown_on_close=True) as cluster:
    cluster.scale(int(workers))
    sys.exit(subprocess.call(["autograder", "grade", *chapters, "--dask", f"gateway:{cluster.name}"]))
