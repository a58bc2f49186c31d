import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextArea, TextInput } from '@patternfly/react-core';
import type { ReactNode } from 'react';

interface FormRowProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Called when one leaves the field: before that, nobody wants to hear what is still missing. */
  onLeave?: () => void;
  help?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  multiline?: boolean;
  mono?: boolean;
  placeholder?: string;
}

/** A text field with its label, a hint, and the error in place of the hint; the three are tied together for screen readers. */
export function FormRow(props: FormRowProps) {
  const {
    id,
    label,
    value,
    onChange,
    onLeave,
    help,
    error,
    required = false,
    multiline = false,
    mono,
    placeholder,
  } = props;
  const note = error ?? help;
  const shared = {
    id,
    name: id,
    value,
    isRequired: required,
    validated: error === undefined ? ('default' as const) : ('error' as const),
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
    'aria-invalid': error !== undefined,
    className: mono ? 'q-mono' : undefined,
    placeholder,
    onBlur: onLeave,
    spellCheck: false,
    autoComplete: 'off',
  };
  return (
    <FormGroup label={label} fieldId={id} isRequired={required}>
      {multiline ? (
        <TextArea {...shared} rows={3} resizeOrientation="vertical" onChange={(_, text) => onChange(text)} />
      ) : (
        <TextInput {...shared} type="text" onChange={(_, text) => onChange(text)} />
      )}
      {note !== undefined && (
        <FormHelperText>
          <HelperText id={`${id}-note`} aria-live="polite">
            <HelperTextItem variant={error === undefined ? 'default' : 'error'}>{note}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
