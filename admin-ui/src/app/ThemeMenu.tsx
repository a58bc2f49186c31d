import { MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import AdjustIcon from '@patternfly/react-icons/dist/esm/icons/adjust-icon';
import MoonIcon from '@patternfly/react-icons/dist/esm/icons/moon-icon';
import SunIcon from '@patternfly/react-icons/dist/esm/icons/sun-icon';
import { useState } from 'react';
import { chooseTheme, type Theme, THEMES, useTheme } from './theme';

const ICONS = { light: <SunIcon />, dark: <MoonIcon />, system: <AdjustIcon /> } as const;
const WORDS = { light: 'Light', dark: 'Dark', system: 'As the system' } as const;

export function ThemeMenu() {
  const theme = useTheme();
  const [open, setOpen] = useState(false);
  return (
    <Select
      isOpen={open}
      selected={theme}
      onSelect={(_, value) => {
        chooseTheme(value as Theme);
        setOpen(false);
      }}
      onOpenChange={setOpen}
      popperProps={{ position: 'right', appendTo: 'inline' }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plain"
          isExpanded={open}
          aria-label={`Colours: ${WORDS[theme]}`}
          icon={ICONS[theme]}
          onClick={() => setOpen(!open)}
        />
      )}
    >
      <SelectList aria-label="Colours">
        {THEMES.map((choice) => (
          <SelectOption key={choice} value={choice} icon={ICONS[choice]} isSelected={choice === theme}>
            {WORDS[choice]}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
