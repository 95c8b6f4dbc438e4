"""Ends with a sentence when nothing can listen at the address and port that it is given."""

import errno
import socket
import sys

WHY = {
    errno.EADDRINUSE: "another program listens there. Stop it, or choose another port: PORT=8001 script/server",
    errno.EACCES: "ports below 1024 need root. Choose another port: PORT=8000 script/server",
    errno.EADDRNOTAVAIL: "this machine has no such address. BIND is an address of this machine, or 0.0.0.0 for all",
}

bind, port = sys.argv[1:]
if not port.isdecimal() or not 1 <= int(port) <= 65535:
    raise SystemExit(f"PORT={port} is not a number from 1 to 65535.")
try:
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((bind, int(port)))
except OSError as error:
    why = WHY.get(error.errno or 0, error.strerror or error)
    raise SystemExit(f"Cannot listen at {bind}, port {port}: {why}.") from None
