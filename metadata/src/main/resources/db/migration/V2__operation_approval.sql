-- Operations that can be cancelled, retried and approved, and that tell how long they have stood still.

-- cancel_by, cancel_at: somebody's wish to cancel. A request only writes it down; the worker that has the operation in hand meets it
-- when it saves, and whoever claims it next begins to undo. moved_at: when it last went on to another step or the other way.
-- namespace_revision: the revision that a change carries out, so that the one before is found however often the change is undone.
ALTER TABLE operation
    ADD COLUMN cancel_by text,
    ADD COLUMN cancel_at timestamptz,
    ADD COLUMN moved_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN namespace_revision bigint,
    DROP CONSTRAINT operation_state_check,
    ADD CONSTRAINT operation_state_check CHECK (state IN ('PENDING', 'NEEDS_APPROVAL', 'RUNNING', 'WAITING', 'NEEDS_ATTENTION',
                                                          'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    ADD CONSTRAINT operation_cancel_wish CHECK ((cancel_by IS NULL) = (cancel_at IS NULL));

-- Requests wish, approve and hurry; how far an operation is, and who has it in hand, stays the platform's to say.
GRANT UPDATE (state, state_facts, due_at, cancel_by, cancel_at) ON operation TO quarry_tenant;

-- Cancelling a change brings the spec before it back, as a revision of its own.
GRANT UPDATE (spec, revision) ON namespace TO quarry_system;
GRANT INSERT ON namespace_revision TO quarry_system;
