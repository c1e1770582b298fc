"""``python -m kg``."""

from __future__ import annotations

import sys

from kg.cli.main import main

sys.exit(main())
