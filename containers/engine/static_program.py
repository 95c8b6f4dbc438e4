"""Whether a program needs nothing but itself, so that it can be put into an image alone."""

import struct
from pathlib import Path

BUSYBOX = Path("/bin/busybox")


def read_static(path: Path) -> bytes:
    """The program's bytes; raises FileNotFoundError or ValueError with a sentence when it is missing or not static."""
    if not path.is_file():
        raise FileNotFoundError(f"There is no {path}: install the package busybox-static.")
    program = path.read_bytes()
    if not is_static(program):
        raise ValueError(f"{path} needs libraries that an image would lack: install the package busybox-static.")
    return program


def is_static(program: bytes) -> bool:
    """Whether no program header of this 64-bit ELF file asks for an interpreter (PT_INTERP, see elf(5))."""
    if program[:5] != b"\x7fELF\x02":
        return False
    order = "<" if program[5] == 1 else ">"
    (start,) = struct.unpack_from(f"{order}Q", program, 32)
    size, count = struct.unpack_from(f"{order}HH", program, 54)
    return all(struct.unpack_from(f"{order}I", program, start + at * size)[0] != 3 for at in range(count))
