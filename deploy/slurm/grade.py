"""Starts workers as Slurm jobs, grades in them, and ends them: ``python grade.py JOBS [CHAPTER ...]``.

Runs in the course's folder on a node that the workers can reach, such as the login node, with ``jobqueue.yaml`` among
Dask's settings.
"""

import subprocess
import sys

from dask_jobqueue import SLURMCluster

if __name__ == "__main__":
    jobs, *chapters = sys.argv[1:]
    with SLURMCluster() as cluster:
        cluster.adapt(
            minimum_jobs=int(jobs), maximum_jobs=int(jobs)
        )  # a job that ends is followed by another
        cluster.wait_for_workers(1)
        sys.exit(subprocess.call(["autograder", "grade", *chapters, "--dask", cluster.scheduler_address]))
