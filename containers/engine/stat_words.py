"""Figures as `docker stats` writes them (docker/go-units: BytesSize, HumanSizeWithPrecision), a dash for none."""

from .stat_figures import Figures

UNKNOWN = "-"
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")
_DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")


def words_of(figures: Figures) -> dict[str, str]:
    """The columns of `docker stats` by the names that its --format gives them."""
    return {
        "CPUPerc": _percent(figures.cpu_percent),
        "MemUsage": _pair(binary_size(figures.memory), binary_size(figures.memory_limit)),
        "MemPerc": _percent(figures.memory_percent),
        "NetIO": _pair(decimal_size(figures.received), decimal_size(figures.sent)),
        "BlockIO": _pair(decimal_size(figures.read), decimal_size(figures.written)),
        "PIDs": UNKNOWN if figures.pids is None else str(figures.pids),
    }


def binary_size(count: float | None) -> str:
    """Bytes with four digits, in steps of 1,024: "21.18MiB"."""
    return _size(count, 1024.0, _BINARY, "%.4g%s")


def decimal_size(count: float | None) -> str:
    """Bytes with three digits, in steps of 1,000: "1.05kB"."""
    return _size(count, 1000.0, _DECIMAL, "%.3g%s")


def _size(count: float | None, step: float, units: tuple[str, ...], written: str) -> str:
    if count is None:
        return UNKNOWN
    size, unit = float(count), 0
    while size >= step and unit < len(units) - 1:
        size, unit = size / step, unit + 1
    return written % (size, units[unit])


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{share:.2f}%"


def _pair(left: str, right: str) -> str:
    return UNKNOWN if left == right == UNKNOWN else f"{left} / {right}"
