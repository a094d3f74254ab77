"""Runs the script that verifies a deployment, as a person would run it after an apply."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tfproof.project.layout import Project

SCRIPT = Project.find(Path(__file__)).root / "terraform" / "scripts" / "verify-deployment.sh"


def verified(environment, resources, endpoint, folder):
    """Verify a state of some resources, each with address, type and values; return the code and what was said."""
    state = folder / "state.json"
    managed = [{"mode": "managed", **resource} for resource in resources]
    state.write_text(json.dumps({"values": {"root_module": {"resources": managed}}}))
    done = subprocess.run(
        [SCRIPT, environment, "--state", state],
        env={
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_SECRET_ACCESS_KEY": "test",
            "HOME": str(folder),
            # The script takes the first python3, which has to be one with boto3.
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
