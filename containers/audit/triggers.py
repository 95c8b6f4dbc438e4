"""The database's own refusal to change or delete rows of the trail, whoever asks it.

SQLite drops a table's triggers when Django makes the table anew, as it does to alter one: a migration that alters
AuditEntry runs CREATE again at its end.
"""

_TABLE = "containers_auditentry"

CREATE = [
    f"CREATE TRIGGER IF NOT EXISTS trail_no_{action.lower()} BEFORE {action} ON {_TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'rows of the trail are never changed or deleted'); END"
    for action in ("UPDATE", "DELETE")
]
DROP = [f"DROP TRIGGER IF EXISTS trail_no_{action}" for action in ("update", "delete")]
