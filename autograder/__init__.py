"""The engine of the course: exercises, judge, and plug-ins for nbgrader. It knows nothing of any assignment."""

import os

# Read when TensorFlow is imported, after this: it gives the same numbers everywhere, and does not report what it is.
TENSORFLOW = {"TF_CPP_MIN_LOG_LEVEL": "2", "TF_ENABLE_ONEDNN_OPTS": "0"}
os.environ.update(TENSORFLOW)
