import {
  Button,
  FormFieldGroup,
  FormFieldGroupHeader,
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  TextInput,
} from '@patternfly/react-core';
import { FormRow } from '../../ui/FormRow';
import { ANALYZERS, FIELD_TYPES, type FieldDraft, type FieldType, NEW_FIELD } from './particulars';

interface FieldsEditorProps {
  fields: readonly FieldDraft[];
  onChange: (fields: FieldDraft[]) => void;
  error: string | undefined;
}

/** What can be asked for in a search namespace: rows are added and removed; what is there already stays. */
export function FieldsEditor({ fields, onChange, error }: FieldsEditorProps) {
  const set = (at: number, more: Partial<FieldDraft>) =>
    onChange(fields.map((field, index) => (index === at ? { ...field, ...more } : field)));
  return (
    <div id="fields" tabIndex={-1} role="group" aria-label="Fields" aria-describedby="fields-note">
      {fields.map((field, at) => (
        <FieldRow
          key={at}
          at={at}
          field={field}
          onChange={(more) => set(at, more)}
          onRemove={() => onChange(fields.filter((_, index) => index !== at))}
        />
      ))}
      <Button variant="secondary" size="sm" onClick={() => onChange([...fields, NEW_FIELD])}>
        Add a field
      </Button>
      <FormHelperText>
        <HelperText id="fields-note" aria-live="polite">
          <HelperTextItem variant={error === undefined ? 'default' : 'error'}>
            {error ??
              'Only declared fields can be asked for. Fields can be added later; one that is there stays as it is.'}
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </div>
  );
}

interface FieldRowProps {
  at: number;
  field: FieldDraft;
  onChange: (more: Partial<FieldDraft>) => void;
  onRemove: () => void;
}

function FieldRow({ at, field, onChange, onRemove }: FieldRowProps) {
  const id = `field-${at}`;
  const title = field.name === '' ? `Field ${at + 1}` : `Field ${field.name}`;
  return (
    <FormFieldGroup
      header={
        <FormFieldGroupHeader
          titleText={{ text: title, id: `${id}-title` }}
          actions={
            !field.kept && (
              <Button variant="link" onClick={onRemove} aria-label={`Remove ${title.toLowerCase()}`}>
                Remove
              </Button>
            )
          }
        />
      }
    >
      <div className="q-pair">
        <FormGroup label="Name" fieldId={`${id}-name`} isRequired>
          <TextInput
            id={`${id}-name`}
            aria-label={`Name of field ${at + 1}`}
            value={field.name}
            isRequired
            isDisabled={field.kept}
            className="q-mono"
            spellCheck={false}
            autoComplete="off"
            onChange={(_, name) => onChange({ name })}
          />
        </FormGroup>
        <Select
          id={`${id}-type`}
          label="Type"
          title={`Type of field ${at + 1}`}
          options={FIELD_TYPES}
          value={field.type}
          disabled={field.kept}
          onChange={(type) => onChange({ type: type as FieldType })}
        />
        {field.type === 'text' && (
          <Select
            id={`${id}-analyzer`}
            label="Analyzer"
            title={`Analyzer of field ${at + 1}`}
            options={ANALYZERS}
            value={field.analyzer}
            disabled={field.kept}
            onChange={(analyzer) => onChange({ analyzer })}
          />
        )}
        {field.type === 'dense-vector' && (
          <FormGroup label="Dimensions" fieldId={`${id}-dimensions`} isRequired>
            <TextInput
              id={`${id}-dimensions`}
              aria-label={`Dimensions of field ${at + 1}`}
              value={field.dimensions}
              inputMode="numeric"
              isDisabled={field.kept}
              onChange={(_, dimensions) => onChange({ dimensions })}
            />
          </FormGroup>
        )}
      </div>
    </FormFieldGroup>
  );
}

interface SelectProps {
  id: string;
  label: string;
  title: string;
  options: readonly string[];
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
}

function Select({ id, label, title, options, value, disabled, onChange }: SelectProps) {
  return (
    <FormGroup label={label} fieldId={id}>
      <FormSelect id={id} aria-label={title} value={value} isDisabled={disabled} onChange={(_, next) => onChange(next)}>
        {options.map((option) => (
          <FormSelectOption key={option} value={option} label={option} />
        ))}
      </FormSelect>
    </FormGroup>
  );
}

type RowOf<Field extends string> = (
  field: Field,
) => Pick<Parameters<typeof FormRow>[0], 'id' | 'value' | 'onChange' | 'onLeave' | 'error'>;

export function ObjectRows({ row }: { row: RowOf<'abortUploadsAfter'> }) {
  return (
    <FormRow
      {...row('abortUploadsAfter')}
      label="Unfinished uploads are dropped after"
      required
      help="1 to 30 whole days: the parts of an upload that nobody completed take room until then."
    />
  );
}

export function DatasetRows({ row }: { row: RowOf<'types' | 'keepVersions'> }) {
  return (
    <>
      <FormRow
        {...row('types')}
        label="Types"
        required
        multiline
        mono
        placeholder="Movie(id): id long, title string, director Person"
        help="One type a line: its name, its key in parentheses, its fields with their types (string, int, long, float, double, boolean, bytes, or another type). Types and fields can be added later; what is there stays as it is."
      />
      <FormRow {...row('keepVersions')} label="Versions that are kept" required help="1 to 1000." />
    </>
  );
}

export function SeriesRows({ row }: { row: RowOf<'retention' | 'acceptance'> }) {
  return (
    <div className="q-pair">
      <FormRow
        {...row('retention')}
        label="Events are kept for"
        required
        help="1 day to 3650 days; they go whole slices of time at once."
      />
      <FormRow
        {...row('acceptance')}
        label="Events may be late by"
        required
        help="1 minute to 30 days; what is older when it is written is refused."
      />
    </div>
  );
}

export function RelationalRows({ row }: { row: RowOf<'maxConnections' | 'statementTimeout' | 'storage'> }) {
  return (
    <div className="q-pair">
      <FormRow {...row('maxConnections')} label="Connections" required help="1 to 50, of all your clients together." />
      <FormRow
        {...row('statementTimeout')}
        label="A statement ends after"
        required
        help="1 s to 1 hour, unless its session says otherwise."
      />
      <FormRow {...row('storage')} label="Storage" required help="16 MiB to 1 TiB, with indices and dead rows." />
    </div>
  );
}
