"""The command line as a whole: commands found lazily, errors mapped to exit codes in one place."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperGroup

from pdctl.cli import completion
from pdctl.cli.helptext import readable
from pdctl.cli.options import COMMON, common_options
from pdctl.cli.table import COMMANDS, Spec
from pdctl.core.findings import ENVIRONMENT, FAULT, INTERRUPTED, USAGE, Refusal, Stop
from pdctl.core.text import listing, msg
from pdctl.core.trouble import plainly
from pdctl.report import lang
from pdctl.report.talk import prepare, say, silence


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are asked for."""

    def __init__(self, specs: dict[str, Spec], **more: Any) -> None:
        super().__init__(rich_markup_mode=None, **more)
        self.specs = specs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(self.specs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, built now."""
        spec = self.specs.get(cmd_name)
        return _build(cmd_name, spec) if spec else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names that begin so, from the table alone: no command is built for it."""
        names = [name for name in self.specs if name.startswith(incomplete)]
        found = [CompletionItem(name, help=lang.tr(self.specs[name].help)) for name in names]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section(lang.tr("Commands")):
            formatter.write_dl([(name, lang.tr(spec.help)) for name, spec in self.specs.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant; near misses are suggested."""
        if args and args[0] not in self.specs and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], self.specs, 3)
            text = msg("there is no command {name}", name=args[0])
            hint = msg("did you mean {names}?", names=listing(*near)) if near else msg("pdctl --help lists them")
            raise click.UsageError(lang.show(msg("{problem}; {hint}", problem=text, hint=hint)), ctx)
        return super().resolve_command(ctx, args)


def _build(name: str, spec: Spec) -> click.Command:
    if spec.group is not None:
        group = LazyGroup(spec.group, name=name, help=lang.tr(spec.help), no_args_is_help=True)
        group.params += common_options(writes=False, everywhere=True)
        return readable(group)
    module, _, function = spec.target.partition(":")
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    target = getattr(import_module(f"pdctl.cli.{module}"), function)
    app.command(name, help=lang.tr(spec.help))(target)
    command = typer.main.get_command(app)
    # An option of the command itself goes before a shared one of the same name (`person retire --key FINGERPRINT`).
    taken = {flag for param in command.params for flag in param.opts}
    command.params += [
        option for option in common_options(spec.writes, commits=spec.commits) if taken.isdisjoint(option.opts)
    ]
    return readable(command)


def root() -> click.Command:
    """The command `pdctl`."""
    group = LazyGroup(
        COMMANDS,
        name="pdctl",
        help=lang.tr("Party-affairs disclosure (党务公开): kept as signed commits, proved from them."),
        no_args_is_help=True,
    )
    group.params += common_options(writes=False, everywhere=True)
    group.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help=lang.tr("Print the version."),
        )
    )
    return readable(group)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from pdctl import __version__

        click.echo(f"pdctl {__version__}")
        ctx.exit()


def run(args: Sequence[str]) -> int:
    """Run a command line; returns its exit code. The one place where errors become exit codes."""
    prepare()
    lang.use(lang.wanted(_language_option(args)))
    COMMON.json = "--json" in args
    try:
        result = _invoked(root(), list(args))
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        silence()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        return next(tell(error) for kind, tell in _ERRORS if isinstance(error, kind))


def _invoked(command: click.Command, args: list[str]) -> Any:
    """What a command line gives. click's own `main` would answer Ctrl-C and a reader that went away without a word."""
    if completion.COMPLETE_VARIABLE in os.environ:  # the shell asks what may follow
        completion.prepare()
        return command.main(args=args, prog_name="pdctl", standalone_mode=False)
    with command.make_context("pdctl", args) as context:
        return command.invoke(context)


def _language_option(args: Sequence[str]) -> str | None:
    """`--lang` counts before anything else is read, for help is translated too."""
    for position, arg in enumerate(args):
        if arg.startswith("--lang="):
            return arg.partition("=")[2]
        if arg == "--lang" and position + 1 < len(args):
            return args[position + 1]
    return None


def _tell(problem: Refusal | Stop) -> int:
    from pdctl.report.findings import problem_json, tell

    if COMMON.json:
        with suppress(OSError):  # there may be nobody left who reads it
            sys.stdout.write(problem_json(problem) + "\n")
            sys.stdout.flush()
    tell(problem)
    return problem.exit_code


def _interrupted(_: BaseException) -> int:
    return _tell(Stop(INTERRUPTED, msg("Interrupted. A step that was not reported as done did not happen.")))


def _tell_usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    if context is not None and not isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(context.get_usage())
    fix = f"{context.command_path} --help" if context is not None else ""
    return _tell(Stop(USAGE, msg("{problem}", problem=error.format_message().rstrip(".")), fix))


def _disk(error: OSError) -> int:
    problem = plainly(error.strerror or str(error))
    text = msg("the system refused: {problem}", problem=problem)
    if error.filename:
        text = msg("the system refused: {problem}: {file}", problem=problem, file=str(error.filename))
    return _tell(Stop(ENVIRONMENT, text, msg("free some space or check the rights, then run the same command again")))


def _fault(error: Exception) -> int:
    """A fault of pdctl itself: a report without people's text is kept, to be sent."""
    from pdctl import __version__
    from pdctl.store.git import Failure
    from pdctl.store.places import cache_home

    if isinstance(error, Failure):
        text = msg("git could not do it: {problem}", problem=plainly(error.stderr or error.command))
        return _tell(Stop(ENVIRONMENT, text, msg("pdctl doctor")))

    frames = "".join(traceback.format_tb(error.__traceback__))
    report = f"pdctl {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n{type(error).__name__}\n{frames}"
    path = cache_home() / "fault.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report, encoding="utf-8")
    except OSError:
        path = None  # type: ignore[assignment]
    text = msg(
        "This is a fault in pdctl itself ({kind}). Nothing that was not reported as done happened.",
        kind=type(error).__name__,
    )
    fix = msg("Please send the report {file} (it holds no text of yours) to the maintainers.", file=str(path))
    return _tell(Stop(FAULT, text, fix if path is not None else ""))


# Which error is told in which way: the first kind that fits.
_ERRORS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[[Any], int]], ...] = (
    ((Refusal, Stop), _tell),
    ((click.Abort, KeyboardInterrupt), _interrupted),
    (click.ClickException, _tell_usage),
    (OSError, _disk),
    (Exception, _fault),
)
