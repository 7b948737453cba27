'use client';

import { useTheme } from '../preferences/use-theme.ts';
import { useZone } from '../preferences/use-zone.ts';
import { AlertBadge } from './alert-badge.tsx';
import { Choice } from './choice.tsx';
import { ConnectionBadge } from './connection-badge.tsx';
import { Logo } from './logo.tsx';

/** Name, state of the connection, and the reader's own settings. The same on every page. */
export function PageHeader() {
  const [zone, setZone] = useZone();
  const [theme, setTheme] = useTheme();
  return (
    <header className="page-header">
      <a className="brand" href="/">
        <Logo />
        <span>Weir</span>
      </a>
      <ConnectionBadge />
      <AlertBadge />
      <div className="settings">
        <Choice
          legend="Times in"
          name="zone"
          value={zone}
          onChange={setZone}
          options={[
            { value: 'local', label: 'Local', title: 'Times in your own time zone' },
            { value: 'utc', label: 'UTC', title: 'Times in UTC' },
          ]}
        />
        <Choice
          legend="Colours"
          name="theme"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'system', label: 'Auto', title: 'Light or dark as your system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </div>
    </header>
  );
}
