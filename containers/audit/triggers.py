"""The database's own refusal to change or delete rows of the trail, whoever asks it.

SQLite drops a table's triggers when Django makes the table anew, as it does to alter one: a migration that alters
AuditEntry runs CREATE again at its end.
"""

_TABLE = "containers_auditentry"
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'rows of the trail are never changed or deleted'); END"

CREATE = [
    f"CREATE TRIGGER IF NOT EXISTS trail_no_update BEFORE UPDATE ON {_TABLE} {_REFUSE}",
    f"CREATE TRIGGER IF NOT EXISTS trail_no_delete BEFORE DELETE ON {_TABLE} {_REFUSE}",
    # INSERT OR REPLACE deletes without asking the trigger above.
    "CREATE TRIGGER IF NOT EXISTS trail_no_replace BEFORE INSERT ON containers_auditentry "
    "WHEN NEW.number IN (SELECT number FROM containers_auditentry) "
    "BEGIN SELECT RAISE(ABORT, 'rows of the trail are never changed or deleted'); END",
]
DROP = [f"DROP TRIGGER IF EXISTS trail_no_{action}" for action in ("update", "delete", "replace")]
