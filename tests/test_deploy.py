"""The files in deploy/, as far as they can be checked without Kubernetes and Slurm."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import yaml

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
PRINT_JOB = """
from dask_jobqueue import SLURMCluster
if __name__ == "__main__":
    with SLURMCluster() as cluster:
        print(cluster.job_script())
"""


def test_a_slurm_job_starts_a_worker_with_one_lane_for_each_core() -> None:
    settings = os.environ | {"DASK_CONFIG": str(DEPLOY / "slurm" / "jobqueue.yaml")}
    command = [sys.executable, "-c", PRINT_JOB]
    job = subprocess.run(command, env=settings, check=True, capture_output=True, text=True).stdout
    (cores,) = re.findall(r"^#SBATCH --cpus-per-task=(\d+)$", job, re.MULTILINE)
    assert re.search(rf"dask_worker tcp://.* --nthreads 1 .* --nworkers {cores} ", job)
    assert "#SBATCH -t 02:00:00" in job
    assert job.index("autograder doctor || exit 1") < job.index("dask_worker")


def test_a_worker_in_kubernetes_has_one_lane_and_may_make_namespaces() -> None:
    values = yaml.safe_load((DEPLOY / "kubernetes" / "gateway.yaml").read_text())
    worker = values["gateway"]["backend"]["worker"]
    assert worker["threads"] == worker["cores"]["limit"] == 1
    assert worker["extraPodConfig"]["hostUsers"] is False
    assert worker["extraContainerConfig"]["securityContext"]["procMount"] == "Unmasked"


def test_the_image_holds_what_it_copies_and_what_the_sandbox_needs() -> None:
    recipe = (DEPLOY / "kubernetes" / "Dockerfile").read_text()
    copied = [name for line in re.findall(r"^COPY (.*)$", recipe, re.MULTILINE) for name in line.split()[:-1]]
    assert {"pyproject.toml", "constraints.txt", "course_utils", "autograder"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert re.search(r"apt-get install .* bubblewrap libseccomp2", recipe)
