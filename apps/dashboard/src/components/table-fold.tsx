'use client';

import { useState, type ReactNode } from 'react';

interface TableFoldProps {
  /** Of the chart. */
  readonly title: string;
  /** What it folds out. */
  readonly name?: string;
  /** In a card of its own, not at the foot of a panel. */
  readonly framed?: boolean;
  readonly onOpen?: (open: boolean) => void;
  /** Made only while it is open. */
  readonly children: ReactNode;
}

/** What folds out below a chart: its numbers as a table. */
export function TableFold({ title, name = 'Table', framed = false, onOpen, children }: TableFoldProps) {
  const [open, setOpen] = useState(false);
  const toggle = (now: boolean) => {
    setOpen(now);
    onOpen?.(now);
  };
  return (
    <details
      className={framed ? 'table card' : 'table'}
      onToggle={(event) => toggle(event.currentTarget.open)}
    >
      <summary>
        {name}
        <span className="visually-hidden"> of {title}</span>
      </summary>
      {open && children}
    </details>
  );
}
