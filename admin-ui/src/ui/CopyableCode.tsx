import { Button, CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import CheckIcon from '@patternfly/react-icons/dist/esm/icons/check-icon';
import CopyIcon from '@patternfly/react-icons/dist/esm/icons/copy-icon';
import { useEffect, useState } from 'react';

interface CopyableCodeProps {
  code: string;
  /** What is copied, for those who do not see it. */
  label: string;
}

export function CopyableCode({ code, label }: CopyableCodeProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  useEffect(() => {
    if (copied === 'no') return;
    const timer = setTimeout(() => setCopied('no'), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard.writeText(code).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  };
  const said = { no: '', yes: 'Copied', refused: 'The browser refused; select the text instead' }[copied];
  return (
    <CodeBlock
      className="q-code"
      actions={
        <CodeBlockAction>
          <span aria-live="polite" className="q-quiet">
            {said}
          </span>
          <Button
            variant="plain"
            aria-label={`Copy: ${label}`}
            icon={copied === 'yes' ? <CheckIcon /> : <CopyIcon />}
            onClick={copy}
          />
        </CodeBlockAction>
      }
    >
      <CodeBlockCode>{code}</CodeBlockCode>
    </CodeBlock>
  );
}
