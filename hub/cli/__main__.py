"""`python -m hub.cli COMMAND`: the same as `hub COMMAND`."""

import sys

from hub.cli.main import main

sys.exit(main())
