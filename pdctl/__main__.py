"""The entry point: the version needs nothing else, so that scripts may ask for it at no cost."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from pdctl import __version__

        try:
            print(f"pdctl {__version__}", flush=True)  # noqa: T201 - unlike sys.stdout.write it bears a closed stdout
        except OSError:
            pass  # the disk is full: below this is said in words
        else:
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
    from contextlib import suppress

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is told; Ctrl-C comes too late for a word
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a full disk was told of already; the caller may have closed it
            if stream is not None:
                stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
