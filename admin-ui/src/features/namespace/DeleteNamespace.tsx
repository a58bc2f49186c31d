import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { isProblem } from '../../api/problem';
import type { Namespace } from '../../api/types';
import { Choice } from '../../ui/Choice';
import { FormRow } from '../../ui/FormRow';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { RETENTIONS } from './choices';
import { PlanView } from './PlanView';
import { deletionPlanQuery, useDeletion } from './queries';

/** Shows the plan, and asks for the name: nobody deletes by a slip of the hand. */
export function DeleteNamespace({ namespace, onClose }: { namespace: Namespace; onClose: () => void }) {
  const navigate = useNavigate();
  const [retention, setRetention] = useState('P7D');
  const [typed, setTyped] = useState('');
  const plan = useQuery(deletionPlanQuery(namespace, retention));
  const deleting = useDeletion(namespace);
  const agreed = typed === namespace.name && plan.data !== undefined && plan.data.refusals.length === 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!agreed || deleting.isPending) return;
    deleting.mutate(retention, {
      onSuccess: (operation) => void navigate({ to: '/operations/$id', params: { id: operation.id } }),
    });
  };
  return (
    <Modal variant="medium" isOpen onClose={onClose} aria-labelledby="delete-title" aria-describedby="delete-body">
      <ModalHeader title={`Delete ${namespace.name}?`} labelId="delete-title" titleIconVariant="danger" />
      <ModalBody id="delete-body" tabIndex={0}>
        <Form id="delete-form" onSubmit={submit}>
          {deleting.error && (
            <ProblemAlert error={deleting.error} title="It was not deleted">
              {isProblem(deleting.error) && deleting.error.operationId !== undefined && (
                <Link to="/operations/$id" params={{ id: deleting.error.operationId }}>
                  See what is being done to it
                </Link>
              )}
            </ProblemAlert>
          )}
          <Choice
            id="retention"
            label="What becomes of its data"
            options={RETENTIONS}
            value={retention}
            onChange={setRetention}
          />
          {plan.isPending && <SkeletonRows rows={3} label="Making the plan" />}
          {plan.error && (
            <ProblemAlert error={plan.error} title="There is no plan for this" onRetry={() => void plan.refetch()} />
          )}
          {plan.data && <PlanView plan={plan.data} headings="h2" />}
          <FormRow
            id="confirm-name"
            label={`Type ${namespace.name} to confirm`}
            value={typed}
            onChange={setTyped}
            mono
            required
          />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form="delete-form"
          variant="danger"
          isDisabled={!agreed || deleting.isPending}
          isLoading={deleting.isPending}
        >
          {retention === 'PT0S' ? 'Delete and purge' : 'Delete'}
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
