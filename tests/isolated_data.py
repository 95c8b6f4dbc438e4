"""Data of a run's own, as a plugin (`-p tests.isolated_data`): pytest-django reads the settings before any conftest.

Nothing of a test may touch the data of an installation, nor of another run at the same time.
"""

import os
import tempfile

_DATA = tempfile.TemporaryDirectory(prefix="dockline-test-")
os.environ["DOCKLINE_DATA"] = _DATA.name
for _name in list(os.environ):
    if _name.startswith("DOCKLINE_") and _name not in ("DOCKLINE_DATA", "DOCKLINE_FAULTS", "DOCKLINE_ENGINES"):
        del os.environ[_name]
for _name in ("PORT", "BIND"):
    os.environ.pop(_name, None)
