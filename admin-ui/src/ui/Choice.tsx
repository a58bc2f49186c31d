import { FormGroup, FormHelperText, HelperText, HelperTextItem, Radio } from '@patternfly/react-core';

export interface Option {
  value: string;
  label: string;
  explanation: string;
  /** Shown, so that one knows of it, and not to be had. */
  unavailable?: boolean;
}

interface ChoiceProps {
  id: string;
  label: string;
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** One of a few, each explained where one chooses it. */
export function Choice({ id, label, options, value, onChange, error }: ChoiceProps) {
  return (
    <FormGroup role="radiogroup" label={label} fieldId={id} aria-describedby={error ? `${id}-note` : undefined}>
      <div className="q-choices">
        {options.map((option) => (
          <Radio
            key={option.value}
            className={`q-choice${option.value === value ? ' q-choice--chosen' : ''}`}
            id={`${id}-${option.value}`}
            name={id}
            label={option.unavailable ? `${option.label} (not offered yet)` : option.label}
            description={option.explanation}
            isDisabled={option.unavailable}
            isChecked={option.value === value}
            onChange={() => onChange(option.value)}
          />
        ))}
      </div>
      {error !== undefined && (
        <FormHelperText>
          <HelperText id={`${id}-note`} aria-live="polite">
            <HelperTextItem variant="error">{error}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
