"""pytest --no-skips: a test that was skipped fails the run, unless the kind of engine or machine is the reason.

A run that quietly tested nothing for want of an engine or a browser must not look like a green one.
"""

import pytest

# How a test says that this engine or machine cannot do what it tests: pytest.skip("needs an engine with API 1.44").
ALLOWED = ("needs an engine with ", "needs a machine where ")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="fail when a test was skipped for want of something")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if skipped := forbidden(terminalreporter, config):
        terminalreporter.section("skipped, which --no-skips forbids", red=True)
        for name, reason in skipped:
            terminalreporter.line(f"{name}: {reason}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and forbidden(reporter, session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def forbidden(reporter: pytest.TerminalReporter, config: pytest.Config) -> list[tuple[str, str]]:
    """The tests that were skipped for want of something, each with the reason it gave."""
    if not config.getoption("--no-skips"):
        return []
    told = [
        (report.nodeid, report.longrepr[2].removeprefix("Skipped: ")) for report in reporter.stats.get("skipped", [])
    ]
    return [(name, reason) for name, reason in told if not reason.startswith(ALLOWED)]
