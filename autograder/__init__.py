"""The engine of the course: exercises, judge, and plug-ins for nbgrader. It knows nothing of any assignment."""

import os

# TensorFlow reads these when it is imported: without oneDNN it gives the same numbers everywhere, and it reports
# nothing of what it is made of.
TENSORFLOW = {"TF_CPP_MIN_LOG_LEVEL": "2", "TF_ENABLE_ONEDNN_OPTS": "0"}
os.environ.update(TENSORFLOW)
