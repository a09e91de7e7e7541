"""The entry point: the version needs nothing else, so that scripts may ask for it at no cost."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from pdctl import __version__

        print(f"pdctl {__version__}")  # noqa: T201 - unlike sys.stdout.write it bears a closed stdout
        return
    try:
        import gc

        from pdctl import lazy

        gc.set_threshold(200_000)  # what the imports of a short run leave behind is not worth looking through
        lazy.install()
        from pdctl.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before anything was begun, or while its end was told
        print("已中断 / interrupted", file=sys.stderr)  # noqa: T201
        code = 130
    _leave(code)


def _leave(code: int) -> None:
    """Exit at once: to take all modules apart politely would last as long as a tenth of a short command."""
    import os
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is told; Ctrl-C comes too late for a word
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # the caller may have closed it
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    main()
