import { Button, type ButtonProps } from '@patternfly/react-core';
import { createLink } from '@tanstack/react-router';

function AnchorButton({ ref, ...props }: Omit<ButtonProps, 'ref'> & { ref?: React.Ref<HTMLAnchorElement> }) {
  return <Button {...props} component="a" ref={ref as React.Ref<HTMLButtonElement>} />;
}

/** A link that looks like a button: it can be opened in a new tab, and says where it leads. */
export const ButtonLink = createLink(AnchorButton);
