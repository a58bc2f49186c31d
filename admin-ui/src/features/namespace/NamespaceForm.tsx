import { ActionGroup, Button, ExpandableSection, Form, FormSection, Switch } from '@patternfly/react-core';
import { type SubmitEvent, useState } from 'react';
import { Choice } from '../../ui/Choice';
import { formatIsoDuration, isoDurationOf } from '../../ui/format';
import { FormRow } from '../../ui/FormRow';
import { ABSTRACTIONS, CONSISTENCIES, COUNTER_MODES, TTLS, WRITES } from './choices';
import { type Draft, type Field, type FieldErrors, validate } from './draft';
import { DatasetRows, FieldsEditor, ObjectRows, RelationalRows, SeriesRows } from './Particulars';
import { hasItemSize, hasPromises, hasTtl, itemsOf } from './particulars';

interface NamespaceFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** What the server had to say to the last attempt, by field; a field that is edited since is not blamed any more. */
  refused: FieldErrors;
  onSubmit: () => void;
  busy: boolean;
  onCancel: () => void;
  /** It is there already: its name and its promises cannot change. */
  existing?: boolean;
}

/** The id of the button that one comes back to from the plan. */
export const SHOW_PLAN = 'show-plan';

type TextField = Exclude<Field, 'deletionProtection' | 'fields'>;

