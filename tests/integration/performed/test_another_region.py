"""The stack is built in another region by changing variables only: this environment is, and its tfvars name another one."""

import re

import pytest
from conftest import REGION

pytestmark = [pytest.mark.applied("social-flow", environments=["development"]), pytest.mark.emulator("accepts")]
