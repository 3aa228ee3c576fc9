"""The command `briefing`, which is `python -m generator` too."""

import os
import sys


def main() -> None:
    """Run the command. An interrupt ends it with one word, also while it is still being loaded."""
    try:
        from generator import cli

        cli.main()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.stderr.flush()
        os._exit(130)


if __name__ == "__main__":
    main()
