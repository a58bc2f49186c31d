import { List, ListItem } from '@patternfly/react-core';

/** One sentence as it is, several as a list. */
export function Sentences({ of }: { of: readonly string[] }) {
  if (of.length === 1) return of[0];
  return (
    <List>
      {of.map((sentence) => (
        <ListItem key={sentence}>{sentence}</ListItem>
      ))}
    </List>
  );
}