export function NamespaceForm({
  draft,
  onChange,
  refused,
  onSubmit,
  busy,
  onCancel,
  existing = false,
}: NamespaceFormProps) {
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const [tried, setTried] = useState(false);
  const [ranges, setRanges] = useState(false);
  const errors = validate(draft, existing);
  const expiry = isoDurationOf(draft.ttl);

  const set = (field: Field) => (value: string | boolean | Draft['fields']) => onChange({ ...draft, [field]: value });
  const errorOf = (field: Field) =>
    refused[field] ?? (tried || left.has(field) || isTelling(field, draft) ? errors[field] : undefined);
  const row = (field: TextField) => ({
    id: field,
    value: draft[field],
    onChange: set(field),
    onLeave: () => setLeft(new Set(left).add(field)),
    error: errorOf(field),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    const first = (Object.keys(draft) as Field[]).find((field) => errors[field] !== undefined);
    if (first === undefined) onSubmit();
    else document.getElementById(first)?.focus();
  };

  return (
    <Form onSubmit={submit} noValidate aria-label={existing ? 'Change' : 'New namespace'} maxWidth="46rem">
      <FormSection title={existing ? 'Describe it' : 'Name it'} titleElement="h2">
        {!existing && (
          <FormRow
            {...row('name')}
            label="Name"
            required
            mono
            placeholder="profiles"
            help="3 to 40 small letters, digits and hyphens. It is part of the endpoint and cannot be changed."
          />
        )}
        <FormRow {...row('description')} label="Description" help="What is kept here, for those who come after you." />
      </FormSection>
      {!existing && (
        <FormSection title="What is kept" titleElement="h2">
          <Choice
            id="abstraction"
            label="Kind of data"
            options={ABSTRACTIONS}
            value={draft.abstraction}
            onChange={set('abstraction')}
            error={errorOf('abstraction')}
          />
        </FormSection>
      )}
      {draft.abstraction === 'search' && (
        <FormSection title="What can be asked for" titleElement="h2">
          <FieldsEditor fields={draft.fields} onChange={set('fields')} error={errorOf('fields')} />
        </FormSection>
      )}
      {!existing && draft.abstraction === 'counter' && (
        <FormSection title="What it promises" titleElement="h2">
          <Choice
            id="counterMode"
            label="What a count is worth"
            options={COUNTER_MODES}
            value={draft.counterMode}
            onChange={set('counterMode')}
            error={errorOf('counterMode')}
          />
        </FormSection>
      )}
      {draft.abstraction === 'dataset' && (
        <FormSection title="What a version holds" titleElement="h2">
          <DatasetRows row={row} />
        </FormSection>
      )}
      {draft.abstraction === 'relational' && (
        <FormSection title="What the database may take" titleElement="h2">
          <RelationalRows row={row} />
        </FormSection>
      )}
      <FormSection title="How it will be used" titleElement="h2">
        <div className="q-pair">
          <FormRow
            {...row('reads')}
            label="Reads a second"
            required={!existing}
            help="At a usual time: 500, 2k, 1.5M."
          />
          <FormRow {...row('writesPerSecond')} label="Writes a second" required={!existing} help="At a usual time." />
          <FormRow
            {...row('items')}
            label={itemsOf(draft.abstraction)}
            required={!existing}
            help="How many there will be: 5 million."
          />
          {hasItemSize(draft.abstraction) && (
            <FormRow
              {...row('itemBytes')}
              label="Size of an item"
              required={!existing}
              help="Key and value: 300 bytes, 2 KiB."
            />
          )}
        </div>
        <ExpandableSection
          toggleText="Quiet times, peaks and latency"
          isExpanded={ranges || RANGE_FIELDS.some((field) => errorOf(field) !== undefined)}
          onToggle={(_, open) => setRanges(open)}
          isIndented
        >
          <div className="q-pair">
            <FormRow {...row('readsLow')} label="Reads a second when quiet" />
            <FormRow {...row('readsHigh')} label="Reads a second at the peak" />
            <FormRow {...row('writesLow')} label="Writes a second when quiet" />
            <FormRow {...row('writesHigh')} label="Writes a second at the peak" />
            <FormRow {...row('latencyMean')} label="Read latency wanted, mean (ms)" />
            <FormRow {...row('latencyP99')} label="Read latency wanted, 99th percentile (ms)" />
          </div>
        </ExpandableSection>
      </FormSection>
      {!existing && hasPromises(draft.abstraction) && (
        <FormSection title="What it promises" titleElement="h2">
          <Choice
            id="consistency"
            label="What a read sees"
            options={CONSISTENCIES}
            value={draft.consistency}
            onChange={set('consistency')}
            error={errorOf('consistency')}
          />
          <Choice
            id="writes"
            label="When two write at once"
            options={WRITES}
            value={draft.writes}
            onChange={set('writes')}
            error={errorOf('writes')}
          />
        </FormSection>
      )}
      <FormSection title="How long it is kept" titleElement="h2">
        {draft.abstraction === 'object' && <ObjectRows row={row} />}
        {draft.abstraction === 'time-series' && <SeriesRows row={row} />}
        {hasTtl(draft.abstraction) && (
          <>
            <FormRow
              {...row('ttl')}
              label="Items expire after"
              placeholder="never"
              help={
                expiry === undefined
                  ? 'Such as 90 days or 12 hours; empty, and items stay until they are deleted.'
                  : `${formatIsoDuration(expiry)} after an item was written, unless the item says otherwise.`
              }
            />
            <div className="q-chips" role="group" aria-label="Usual times to expire">
              {TTLS.map(({ value, label }) => (
                <Button
                  key={value}
                  variant="tertiary"
                  size="sm"
                  aria-pressed={expiry === isoDurationOf(value)}
                  isClicked={expiry === isoDurationOf(value)}
                  onClick={() => set('ttl')(value)}
                >
                  {label}
                </Button>
              ))}
            </div>
          </>
        )}
        <Switch
          id="deletionProtection"
          label="Protect it from being deleted"
          isChecked={draft.deletionProtection}
          onChange={(_, checked) => set('deletionProtection')(checked)}
        />
        <FormRow
          {...row('labels')}
          label="Labels"
          multiline
          mono
          placeholder="region=eu"
          help="One key=value a line."
        />
      </FormSection>
      <ActionGroup>
        <Button id={SHOW_PLAN} type="submit" variant="primary" isLoading={busy} isDisabled={busy}>
          Show the plan
        </Button>
        <Button variant="link" onClick={onCancel}>
          Cancel
        </Button>
      </ActionGroup>
    </Form>
  );
}

const RANGE_FIELDS = ['readsLow', 'readsHigh', 'writesLow', 'writesHigh', 'latencyMean', 'latencyP99'] as const;

/** A name with a capital letter is wrong however it goes on, so it is said at once; a short one may just be unfinished. */
function isTelling(field: Field, draft: Draft): boolean {
  return field === 'name' && (/[^a-z0-9-]/.test(draft.name) || /^[^a-z]/.test(draft.name) || draft.name.length > 40);
}
