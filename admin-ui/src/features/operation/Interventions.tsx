import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Operation } from '../../api/types';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { type Act, actsOn } from './interventions';
import { intervene, interventionPlanQuery, operationQuery } from './queries';
import { titleOf } from './states';

const WORDS: Record<Act, { offer: string; agree: string; failed: string }> = {
  approve: { offer: 'Approve', agree: 'Approve it', failed: 'It was not approved' },
  retry: { offer: 'Try again now', agree: 'Try again', failed: 'It was not tried again' },
  cancel: { offer: 'Cancel it', agree: 'Cancel and undo', failed: 'It was not cancelled' },
};

/** Buttons for what one may do about an operation; each says first what comes of it. */
export function Interventions({ operation }: { operation: Operation }) {
  const [asked, setAsked] = useState<Act>();
  return (
    <>
      {actsOn(operation).map((act) => (
        <Button key={act} variant={act === 'cancel' ? 'secondary' : 'primary'} onClick={() => setAsked(act)}>
          {WORDS[act].offer}
        </Button>
      ))}
      {asked && <Agree act={asked} operation={operation} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Agree({ act, operation, onClose }: { act: Act; operation: Operation; onClose: () => void }) {
  const queries = useQueryClient();
  const plan = useQuery(interventionPlanQuery(operation, act));
  const doing = useMutation({
    mutationFn: () => intervene(operation.id, act),
    onSuccess: (news) => {
      queries.setQueryData(operationQuery(operation.id).queryKey, news);
      onClose();
    },
  });
  return (
    <Modal variant="small" isOpen onClose={onClose} aria-labelledby="agree-title" aria-describedby="agree-body">
      <ModalHeader
        title={`${WORDS[act].offer}: ${titleOf(operation.type)} ${operation.target.name}`}
        labelId="agree-title"
      />
      <ModalBody id="agree-body">
        {doing.error && <ProblemAlert error={doing.error} title={WORDS[act].failed} />}
        {plan.isPending && <SkeletonRows rows={1} label="Asking what comes of it" />}
        {plan.error && (
          <ProblemAlert error={plan.error} title="It cannot be done" onRetry={() => void plan.refetch()} />
        )}
        {plan.data?.summary}
      </ModalBody>
      <ModalFooter>
        <Button
          variant={act === 'cancel' ? 'danger' : 'primary'}
          isDisabled={!plan.data || doing.isPending}
          isLoading={doing.isPending}
          onClick={() => doing.mutate()}
        >
          {WORDS[act].agree}
        </Button>
        <Button variant="link" onClick={onClose}>
          Leave it
        </Button>
      </ModalFooter>
    </Modal>
  );
}
